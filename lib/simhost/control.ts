import { observeHost } from '../core/observe/observe-host'
import { READ_COMMANDS } from '../core/observe/read-commands'
import { startChaos, storm } from './chaos'
import type { Fault } from './faults'
import type { SimHost } from './sim-host'
import { endWatches } from './ssh/watch-channel'

/**
 * One line of JSON in, one out: what a test in another process does to a host. `"host":"*"` means every host.
 *   {"host":"kvm-ovs","run":["ip","link","set","eth2","down"],"stdin":""}   → {"ok":true,"status":0,"stdout":"","stderr":""}
 *   {"host":"kvm-ovs","fail":{"kind":"slow","match":"ip -d","delayMs":500}} · {"host":"kvm-ovs","cable":"eth2","plugged":false}
 *   {"host":"kvm-ovs","do":VERB}: vanish, appear, freeze, thaw, reboot, heal, drop, change-host-key, refuse-auth,
 *     cut-watch (in the middle of a line), kill-watch ("tool":"ip" for just one), state → {"ok":true,"state":NetworkState}
 *   {"host":"*","rate":1} random changes a second, 0 ends them · {"host":"kvm-ovs","storm":500} links made and removed
 *   {"host":"kvm-ovs","clockOffsetSeconds":3600} · {"do":"list"}
 */
export type ControlReply = { ok: true; [key: string]: unknown } | { ok: false; error: string }

type Request = {
  host?: string
  run?: string[]
  stdin?: string
  fail?: Fault
  cable?: string
  plugged?: boolean
  rate?: number
  storm?: number
  clockOffsetSeconds?: number
  tool?: string
  do?: string
}

const isRequest = (value: unknown): value is Request =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const describeHost = (host: SimHost): Record<string, unknown> => ({
  name: host.name,
  address: '127.0.0.1',
  port: host.server.port,
  user: 'root',
  password: host.access.password,
  fingerprint: host.server.fingerprint,
})

const DONE: ControlReply = { ok: true }

const plug = (host: SimHost, name: string, hasCable: boolean): ControlReply => {
  const link = host.machine.state.links.get(name)
  if (link?.detail.kind !== 'nic') return { ok: false, error: `${host.name} has no NIC "${name}"` }
  const { detail } = link
  const linkFailures = link.linkFailures + (detail.hasCable && !hasCable ? 1 : 0)
  host.apply((world) => world.updateLink(name, { detail: { ...detail, hasCable }, linkFailures }))
  return DONE
}

/** What the machine would tell now, past SSH and past every fault: what a console should come to show. */
const trueState = (host: SimHost): ControlReply => {
  const facts = Object.fromEntries(
    READ_COMMANDS.map(({ id, argv }) => [
      id,
      { ...host.machine.run(argv), isTruncated: false, isTimedOut: false, durationMs: 0 },
    ]),
  )
  const address = host.addressBehind('127.0.0.1')
  const sshConnection = address === null ? null : `127.0.0.1 50000 ${address} 22`
  return { ok: true, state: observeHost(facts, { readAtMs: host.machine.world.now(), sshConnection }) }
}

type Verb = (host: SimHost, request: Request) => ControlReply | Promise<ControlReply>

const doing =
  (deed: (host: SimHost) => void | Promise<void>): Verb =>
  async (host) => {
    await deed(host)
    return DONE
  }

const VERBS: Readonly<Record<string, Verb>> = {
  vanish: doing((host) => host.vanish()),
  appear: doing((host) => host.appear()),
  freeze: doing(({ server }) => server.freeze()),
  thaw: doing(({ server }) => server.thaw()),
  reboot: doing((host) => host.reboot()),
  heal: doing((host) => host.heal()),
  drop: doing((host) => host.dropConnections()),
  'change-host-key': (host) => {
    host.changeHostKey()
    return { ok: true, fingerprint: host.server.fingerprint }
  },
  'refuse-auth': doing((host) => {
    host.access.refusesAuth = true
  }),
  'cut-watch': (host, { tool }) => ({ ok: true, ended: endWatches(host, { tool, isMidLine: true }) }),
  'kill-watch': (host, { tool }) => ({ ok: true, ended: endWatches(host, { tool, isMidLine: false }) }),
  state: trueState,
}

const chaos = new WeakMap<SimHost, () => void>()

const act = async (host: SimHost, request: Request): Promise<ControlReply> => {
  const { run, stdin = '', cable, plugged = false, fail, rate, storm: links, clockOffsetSeconds, do: verb } = request
  if (run !== undefined) return { ok: true, ...host.run(run, stdin) }
  if (cable !== undefined) return plug(host, cable, plugged)
  if (fail !== undefined) {
    host.fail(fail)
    return DONE
  }
  if (rate !== undefined) {
    chaos.get(host)?.()
    chaos.set(host, startChaos(host, rate))
    return DONE
  }
  if (links !== undefined) return storm(host, links).then(() => DONE)
  if (clockOffsetSeconds !== undefined) {
    host.machine.state.system.clockOffsetMs = clockOffsetSeconds * 1000
    return DONE
  }
  if (verb === undefined)
    return { ok: false, error: 'wanted "run", "cable", "fail", "rate", "storm", "clockOffsetSeconds" or "do"' }
  const known = Object.hasOwn(VERBS, verb) ? VERBS[verb] : undefined
  return known === undefined ? { ok: false, error: `"do": "${verb}" is unknown` } : known(host, request)
}

/** Carries out one line. Never throws: what is wrong is in the reply. */
export const control = async (hosts: readonly SimHost[], line: string): Promise<ControlReply> => {
  let request: unknown
  try {
    request = JSON.parse(line)
  } catch {
    return { ok: false, error: 'wanted one line of JSON' }
  }
  if (!isRequest(request)) return { ok: false, error: 'wanted a JSON object' }
  if (request.do === 'list') return { ok: true, hosts: hosts.map(describeHost) }
  const { host: wanted } = request
  if (wanted === '*') {
    const all = request
    const replies = await Promise.all(hosts.map((host) => act(host, all)))
    return replies.find(({ ok }) => !ok) ?? DONE
  }
  const host = hosts.find(({ name }) => name === wanted)
  if (host === undefined)
    return { ok: false, error: `no host "${wanted ?? ''}"; there are ${hosts.map(({ name }) => name).join(', ')}` }
  return act(host, request)
}
