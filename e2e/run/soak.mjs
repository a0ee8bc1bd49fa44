// `npm run soak [-- MINUTES [SIMULATED HOSTS]]`: random changes on many hosts for a long time; prints a verdict.
import { spawnSync } from 'node:child_process'
import { buildIfNeeded } from './build-if-needed.mjs'
import { ROOT, prepare } from './prepare.mjs'

prepare()
buildIfNeeded()
const { status } = spawnSync(
  process.execPath,
  ['--conditions=react-server', '--import', 'tsx', 'e2e/bench/soak.ts', ...process.argv.slice(2)],
  { cwd: ROOT, stdio: 'inherit' },
)
process.exit(status ?? 1)
