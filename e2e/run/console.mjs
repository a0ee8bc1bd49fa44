// Starts a console of its own (own port, own database) and speaks to its API: for the demo, the lab and the browser tests.
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import http from 'node:http'
import { createServer } from 'node:net'
import path from 'node:path'
import { text as readText } from 'node:stream/consumers'
import { ROOT } from './prepare.mjs'

/** A port that is free now on the loopback address. */
export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  server.close()
  await once(server, 'close')
  return port
}

/** Ends a child: politely, then not. Resolves when it is gone. */
export async function stopProcess(child, graceMs = 5000) {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), graceMs)
  await gone
  clearTimeout(timer)
}

/** A connection for each: fetch keeps some, and uses one that the console is about to close, which fails one call in thousands. */
async function request(url, { method, headers, body }) {
  const sent = http.request(url, { method, headers, agent: false })
  sent.end(body)
  const [response] = await once(sent, 'response')
  return { status: response.statusCode, text: await readText(response) }
}

/**
 * Calls /api/v1 of a console as a script with that token would.
 * @param {string} url
 * @param {string} token
 * @returns {(method: string, route: string, body?: unknown) => Promise<{ status: number, body: any }>} `any`: JSON as it came, of
 * which each caller knows the shape.
 */
export const apiOf = (url, token) => async (method, route, body) => {
  const { status, text } = await request(`${url}/api/v1${route}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  })
  return { status, body: text ? JSON.parse(text) : null }
}

/**
 * @param {{ port?: number, databaseFile: string, login?: string, password?: string, token?: string, env?: Record<string, string>, onOutput?: (text: string) => void }} options
 * @returns {Promise<{ url: string, token: string, api: (method: string, path: string, body?: unknown) => Promise<{ status: number, body: any }>, child: import('node:child_process').ChildProcess, setupCode: () => string | null, stop: () => Promise<void> }>}
 */
export async function startConsole({
  port,
  databaseFile,
  login = 'admin',
  password,
  token = randomBytes(24).toString('hex'),
  env = {},
  onOutput = () => {},
}) {
  const listenPort = port ?? (await freePort())
  const url = `http://127.0.0.1:${listenPort}`
  const child = spawn(process.execPath, [path.join(ROOT, 'lib/server/cli/start.mjs')], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      NODE_ENV: 'production',
      PORT: String(listenPort),
      HOSTNAME: '127.0.0.1',
      DATABASE_URL: `file:${databaseFile}`,
      PATCHBAY_BOOTSTRAP_TOKEN: token,
      ...(password ? { PATCHBAY_ADMIN_LOGIN: login, PATCHBAY_ADMIN_PASSWORD: password } : {}),
      ...env,
    },
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output = (output + chunk).slice(-20_000)
      onOutput(String(chunk))
    })
  }

  const isHealthy = () =>
    fetch(`${url}/api/v1/health`).then(
      (response) => response.ok,
      () => false,
    )
  while (!(await isHealthy())) {
    if (child.exitCode !== null) throw new Error(`the console ended while starting:\n${output}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  /** What a person copies from the log; null: the console has users. */
  const setupCode = () => /Set-up code: (\S+)/.exec(output)?.[1] ?? null
  return { url, token, api: apiOf(url, token), child, setupCode, stop: () => stopProcess(child) }
}

/**
 * Adds a host the way a script would: look at its key, accept it, hand over the credentials.
 * @param {{ api: Function }} console
 * @param {{ name: string, address: string, port: number, username: string, sudo?: boolean, auth: object, label?: string, fingerprint?: string }} host
 */
export async function addHost({ api }, { fingerprint, address, port, ...rest }) {
  const probe = await api('POST', '/hosts/probe', { address, port })
  if (probe.status !== 200)
    throw new Error(`${rest.name}: ${probe.body?.error?.message ?? `probe answered ${probe.status}`}`)
  const offered = probe.body.hostKey.fingerprint
  if (fingerprint && fingerprint !== offered)
    throw new Error(`${rest.name}: key ${fingerprint} expected, ${offered} offered`)
  const created = await api('POST', '/hosts', { sudo: false, address, port, ...rest, hostKeyFingerprint: offered })
  if (created.status !== 201)
    throw new Error(`${rest.name}: ${created.body?.error?.message ?? `answered ${created.status}`}`)
  return created.body
}
