// `npm run bench`: figures with the ratio to what one would do instead, measured in the same run.
import { spawnSync } from 'node:child_process'
import { ROOT, prepare } from './prepare.mjs'

prepare()
const { status } = spawnSync(process.execPath, ['--conditions=react-server', '--import', 'tsx', 'e2e/bench/main.ts'], {
  cwd: ROOT,
  stdio: 'inherit',
})
process.exit(status ?? 1)
