import { describe, expect, it } from 'vitest'
import { NetworkState } from '../model/network-state'
import { CAPTURED_HOSTS, truncations } from '../parse/testing/captures'
import { factsOfCapture, outputOf } from './testing/captured-facts'
import { observeHost } from './observe-host'
import { READ_COMMANDS } from './read-commands'
import type { CommandOutput, RawFacts } from './read-command'

const CONTEXT = { readAtMs: 1_800_000_000_000, sshConnection: null }
const HOSTS = CAPTURED_HOSTS.filter((host) => factsOfCapture(host)['links.addr'] !== undefined)
const DEBIAN =
  'hostname kvm1\nos-release ID=debian\ndate 1800000001.5\nid uid=0(root) gid=0(root)\nssh-connection 10.0.2.2 5 10.0.2.15 22\n'
const ALPINE = 'hostname kvm2\nos-release ID=alpine\n'

const failing = (facts: RawFacts, id: string, fields: Partial<CommandOutput>): RawFacts => ({
  ...facts,
  [id]: outputOf('', { status: 1, ...fields }),
})
const sourceOf = (state: NetworkState, id: string) => state.sources.find((source) => source.id === id)

describe('READ_COMMANDS', () => {
  it('has no id and no display twice', () => {
    const unique = (key: 'id' | 'display') => new Set(READ_COMMANDS.map((command) => command[key])).size
    expect(unique('id')).toBe(READ_COMMANDS.length)
    expect(unique('display')).toBe(READ_COMMANDS.length)
  })
})

describe.each(HOSTS)('%s', (host) => {
  const facts: RawFacts = { ...factsOfCapture(host), 'system.facts': outputOf(DEBIAN) }

  it('gives a state that fits the model, the same each time', () => {
    const state = observeHost(facts, CONTEXT)
    expect(NetworkState.parse(state)).toEqual(state)
    expect(observeHost(facts, CONTEXT)).toEqual(state)
    expect(sourceOf(state, 'links')).toMatchObject({ status: 'ok', problems: [] })
    expect(state.neighbours.length > 0).toBe('lldp.neighbours' in facts)
  })

  it('never throws when an output is cut, and keeps the other sources', () => {
    const whole = observeHost(facts, CONTEXT)
    for (const text of truncations(facts['ovs.database']?.stdout ?? '', 997)) {
      const state = observeHost({ ...facts, 'ovs.database': outputOf(text, { isTruncated: true }) }, CONTEXT)
      expect(state.links.length).toBe(whole.links.length)
    }
    for (const text of truncations(facts['links.addr']?.stdout ?? '', 4_999)) {
      const state = observeHost({ ...facts, 'links.addr': outputOf(text, { isTruncated: true }) }, CONTEXT)
      expect(state).toMatchObject({ links: [], ovs: whole.ovs, neighbours: whole.neighbours })
      // Routes and forwarding entries were read, the links themselves were not.
      expect(sourceOf(state, 'links')?.problems).toMatchObject([{ code: 'truncated' }])
      expect(sourceOf(state, 'links')?.status).toBe('failed')
    }
  })
})

describe('observeHost', () => {
  const facts: RawFacts = { ...factsOfCapture('debian12-uml'), 'system.facts': outputOf(DEBIAN) }

  it('says who the host is, and how far its clock is off', () => {
    expect(observeHost(facts, CONTEXT).system).toMatchObject({
      hostname: 'kvm1',
      osId: 'debian',
      isRoot: true,
      clockOffsetMs: 1_500,
    })
  })

  it('takes SSH_CONNECTION from the host’s shell unless the collector knows better', () => {
    expect(observeHost(facts, CONTEXT).management.links).toEqual(['eth0'])
    const given = { ...CONTEXT, sshConnection: '10.0.2.2 5 172.16.200.10 22' }
    expect(observeHost(facts, given).management.links[0]).toBe('brv.200')
  })

  it('reports only sources that were read, each at its own time', () => {
    const state = observeHost(facts, { ...CONTEXT, sourceReadAtMs: { lldp: 5 } })
    expect(state.sources.map(({ id, readAtMs }) => [id, readAtMs])).toEqual([
      ['system', CONTEXT.readAtMs],
      ['links', CONTEXT.readAtMs],
      ['ovs', CONTEXT.readAtMs],
      ['lldp', 5],
    ])
    expect(state).toMatchObject({ libvirt: null, guests: [] })
  })

  it('knows nothing from no facts, and nothing from facts it has no use for', () => {
    const nothing = observeHost({}, CONTEXT)
    expect(nothing).toMatchObject({
      links: [],
      ovs: null,
      libvirt: null,
      guests: [],
      sources: [],
      tools: [],
      unrecognised: [],
    })
    expect(observeHost({ __proto__x: outputOf('x'), constructor: outputOf('y') }, CONTEXT)).toEqual(nothing)
  })

  it('is the same for facts of one reading and for the same facts merged from several', () => {
    const [links, rest] = [{ 'links.addr': facts['links.addr'] }, { ...facts, 'links.addr': outputOf('[]') }]
    expect(observeHost({ ...rest, ...links } as RawFacts, CONTEXT)).toEqual(observeHost(facts, CONTEXT))
  })
})

describe('a source that cannot be read', () => {
  const base = factsOfCapture('debian12-uml')

  it('is missing where the tool is not there, with this distribution’s way to get it', () => {
    const tools = outputOf('ip path /sbin/ip\nbridge path /sbin/bridge\nip version ip utility, iproute2-6.1.0\n')
    const absent = failing({ ...base, 'system.tools': tools }, 'lldp.neighbours', { status: 127 })
    const messageOn = (os: string) => {
      const state = observeHost({ ...absent, 'system.facts': outputOf(os) }, CONTEXT)
      expect(sourceOf(state, 'lldp')?.status).toBe('missing')
      return sourceOf(state, 'lldp')?.problems[0]?.message
    }
    expect(messageOn(DEBIAN)).toContain('apt-get install lldpd')
    expect(messageOn(ALPINE)).toContain('apk add lldpd')
    expect(messageOn('os-release ID=rocky\nos-release ID_LIKE="rhel fedora"')).toContain(
      'dnf install lldpd && systemctl enable --now lldpd',
    )
    expect(messageOn('os-release ID=plan9')).not.toContain('On this host')
    const { tools: found } = observeHost({ ...absent, 'system.facts': outputOf(DEBIAN) }, CONTEXT)
    expect(found.find(({ name }) => name === 'iproute2')).toMatchObject({ isPresent: true, version: '6.1.0' })
    expect(found.find(({ name }) => name === 'lldpd')).toMatchObject({
      isPresent: false,
      version: null,
      installCommand: 'apt-get install lldpd',
    })
  })

  it.each([
    [
      'permission_denied',
      { stderr: 'ovs-vsctl: unix:/run/openvswitch/db.sock: database connection failed (Permission denied)' },
    ],
    [
      'daemon_not_running',
      { stderr: 'ovs-vsctl: unix:/run/openvswitch/db.sock: database connection failed (No such file or directory)' },
    ],
    ['timed_out', { status: null, isTimedOut: true }],
    ['command_failed', { stderr: 'Segmentation fault', status: 139 }],
  ])('has failed: %s', (code, fields) => {
    const state = observeHost(failing(base, 'ovs.database', fields), CONTEXT)
    expect(sourceOf(state, 'ovs')).toMatchObject({ status: 'failed', problems: [{ code }] })
    expect(state.ovs).toBeNull()
    expect(state.links.length).toBeGreaterThan(50)
  })

  it('is partial where some of it was read', () => {
    const state = observeHost(failing(base, 'links.vlan', { status: 127 }), CONTEXT)
    expect(sourceOf(state, 'links')).toMatchObject({ status: 'partial', problems: [{ code: 'tool_missing' }] })
  })
})

/** A host with `size` taps on one VLAN-filtering bridge, all with names and tables of their own. */
function largeHost(size: number): RawFacts {
  const port = { info_slave_kind: 'bridge', info_slave_data: { state: 'forwarding' } }
  const taps = Array.from({ length: size }, (_, index) => ({
    ifindex: index + 2,
    ifname: `vnet${index}`,
    master: 'br0',
    linkinfo: { info_kind: 'tun', info_data: { type: 'tap' }, ...port },
    addr_info: [{ family: 'inet6', local: `fe80::${(index + 1).toString(16)}`, prefixlen: 64 }],
  }))
  const bridge = { ifindex: 1, ifname: 'br0', linkinfo: { info_kind: 'bridge', info_data: { vlan_filtering: 1 } } }
  const vlans = taps.map(({ ifname }) => ({ ifname, vlans: [{ vlan: 7, flags: ['PVID', 'Egress Untagged'] }] }))
  const fdb = taps.map(({ ifname }) => ({ mac: '52:54:00:00:00:01', ifname, master: 'br0', flags: [], state: '' }))
  return {
    'links.addr': outputOf(JSON.stringify([bridge, ...taps])),
    'links.vlan': outputOf(JSON.stringify(vlans)),
    'links.fdb': outputOf(JSON.stringify(fdb)),
    'links.sysfs': outputOf(taps.map(({ ifname }) => `${ifname} 10 full -\n`).join('')),
  }
}

/** How many elements the scanning array methods may have visited: grows with the square where a join scans a list per link. */
function elementsScanned(run: () => void): number {
  const methods = [
    'find',
    'findLast',
    'findIndex',
    'filter',
    'some',
    'every',
    'includes',
    'indexOf',
    'map',
    'flatMap',
    'forEach',
    'reduce',
  ] as const
  let scanned = 0
  const originals = methods.map((name) => [name, Array.prototype[name]] as const)
  for (const [name, original] of originals)
    Object.defineProperty(Array.prototype, name, {
      configurable: true,
      writable: true,
      value(this: unknown[], ...args: unknown[]): unknown {
        scanned += this.length
        return Reflect.apply(original, this, args)
      },
    })
  try {
    run()
  } finally {
    for (const [name, value] of originals)
      Object.defineProperty(Array.prototype, name, { configurable: true, writable: true, value })
  }
  return scanned
}

describe('a host with 4,000 links', () => {
  it('is observed whole', () => {
    const state = observeHost(largeHost(4_000), CONTEXT)
    expect(state.links).toHaveLength(4_001)
    expect(state.links.find((link) => link.name === 'vnet3999')).toMatchObject({
      kind: 'tap',
      speedMbps: 10,
      bridgePort: { vlan: { tag: 7 } },
    })
    expect(state.fdb).toHaveLength(4_000)
  })

  it('costs four times what a quarter of it costs, not sixteen times', () => {
    const scan = (size: number) => {
      const facts = largeHost(size)
      return elementsScanned(() => observeHost(facts, { ...CONTEXT, sshConnection: '10.0.0.2 5 10.0.0.1 22' }))
    }
    expect(scan(4_000) / scan(1_000)).toBeLessThan(5)
  })
})
