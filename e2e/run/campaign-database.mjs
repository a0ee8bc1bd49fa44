// `npm run campaign:database -- [--kills 50] [--seed 1]`: a writer of the database killed amid its transactions, and what is left.
import { spawnSync } from 'node:child_process'
import { ROOT, prepare } from './prepare.mjs'

prepare()
const { status } = spawnSync(
  process.execPath,
  ['--conditions=react-server', '--import', 'tsx', 'e2e/campaign/database.ts', ...process.argv.slice(2)],
  { cwd: ROOT, stdio: 'inherit' },
)
process.exit(status ?? 1)
