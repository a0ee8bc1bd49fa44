import { randomBytes } from 'node:crypto'
import { createConnection } from 'node:net'
import type { Transaction } from '@/lib/core/guard/transaction'
import { observeHost } from '@/lib/core/observe/observe-host'
import { READ_COMMANDS } from '@/lib/core/observe/read-commands'
import type { IntentInput } from '@/lib/core/intents/intent'
import { parseIntents } from '@/lib/core/intents/intent'
import { NO_XML, planChange } from '@/lib/core/plan/plan-change'
import type { Plan } from '@/lib/core/plan/step'
import type { ChangeDeps, ChangeEvent, ChangeLink, ChangeRequest } from '@/lib/server/change/change-types'
import { systemClock } from '@/lib/server/host/clock'
import { collect } from '@/lib/server/host/collect'
import { connectSsh } from '@/lib/server/ssh/connection'
import { HostShell } from '@/lib/server/ssh/shell'
import type { LabHost } from './lab'

export type Login = { username?: string; sudo?: boolean }

const fingerprints = new WeakMap<LabHost, string>()

async function fingerprintOf(host: LabHost): Promise<string> {
  const known = fingerprints.get(host)
  if (known !== undefined) return known
  const line = await host.exec('ssh-keygen', '-lf', '/etc/ssh/ssh_host_ed25519_key.pub')
  const fingerprint = /SHA256:\S+/.exec(line)?.[0]
  if (fingerprint === undefined) throw new Error(`no fingerprint in ${line}`)
  fingerprints.set(host, fingerprint)
  return fingerprint
}

/** A connector to a lab host with its key pinned, and all links it has made. */
async function connector(host: LabHost, { username = 'root', sudo = false }: Login = {}) {
  const fingerprint = await fingerprintOf(host)
  const links: ChangeLink[] = []
  const connect: ChangeDeps['connect'] = async ({ address = host.address, signal }) => {
    const connection = await connectSsh({
      address,
      port: host.port,
      username,
      auth: { kind: 'privateKey', privateKey: host.privateKey },
      hostKey: { fingerprint, type: 'ssh-ed25519', whenDifferent: 'host_key_changed' },
      signal,
    })
    const shell = new HostShell(connection, { sudo })
    const link = { shell, close: () => connection.close() }
    links.push(link)
    return link
  }
  return { connect, links }
}

/** The plan of these edits on the host as it is now; throws with the issues where there is none. */
export async function planOnHost(
  host: LabHost,
  input: readonly IntentInput[],
  confirmAddress: string | null = null,
): Promise<Plan> {
  const { deps } = await labDeps(host)
  const link = await deps.connect({ signal: AbortSignal.timeout(20_000) })
  const facts = await collect(link.shell, READ_COMMANDS)
  link.close()
  const intents = parseIntents(input)
  if (!intents.ok) throw new Error(JSON.stringify(intents.issues))
  // As sshd tells it: the other end is the lab's own side of the management net.
  const sshConnection = `${host.address.replace(/\d+$/, '1')} 50000 ${host.address} ${host.port}`
  const state = observeHost(facts, { readAtMs: Date.now(), sshConnection })
  const planned = planChange(state, intents.intents, { xml: NO_XML, confirmAddress })
  if (!planned.ok) throw new Error(JSON.stringify(planned.issues))
  return planned.plan
}

/** Means of a change on a lab host; `events` collects what is told. */
export async function labDeps(host: LabHost, over: Partial<ChangeDeps> = {}, login: Login = {}) {
  const { connect, links } = await connector(host, login)
  const events: ChangeEvent[] = []
  const deps: ChangeDeps = {
    connect,
    readFingerprint: () => Promise.resolve('base'),
    onEvent: (event) => void events.push(event),
    clock: systemClock,
    timings: { connectMs: 8000, replyMs: 2000, confirmSpacingMs: 300, recoveryMs: 20_000, verifyTries: 2 },
    ...over,
  }
  return { deps, links, events }
}

export const requestFor = (transaction: Transaction, over: Partial<ChangeRequest> = {}): ChangeRequest => ({
  transaction,
  operator: 'ada',
  nonce: randomBytes(16).toString('hex'),
  risk: 'R0',
  mode: 'auto',
  windowSeconds: 20,
  // Made by hand, without a stage to try it on.
  isUnrehearsedAccepted: true,
  basedOn: 'base',
  ...over,
})

type JsonLink = { ifname: string; flags: string[]; mtu: number; master?: string; addr_info: JsonAddress[] }
type JsonAddress = { family: string; local: string; prefixlen: number; scope: string }

/** Everything of a host that a change could leave different, without counters and ids: equal before and after a rollback. */
export async function stateOf(host: LabHost): Promise<unknown> {
  const [addr, routes, ovs, libvirt] = await Promise.all([
    host.exec('ip', '-j', 'addr'),
    host.exec('ip', 'route', 'show', 'table', 'all'),
    host.exec('ovs-vsctl', 'show'),
    host.exec('virsh', '-q', 'net-list', '--all', '--name'),
  ])
  const links = (JSON.parse(addr) as JsonLink[]).map(({ ifname, flags, mtu, master, addr_info }) => ({
    ...{ ifname, mtu, master },
    flags: flags.toSorted(),
    addresses: addr_info.map(({ local, prefixlen, scope }) => `${local}/${prefixlen} ${scope}`).toSorted(),
  }))
  return {
    links: links.toSorted((a, b) => a.ifname.localeCompare(b.ifname)),
    // The kernel lists IPv6 routes in the order in which they came to be.
    routes: routes
      .split('\n')
      .map((line) => line.trim())
      .toSorted(),
    // Ports and their interfaces come in the order of their rows, which are made anew when a port comes back.
    ovs: ovs
      .split('\n')
      .slice(1)
      .join('\n')
      .split(/\n(?= {4}\S| {8}\S)/)
      .map((port) => {
        const [head, ...interfaces] = port.split(/\n(?= {12}Interface )/)
        return [head, ...interfaces.toSorted()].join('\n')
      })
      .toSorted(),
    libvirt,
  }
}

/** Does sshd greet at the address? */
export function greets(address: string, port = 22, timeoutMs = 700): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host: address, port, timeout: timeoutMs })
    const answer = (isThere: boolean) => {
      socket.destroy()
      resolve(isThere)
    }
    socket.once('data', () => answer(true))
    socket.once('error', () => answer(false))
    socket.once('timeout', () => answer(false))
  })
}

/** Milliseconds until sshd greets; rejects after `limitMs`. */
export async function msUntilGreeted(address: string, limitMs: number): Promise<number> {
  const from = performance.now()
  while (!(await greets(address))) {
    const passed = performance.now() - from
    if (passed > limitMs) throw new Error(`${address} did not come back within ${limitMs} ms`)
  }
  return performance.now() - from
}
