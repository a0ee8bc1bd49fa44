// `npm run bench [-- ID …]`: figures with the ratio to what one would do instead, measured in the same run.
import { spawnSync } from 'node:child_process'
import { buildIfNeeded } from './build-if-needed.mjs'
import { ROOT, prepare } from './prepare.mjs'

prepare()
buildIfNeeded()
const { status } = spawnSync(
  process.execPath,
  ['--conditions=react-server', '--import', 'tsx', 'e2e/bench/main.ts', ...process.argv.slice(2)],
  { cwd: ROOT, stdio: 'inherit' },
)
process.exit(status ?? 1)
