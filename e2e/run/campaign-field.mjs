// `npm run campaign:field -- [--n 500] [--seed 1] [--hosts 3] [--uml]`: random changes of random hosts, rolled back, and kept and undone.
import { spawnSync } from 'node:child_process'
import { ROOT, prepare } from './prepare.mjs'

prepare()
const { status } = spawnSync(
  process.execPath,
  ['--conditions=react-server', '--import', 'tsx', 'e2e/lab/random-host/main.ts', ...process.argv.slice(2)],
  { cwd: ROOT, stdio: 'inherit' },
)
process.exit(status ?? 1)
