import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { OvsState } from '../model/ovs'
import { factsOfCapture, wellEnded } from './testing/capture-facts'
import { observeOvs } from './ovs'
import type { RawFacts } from './read-command'

const captures = path.join(import.meta.dirname, '../parse/captures')
function captured(folder: string): RawFacts {
  const names = readdirSync(path.join(captures, folder)).filter((name) => /\.(txt|json)$/.test(name))
  return factsOfCapture(new Map(names.map((name) => [name, readFileSync(path.join(captures, folder, name), 'utf8')])))
}
function stateOf(facts: RawFacts) {
  const { state } = observeOvs(facts).value
  if (state === null) throw new Error('no OVS state')
  return state
}
const port = (state: OvsState, name: string) => {
  const found = state.bridges.flatMap((bridge) => bridge.ports).find((candidate) => candidate.name === name)
  if (found === undefined) throw new Error(`no port ${name}`)
  return found
}

const HOSTS = [
  ['debian11-uml', '2.15.0'],
  ['debian12-uml', '3.1.0'],
  ['debian12-qemu', '3.1.0'],
  ['debian13-uml', '3.5.0'],
] as const

describe.each(HOSTS)('%s', (folder, version) => {
  const result = observeOvs(captured(folder))
  const state = stateOf(captured(folder))

  it('is understood whole', () => {
    expect(result.problems).toEqual([])
    expect(result.unrecognised).toEqual([])
    expect(OvsState.parse(state)).toEqual(state)
    expect(state.version).toBe(version)
    expect(state.nextConfig).toBe(state.currentConfig)
    expect(state.bridges.map(({ name }) => name)).toEqual(['br-ovs', 'br-tun'])
  })

  it('has every VLAN mode', () => {
    const vlans = (name: string) => {
      const { mode, tag, trunks } = port(state, name).vlan
      return [mode, tag, trunks]
    }
    expect(vlans('acc125')).toEqual(['access', 125, []])
    expect(vlans('trk0')).toEqual(['trunk', null, [125, 126, 200]])
    expect(vlans('natun0')).toEqual(['native-untagged', 125, [125, 126]])
    expect(vlans('nattag0')).toEqual(['native-tagged', 126, [126, 200]])
    expect(vlans('qinq0')).toEqual(['dot1q-tunnel', 200, []])
    expect(port(state, 'br-ovs').vlan).toMatchObject({ mode: 'trunk', carriesAll: true })
  })

  it('has the bond with its LACP partner', () => {
    const { bond, interfaces } = port(state, 'ovsbond0')
    expect(interfaces.map(({ name }) => name)).toEqual(['eth5', 'eth6'])
    expect(bond).toMatchObject({ mode: 'balance-tcp', lacp: 'active', lacpRate: 'fast', lacpStatus: 'negotiated' })
    expect(bond?.partnerMac).toMatch(/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/)
    expect(bond?.members.map(({ isEnabled, lacpStatus }) => [isEnabled, lacpStatus])).toEqual([
      [true, 'current attached'],
      [true, 'current attached'],
    ])
    expect(bond?.members.filter(({ isActive }) => isActive).map(({ name }) => name)).toEqual([bond?.activeMember])
  })

  it('has the fake bridge, the patch pair and the tunnels', () => {
    expect(state.bridges[0]?.fakeBridges).toEqual([{ name: 'br-ovs-v30', parent: 'br-ovs', vlanId: 30, ports: [] }])
    expect([port(state, 'patch-tun'), port(state, 'patch-ovs')].map((one) => one.interfaces[0]?.patchPeer)).toEqual([
      'patch-ovs',
      'patch-tun',
    ])
    expect(port(state, 'vx0').interfaces[0]?.tunnel).toEqual({
      type: 'vxlan',
      remote: '10.0.2.50',
      local: null,
      key: '5001',
      destinationPort: 4789,
      lower: null,
      isExternal: false,
    })
    expect(port(state, 'gre0p').interfaces[0]?.tunnel).toMatchObject({ type: 'gre', remote: '10.0.2.51', key: '7' })
    expect(port(state, 'gnv0').interfaces[0]?.tunnel).toMatchObject({
      type: 'geneve',
      remote: null,
      key: null,
      isExternal: true,
    })
  })

  it('gives every learned address to a port of its bridge', () => {
    const { fdb } = observeOvs(captured(folder)).value
    expect(fdb.length).toBeGreaterThan(5)
    for (const entry of fdb) {
      const bridge = state.bridges.find(({ name }) => name === entry.bridge)
      expect(bridge?.ports.map(({ name }) => name)).toContain(entry.port)
    }
  })
})

describe('debian12-netns', () => {
  const state = stateOf(captured('debian12-netns'))
  const bridge = (name: string) => state.bridges.find((candidate) => candidate.name === name)

  it('has controller, fail mode, mirror and fake bridge', () => {
    expect(bridge('brof')).toMatchObject({
      datapathType: 'netdev',
      failMode: 'secure',
      controllers: [
        {
          target: 'tcp:127.0.0.1:6653',
          isConnected: true,
          role: 'other',
          state: 'ACTIVE',
          lastError: 'Connection refused',
        },
      ],
    })
    expect(bridge('br0')?.mirrors).toEqual([
      {
        name: 'span0',
        bridge: 'br0',
        selectsAll: false,
        sourcePorts: ['stor10'],
        destinationPorts: ['stor10'],
        selectVlans: [],
        outputPort: 'ntag1',
        outputVlan: null,
      },
    ])
    expect(bridge('br0')?.fakeBridges).toEqual([{ name: 'br0-v30', parent: 'br0', vlanId: 30, ports: [] }])
    expect(state.systemId).toBe('a0000000000000000000000001ab0001')
  })

  it("shows what a bond's addresses were learned through as the bond", () => {
    const { fdb } = observeOvs(captured('debian12-netns')).value
    expect(fdb.find(({ mac }) => mac === '52:54:00:00:02:01')).toEqual({
      bridge: 'br0',
      port: 'bond0',
      mac: '52:54:00:00:02:01',
      vlanId: 125,
      ageSeconds: 23,
      isStatic: false,
      isLocal: false,
    })
  })
})

it("keeps libvirt's transient mark of Debian 13", () => {
  const state = stateOf(captured('debian13-uml'))
  const transient = state.bridges
    .flatMap((bridge) => bridge.ports)
    .filter((one) => one.otherConfig.transient === 'true')
  expect(transient.map(({ name }) => name).every((name) => name.startsWith('vnet'))).toBe(true)
  expect(transient.length).toBeGreaterThan(0)
})

/** A small database as one would print it: only what a test names, as an old schema has it. */
function database(
  tables: Partial<Record<'Open_vSwitch' | 'Bridge' | 'Port' | 'Interface' | 'QoS' | 'Queue' | 'Manager', object[]>>,
) {
  const names = [
    'Open_vSwitch',
    'Bridge',
    'Port',
    'Interface',
    'Mirror',
    'QoS',
    'Queue',
    'Controller',
    'Manager',
  ] as const
  const lines = names.map((name) => {
    const rows = name in tables ? (tables[name as keyof typeof tables] ?? []) : []
    const headings = [...new Set(rows.flatMap((row) => Object.keys(row)))]
    const data = rows.map((row) => headings.map((heading) => (row as Record<string, unknown>)[heading] ?? ['set', []]))
    return JSON.stringify({ data, headings })
  })
  return lines.join('\n')
}
const uuids = (...all: string[]): unknown => ['set', all.map((uuid) => ['uuid', uuid])]
const facts = (text: string, more: RawFacts = {}): RawFacts => ({ 'ovs.database': wellEnded(text), ...more })

describe('observeOvs', () => {
  const bond = database({
    Bridge: [{ _uuid: 'b', name: 'br0', ports: uuids('p', 'f', 'm') }],
    Port: [
      {
        _uuid: 'p',
        name: 'bond0',
        interfaces: uuids('i1', 'i2'),
        lacp: 'active',
        qos: ['uuid', 'q'],
        other_config: [
          'map',
          [
            ['bond-detect-mode', 'miimon'],
            ['lacp-fallback-ab', 'true'],
          ],
        ],
      },
      { _uuid: 'f', name: 'br0-v30', tag: 30, fake_bridge: true, interfaces: ['uuid', 'i3'] },
      { _uuid: 'm', name: 'vm', tag: 30, interfaces: ['uuid', 'i4'] },
    ],
    Interface: [
      { _uuid: 'i1', name: 'eth1', ofport: 1, link_state: 'up' },
      { _uuid: 'i2', name: 'eth2', ofport: -1, error: 'could not open network device eth2 (No such device)' },
      { _uuid: 'i3', name: 'br0-v30', type: 'internal' },
      { _uuid: 'i4', name: 'vm', type: 'warp' },
    ],
    QoS: [
      {
        _uuid: 'q',
        type: 'linux-htb',
        other_config: ['map', [['max-rate', '1000000']]],
        queues: [
          'map',
          [
            [1, ['uuid', 'u']],
            [0, ['uuid', 'gone']],
          ],
        ],
      },
    ],
    Queue: [{ _uuid: 'u', other_config: ['map', [['max-rate', '5000']]] }],
    Manager: [{ _uuid: 'x', target: 'ptcp:6640', is_connected: true, status: ['map', [['state', 'ACTIVE']]] }],
  })

  it('gives nothing, and no problem, where OVS was not read', () => {
    expect(observeOvs({})).toEqual({ value: { state: null, fdb: [] }, problems: [], unrecognised: [] })
  })

  it('keeps the database when ovs-vswitchd is dead', () => {
    const dead = {
      ...wellEnded(''),
      status: 1,
      stderr: 'ovs-appctl: cannot read pidfile "/var/run/openvswitch/ovs-vswitchd.pid" (No such file or directory)',
    }
    const { value, problems } = observeOvs(facts(bond, { 'ovs.bonds': dead, 'ovs.lacp': dead }))
    expect(problems.map(({ code }) => code)).toEqual(['daemon_not_running', 'daemon_not_running'])
    expect(value.state?.bridges[0]?.ports[0]?.bond).toMatchObject({
      mode: 'active-backup',
      lacp: 'active',
      lacpRate: 'slow',
      lacpStatus: 'unknown',
      detectMode: 'miimon',
      monitorIntervalMs: 200,
      hasFallbackActiveBackup: true,
      partnerMac: null,
    })
  })

  it('says that no partner answered, in the words of OVS 2.1', () => {
    const older = (file: string) =>
      wellEnded(readFileSync(path.join(captures, 'older-versions', file), 'utf8').replaceAll('eth3', 'eth1'))
    const { value } = observeOvs(
      facts(bond, { 'ovs.bonds': older('ovs-2.1.2-bond-show.txt'), 'ovs.lacp': older('ovs-2.1.2-lacp-show.txt') }),
    )
    const detail = value.state?.bridges[0]?.ports[0]?.bond
    expect(detail).toMatchObject({ lacpStatus: 'configured', partnerMac: null, activeMember: null })
    expect(detail?.members.map(({ isEnabled, lacpStatus, partner }) => [isEnabled, lacpStatus, partner])).toEqual([
      [false, 'defaulted detached', null],
      [false, 'defaulted detached', null],
    ])
  })

  it('reads errors, fake-bridge ports, QoS, managers and unknown types', () => {
    const { value, unrecognised } = observeOvs(facts(bond))
    const [br0] = value.state?.bridges ?? []
    expect(br0?.ports[0]?.interfaces[1]).toMatchObject({
      ofport: -1,
      error: 'could not open network device eth2 (No such device)',
    })
    expect(br0?.fakeBridges[0]?.ports).toEqual(['vm'])
    expect(br0?.ports.map(({ fakeBridge }) => fakeBridge)).toEqual([null, null, 'br0-v30'])
    expect(br0?.ports[0]?.qos).toEqual({
      type: 'linux-htb',
      maxRateBps: 1_000_000,
      queues: [
        { id: 0, maxRateBps: null },
        { id: 1, maxRateBps: 5_000 },
      ],
    })
    expect(value.state?.managers).toEqual([{ target: 'ptcp:6640', isConnected: true, state: 'ACTIVE' }])
    expect(unrecognised).toEqual([{ source: 'ovs', what: "interface type 'warp' of vm", name: 'vm', raw: 'warp' }])
  })

  it("hides an IPsec tunnel's pre-shared key", () => {
    const text = database({
      Bridge: [{ _uuid: 'b', name: 'br0', ports: ['uuid', 'p'] }],
      Port: [{ _uuid: 'p', name: 'vpn', interfaces: ['uuid', 'i'] }],
      Interface: [
        {
          _uuid: 'i',
          name: 'vpn',
          type: 'gre',
          options: [
            'map',
            [
              ['psk', 'hunter2'],
              ['remote_ip', '192.0.2.9'],
            ],
          ],
        },
      ],
    })
    const { value } = observeOvs(facts(text))
    expect(value.state?.bridges[0]?.ports[0]?.interfaces[0]).toMatchObject({
      options: { psk: '(hidden)' },
      tunnel: { remote: '192.0.2.9' },
    })
    expect(JSON.stringify(value)).not.toContain('hunter2')
  })

  it('reports a database that cannot be read', () => {
    expect(observeOvs(facts('{"data":')).problems).toMatchObject([{ code: 'invalid_output' }])
  })

  it('never throws on rows of any shape', () => {
    const cell = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom<unknown>(['uuid', 'p'], ['set', [['uuid', 'p']]], ['map', [['peer', 1]]], 'x', 5),
    )
    const columns = [
      '_uuid',
      'name',
      'ports',
      'interfaces',
      'tag',
      'trunks',
      'type',
      'options',
      'mirrors',
      'qos',
      'fake_bridge',
      '__proto__',
    ]
    const row = fc.record(Object.fromEntries(columns.map((column) => [column, cell])), { requiredKeys: [] })
    fc.assert(
      fc.property(fc.array(row), fc.array(row), fc.array(row), (Bridge, Port, Interface) => {
        expect(observeOvs(facts(database({ Bridge, Port, Interface }))).value.state).not.toBeNull()
      }),
    )
  })
})
