import { parseArgs } from 'node:util'
import { FAULTS } from './faults'
import { killReport, runKillCampaign, whyNoCampaign } from './campaign'

const { values } = parseArgs({
  options: {
    each: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    hosts: { type: 'string', default: '3' },
    only: { type: 'string', default: '' },
  },
})
const reason = whyNoCampaign()
if (reason !== null) {
  console.log(`skipped: ${reason}`)
} else {
  const faults = FAULTS.filter(({ name }) => values.only.split(',').some((part) => name.includes(part)))
  const options = { faults, each: Number(values.each), seed: Number(values.seed), hosts: Number(values.hosts) }
  const runs = await runKillCampaign({ ...options, log: (line) => console.log(line) })
  console.log(`\n${killReport(runs).join('\n')}`)
  const isWhole = runs.length === options.each * faults.length
  process.exitCode = isWhole && runs.every(({ problems }) => problems.length === 0) ? 0 : 1
}
