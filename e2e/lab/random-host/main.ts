import { parseArgs } from 'node:util'
import { fieldReport, runFieldCampaign, whyNoCampaign } from './campaign'

const { values } = parseArgs({
  options: {
    n: { type: 'string', default: '500' },
    seed: { type: 'string', default: '1' },
    hosts: { type: 'string', default: '3' },
    uml: { type: 'boolean', default: false },
  },
})
const reason = whyNoCampaign()
if (reason !== null) {
  console.log(`skipped: ${reason}`)
} else {
  const options = { n: Number(values.n), seed: Number(values.seed), hosts: Number(values.hosts), hasUml: values.uml }
  const runs = await runFieldCampaign({ ...options, log: (line) => console.log(line) })
  console.log(`\n${fieldReport(runs).join('\n')}`)
  process.exitCode = runs.every(({ ended }) => ended !== 'DIFFERENT') ? 0 : 1
}
