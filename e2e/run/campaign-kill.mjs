// `npm run campaign:kill -- [--each 20] [--seed 1] [--hosts 3] [--only sshd,libvirtd]`: the console, sshd and the host's daemons killed amid changes.
import { spawnSync } from 'node:child_process'
import { buildIfNeeded } from './build-if-needed.mjs'
import { ROOT, prepare } from './prepare.mjs'

prepare()
buildIfNeeded()
const { status } = spawnSync(
  process.execPath,
  ['--conditions=react-server', '--import', 'tsx', 'e2e/lab/kill/main.ts', ...process.argv.slice(2)],
  { cwd: ROOT, stdio: 'inherit' },
)
process.exit(status ?? 1)
