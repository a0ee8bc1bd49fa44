// `npm run demo`: three simulated hosts and the console, from a fresh clone, with nothing installed by hand. Ctrl-C stops all of it.
import { spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import path from 'node:path'
import readline from 'node:readline'
import { buildIfNeeded } from './build-if-needed.mjs'
import { addHost, startConsole, stopProcess } from './console.mjs'
import { ROOT, prepare } from './prepare.mjs'

const LOGIN = 'admin'
const PASSWORD = 'three wired hosts here'

prepare()
buildIfNeeded()

const stops = []
let isStopping = false
async function stopAll() {
  if (isStopping) return
  isStopping = true
  await Promise.all(stops.map((stop) => stop()))
}
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => void stopAll().then(() => process.exit(0)))

/** Starts the simulated hosts; resolves with the lines they print about themselves, one JSON object each. */
async function startSimulatedHosts() {
  const child = spawn(process.execPath, ['--import', 'tsx', 'lib/simhost/main.ts', '--hosts', 'demo', '--life'], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  stops.push(() => stopProcess(child))
  const hosts = []
  for await (const line of readline.createInterface({ input: child.stdout })) {
    const message = JSON.parse(line)
    if (message.ready) break
    hosts.push(message)
  }
  child.stdout.resume()
  return hosts
}

try {
  const databaseFile = path.join(ROOT, 'data/demo/patchbay.db')
  rmSync(path.dirname(databaseFile), { recursive: true, force: true })
  const [hosts, server] = await Promise.all([
    startSimulatedHosts(),
    startConsole({ port: Number(process.env.PORT ?? 3000), databaseFile, login: LOGIN, password: PASSWORD }),
  ])
  stops.push(server.stop)
  for (const { name, address, port, user, password, fingerprint } of hosts) {
    await addHost(server, {
      name,
      address,
      port,
      username: user,
      label: 'Demo',
      fingerprint,
      auth: { kind: 'password', password },
    })
    console.log(`  ${name} is on the screen`)
  }
  console.log(
    `\n  Patchbay   ${server.url}\n  user       ${LOGIN}\n  password   ${PASSWORD}\n\n  Ctrl-C stops the console and its ${hosts.length} simulated hosts.\n`,
  )
  server.child.once('exit', () => void stopAll().then(() => process.exit(isStopping ? 0 : 1)))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  await stopAll()
  process.exit(1)
}
