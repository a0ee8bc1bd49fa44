import { parseArgs } from 'node:util'
import { FAULTS } from './faults'
import { killReport, runKillCampaign, whyNoCampaign } from './campaign'

const { values } = parseArgs({
  options: {
    each: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    hosts: { type: 'string', default: '3' },
  },
})
const reason = whyNoCampaign()
if (reason !== null) {
  console.log(`skipped: ${reason}`)
} else {
  const options = { each: Number(values.each), seed: Number(values.seed), hosts: Number(values.hosts) }
  const runs = await runKillCampaign({ ...options, log: (line) => console.log(line) })
  console.log(`\n${killReport(runs).join('\n')}`)
  const isWhole = runs.length === options.each * FAULTS.length
  process.exitCode = isWhole && runs.every(({ problems }) => problems.length === 0) ? 0 : 1
}
