// `npm start`: the console in production, listening where PORT and HOSTNAME say. `next start` reads the second only in its
// standalone form, and an administration console must not listen on every address unless it is told to.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '../../..')
const port = process.env.PORT ?? '3000'
const hostname = process.env.HOSTNAME ?? '127.0.0.1'
const distDir = process.env.NEXT_DIST_DIR ?? '.next'

if (!existsSync(path.join(root, distDir, 'BUILD_ID'))) {
  console.error('There is no build yet: run `npm run build` first.')
  process.exit(1)
}
const next = path.join(root, 'node_modules/next/dist/bin/next')
const limits = new URL('./http-limits.mjs', import.meta.url).href
const child = spawn(process.execPath, ['--import', limits, next, 'start', root, '-p', port, '-H', hostname], {
  stdio: 'inherit',
  cwd: process.cwd(),
})
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)))
