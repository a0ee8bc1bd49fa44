import { parseArgs } from 'node:util'
import { campaignReport, isGood, runCampaign, whyNoCampaign } from './campaign'

const { values } = parseArgs({
  options: {
    n: { type: 'string', default: '300' },
    seed: { type: 'string', default: '1' },
    hosts: { type: 'string', default: '6' },
    window: { type: 'string', default: '8' },
  },
})
const windowSeconds = Number(values.window)
const reason = whyNoCampaign()
if (reason !== null) {
  console.log(`skipped: ${reason}`)
} else {
  const options = { n: Number(values.n), seed: Number(values.seed), hosts: Number(values.hosts), windowSeconds }
  const runs = await runCampaign({ ...options, log: (line) => console.log(line) })
  console.log(`\n${campaignReport(runs, windowSeconds).join('\n')}`)
  process.exitCode = runs.length >= options.n && runs.every((run) => isGood(run, windowSeconds)) ? 0 : 1
}
