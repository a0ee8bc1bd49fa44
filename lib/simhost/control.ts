import type { Fault } from './faults'
import type { SimHost } from './sim-host'

/**
 * One line of JSON in, one out: what a test in another process does to a host.
 *   {"host":"kvm-ovs","run":["ip","link","set","eth2","down"],"stdin":""}   → {"ok":true,"status":0,"stdout":"","stderr":""}
 *   {"host":"kvm-ovs","fail":{"kind":"slow","match":"ip -d","delayMs":500}} · {"host":"kvm-ovs","cable":"eth2","plugged":false}
 *   {"host":"kvm-ovs","do":"vanish" | "appear" | "reboot" | "heal" | "drop" | "change-host-key" | "refuse-auth"} · {"do":"list"}
 */
export type ControlReply = { ok: true; [key: string]: unknown } | { ok: false; error: string }

type Request = {
  host?: string
  run?: string[]
  stdin?: string
  fail?: Fault
  cable?: string
  plugged?: boolean
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

const plug = (host: SimHost, name: string, hasCable: boolean): ControlReply => {
  const link = host.machine.state.links.get(name)
  if (link?.detail.kind !== 'nic') return { ok: false, error: `${host.name} has no NIC "${name}"` }
  const { detail } = link
  const linkFailures = link.linkFailures + (detail.hasCable && !hasCable ? 1 : 0)
  host.apply((world) => world.updateLink(name, { detail: { ...detail, hasCable }, linkFailures }))
  return { ok: true }
}

const act = async (host: SimHost, verb: string): Promise<ControlReply> => {
  switch (verb) {
    case 'vanish':
      await host.vanish()
      return { ok: true }
    case 'appear':
      await host.appear()
      return { ok: true }
    case 'reboot':
      host.reboot()
      return { ok: true }
    case 'heal':
      host.heal()
      return { ok: true }
    case 'drop':
      host.dropConnections()
      return { ok: true }
    case 'change-host-key':
      host.changeHostKey()
      return { ok: true, fingerprint: host.server.fingerprint }
    case 'refuse-auth':
      host.access.refusesAuth = true
      return { ok: true }
    default:
      return { ok: false, error: `"do": "${verb}" is unknown` }
  }
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
  const host = hosts.find(({ name }) => name === wanted)
  if (host === undefined)
    return { ok: false, error: `no host "${wanted ?? ''}"; there are ${hosts.map(({ name }) => name).join(', ')}` }
  if (request.run !== undefined) return { ok: true, ...host.run(request.run, request.stdin ?? '') }
  if (request.cable !== undefined) return plug(host, request.cable, request.plugged ?? false)
  if (request.fail !== undefined) {
    host.fail(request.fail)
    return { ok: true }
  }
  return request.do === undefined
    ? { ok: false, error: 'wanted "run", "cable", "fail" or "do"' }
    : act(host, request.do)
}
