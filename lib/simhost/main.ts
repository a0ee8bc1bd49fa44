import { readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import type { Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { startChaos } from './chaos'
import { control, describeHost } from './control'
import { buildHosts } from './hosts/catalog'
import { startLife } from './life'
import { whyNoShell } from './shell/stubs'
import type { SimHost } from './sim-host'

/** Starts simulated hosts and serves them until SIGTERM or SIGINT. See README.md for the flags. */
const { values } = parseArgs({
  options: {
    hosts: { type: 'string', default: process.env.SIMHOST_HOSTS ?? 'demo' },
    port: { type: 'string', default: process.env.SIMHOST_PORT ?? '2300' },
    address: { type: 'string', default: '127.0.0.1' },
    password: { type: 'string', default: process.env.SIMHOST_PASSWORD ?? 'patchbay' },
    'authorized-key': { type: 'string' },
    control: { type: 'string' },
    life: { type: 'boolean', default: false },
    rate: { type: 'string', default: '0' },
    step: { type: 'string' },
  },
})

const answerLines = (hosts: readonly SimHost[], input: NodeJS.ReadableStream, output: NodeJS.WritableStream): void => {
  createInterface({ input }).on('line', (line) => {
    if (line.trim() === '') return
    void control(hosts, line).then((reply) => output.write(`${JSON.stringify(reply)}\n`))
  })
}

const main = async (): Promise<void> => {
  const keyFile = values['authorized-key']
  const hosts = buildHosts(values.hosts, {
    password: values.password,
    ...(values.step === undefined ? {} : { pace: { stepMs: Number(values.step) } }),
    ...(keyFile === undefined ? {} : { authorizedKey: readFileSync(keyFile, 'utf8') }),
  })
  const first = Number(values.port)
  for (const [at, host] of hosts.entries()) {
    await host.start(first === 0 ? 0 : first + at, values.address)
    process.stdout.write(`${JSON.stringify(describeHost(host))}\n`)
  }
  process.stdout.write('{"ready":true}\n')
  const lack = whyNoShell()
  if (lack !== null) process.stderr.write(`simhost: the hosts can be seen but not changed: ${lack}\n`)
  const lives = [
    ...(values.life ? hosts.map((host) => startLife(host)) : []),
    ...hosts.map((host) => startChaos(host, Number(values.rate))),
  ]
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    answerLines(hosts, socket, socket)
  })
  const path = values.control
  if (path === undefined) answerLines(hosts, process.stdin, process.stdout)
  else {
    rmSync(path, { force: true })
    server.listen(path)
  }
  const stop = async (): Promise<void> => {
    for (const end of lives) end()
    for (const socket of sockets) socket.destroy()
    server.close()
    await Promise.all(hosts.map((host) => host.stop()))
    if (path !== undefined) rmSync(path, { force: true })
    process.exit(0)
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop())
}

main().catch((error: unknown) => {
  process.stderr.write(`simhost: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
})
