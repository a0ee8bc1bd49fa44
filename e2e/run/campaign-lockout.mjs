// `npm run campaign:lockout -- [--n 300] [--seed 1] [--hosts 6] [--window 8]`: changes that cut hosts off, and how they come back.
import { spawnSync } from 'node:child_process'
import { ROOT, prepare } from './prepare.mjs'

prepare()
const { status } = spawnSync(
  process.execPath,
  ['--conditions=react-server', '--import', 'tsx', 'e2e/lab/lockout/main.ts', ...process.argv.slice(2)],
  { cwd: ROOT, stdio: 'inherit' },
)
process.exit(status ?? 1)
