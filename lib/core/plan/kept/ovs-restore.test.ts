import { describe, expect, it } from 'vitest'
import { parseOvsdbTables } from '../../parse/ovsdb'
import { newInterface, newOvsBridge, newOvsPort } from '../../objects/new-objects'
import type { OvsKept } from './ovs-kept'
import { ovsRowsOf, ownFlows } from './ovs-kept'
import { ovsLosses } from './ovs-losses'
import type { OvsChange } from '../commands/ovs-rows'
import { reversed } from '../commands/ovs-transaction'
import { renderOvs } from '../render/ovs'

const uuid = (letter: string): [string, string] => ['uuid', `${letter.repeat(8)}-0000-4000-8000-000000000000`]
const table = (caption: string, rows: Record<string, unknown>[]): string => {
  const headings = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  return JSON.stringify({
    caption: `${caption} table`,
    headings,
    data: rows.map((row) => headings.map((key) => row[key])),
  })
}

const DATABASE = [
  table('Bridge', [
    {
      ...{
        _uuid: uuid('b'),
        name: 'br9',
        ports: ['set', [uuid('c'), uuid('d')]],
        netflow: uuid('e'),
        controller: uuid('f'),
      },
      ...{
        other_config: ['map', [['mac-aging-time', '90']]],
        stp_enable: false,
        fail_mode: ['set', []],
        flood_vlans: 0,
      },
      ...{ datapath_id: '0000aa', status: ['map', [['x', 'y']]] },
    },
  ]),
  table('Port', [
    { _uuid: uuid('c'), name: 'br9', interfaces: uuid('1') },
    { _uuid: uuid('d'), name: 'host9', interfaces: uuid('2'), qos: uuid('a'), tag: 9 },
  ]),
  table('Interface', [
    {
      _uuid: uuid('1'),
      name: 'br9',
      type: 'internal',
      mac: ['set', []],
      mac_in_use: '02:00:00:00:00:09',
      ofport: 65534,
    },
    {
      ...{ _uuid: uuid('2'), name: 'host9', type: 'internal', mac: ['set', []], mac_in_use: '02:00:00:00:00:0a' },
      ...{ ingress_policing_rate: 2000, mtu_request: 1300, statistics: ['map', [['rx', 5]]] },
    },
  ]),
  table('NetFlow', [{ _uuid: uuid('e'), targets: '127.0.0.1:2055', active_timeout: 30, add_id_to_interface: false }]),
  table('Controller', [
    {
      _uuid: uuid('f'),
      target: 'tcp:127.0.0.1:6699',
      connection_mode: 'out-of-band',
      is_connected: false,
      enable_async_messages: false,
    },
  ]),
  table('QoS', [{ _uuid: uuid('a'), type: 'linux-htb', queues: ['map', [[0, uuid('9')]]] }]),
  table('Queue', [{ _uuid: uuid('9'), other_config: ['map', [['min-rate', '5']]] }]),
].join('\n')

function kept(over: Partial<OvsKept> = {}): OvsKept {
  const tables = parseOvsdbTables(DATABASE, [])
  if (!tables.ok) throw new Error(tables.message)
  return { ...ovsRowsOf(tables.value), flows: { br9: 'priority=9 actions=drop\n' }, lost: {}, ...over }
}

const bridge = newOvsBridge('br9')
const ports = [
  newOvsPort('br9', 'br9', [newInterface('br9', 'internal')]),
  newOvsPort('host9', 'br9', [newInterface('host9', 'internal')]),
]
const removal: OvsChange[] = [
  { kind: 'ovs-bridge', owner: null, name: 'br9', before: bridge, after: null },
  ...ports.map((port): OvsChange => ({ kind: 'ovs-port', owner: 'br9', name: port.name, before: port, after: null })),
]
const creation = removal.map((change) => ({ ...change, before: change.after, after: change.before }) as OvsChange)
const lines = (commands: readonly { argv: readonly string[] }[] | null): string[] =>
  (commands ?? []).map(({ argv }) => argv.join(' '))

describe('a bridge that is taken back', () => {
  it('gets its identity, then all that its rows held, its MAC addresses and its flows', () => {
    const [step] = renderOvs(removal, { today: kept(), version: '3.1.0' })
    const [same, structure, rows, mac, flows, ...more] = lines(step?.undo ?? null)
    expect(more).toEqual([])
    expect(same).toContain(`--id=${uuid('b')[1]} create Bridge name=br9 ports=@p`)
    expect(structure).toContain('-- --may-exist add-br br9')
    expect(rows).toContain('create NetFlow targets="127.0.0.1:2055" active_timeout=30')
    expect(rows).toContain('create Controller target="tcp:127.0.0.1:6699" connection_mode=out-of-band')
    expect(rows).toMatch(/set Bridge br9 netflow=@\w+ controller=@\w+/)
    expect(rows).toContain('set Interface host9 type=internal ingress_policing_rate=2000 mtu_request=1300')
    // In an optional column 0 and false are not what an absent value means.
    expect(rows).toMatch(/set Bridge br9 .*flood_vlans=0/)
    expect(rows).toMatch(/create Controller .*connection_mode=out-of-band enable_async_messages=false/)
    expect(rows).not.toMatch(/stp_enable|add_id_to_interface/)
    // QoS outlives its port: it is taken up again.
    expect(rows).toContain(`set Port host9 qos=${uuid('a')[1]}`)
    expect(rows).not.toMatch(/statistics|status=|datapath_id|is_connected|ofport/)
    expect(mac).toBe('ip link set dev host9 address 02:00:00:00:00:0a')
    expect(flows).toMatch(/^ovs-ofctl .* add-flows br9 -$/)
    expect(step?.undo?.at(-1)?.stdin).toBe('delete\npriority=9 actions=drop\n')
  })

  it('comes back the same way when the removal was kept and is undone later', () => {
    const steps = renderOvs(creation, {
      today: kept({ rows: {}, roots: [], flows: {} }),
      wanted: kept(),
      version: '3.1.0',
    })
    const [same, all, mac, flows] = lines(steps.map(({ run }) => run))
    expect(same).toContain(`--id=${uuid('b')[1]} create Bridge`)
    expect(all).toContain('--may-exist add-br br9')
    // What had outlived it is gone by now: it is made anew, with its queue.
    expect(all).toMatch(
      /--id=(@\w+) create Queue other_config=\{min-rate=5\} -- --id=(@\w+) create QoS type=linux-htb queues:0=\1 .*qos=\2/,
    )
    expect(mac).toContain('host9 address')
    expect(flows).toContain('add-flows br9 -')
  })

  it('comes back without its identity where Open vSwitch takes no UUID', () => {
    const steps = renderOvs(creation, { today: kept({ rows: {} }), wanted: kept(), version: '2.15.0' })
    expect(lines(steps.map(({ run }) => run))[0]).toContain('-- add-br br9')
  })

  it('keeps the settings of its controllers when others are set, and gets them back', () => {
    const on = (...targets: string[]) => ({
      ...bridge,
      controllers: targets.map((target) => ({ target, isConnected: false, role: null, state: null, lastError: null })),
    })
    const change: OvsChange = {
      ...{ kind: 'ovs-bridge', owner: null, name: 'br9' },
      ...{ before: on('tcp:127.0.0.1:6699'), after: on('tcp:127.0.0.1:6699', 'tcp:127.0.0.1:6700') },
    }
    const [step] = renderOvs([change], { today: kept() })
    expect(lines(step?.undo ?? null)[1]).toContain('connection_mode=out-of-band')
    expect(ovsLosses([change], null, kept())).toEqual([])
    expect(ovsLosses([change], null, null)).toHaveLength(1)
    // The one that stays is not touched.
    const added = lines([step?.run ?? { argv: [] }])[0] ?? ''
    expect(added).toContain(
      '--id=@c0x0 create Controller target="tcp:127.0.0.1:6700" -- add Bridge br9 controller @c0x0',
    )
    expect(added).not.toContain('set-controller')
    const [back] = renderOvs([reversed(change)], { today: kept() })
    expect(lines([back?.run ?? { argv: [] }])[0]).toContain('set-controller')
  })

  it('is named in the preview with what goes, and with what does not come back', () => {
    const ovs = {
      ...{
        version: null,
        schemaVersion: null,
        systemId: null,
        mappedBridges: [],
        managers: [],
        nextConfig: null,
        currentConfig: null,
      },
      bridges: [bridge],
    }
    expect(ovsLosses(removal, ovs, kept({ lost: { br9: ['OpenFlow groups or meters (2)'] } }))).toEqual([
      'br9 has flows of its own (1): they go with it, and are put back if this is taken back',
      'br9 has OpenFlow groups or meters (2): taken back, it comes without',
    ])
    expect(ovsLosses(removal, ovs, null)).toHaveLength(1)
  })
})

describe('a port that another takes over', () => {
  const port = newOvsPort('host9', 'br9', [newInterface('host9')])
  const leaves: OvsChange = { kind: 'ovs-port', owner: 'br9', name: 'host9', before: port, after: null }
  const joins = (name: string): OvsChange => ({
    ...{ kind: 'ovs-port', owner: 'br9', name: 'bond9', before: null },
    after: newOvsPort('bond9', 'br9', [newInterface(name), newInterface('eth8')]),
  })

  it('is named with what was set on it', () => {
    expect(ovsLosses([leaves, joins('host9')], null, kept())).toEqual([
      'host9 is a port of br9 with settings of its own (qos, ingress_policing_rate, mtu_request): they do not go along, and are put back if this is taken back',
    ])
  })

  it('is not where it just goes, and where nothing was set', () => {
    expect(ovsLosses([leaves], null, kept())).toEqual([])
    expect(ovsLosses([leaves, joins('eth7')], null, kept())).toEqual([])
    expect(ovsLosses([leaves, joins('host9')], null, kept({ rows: {} }))).toEqual([])
  })
})

describe('flows of its own', () => {
  it('are none where ovs-vswitchd made the only one', () => {
    expect(ownFlows(' priority=0 actions=NORMAL\n')).toBe('')
    expect(ownFlows(' cookie=0x0, priority=0 actions=NORMAL\n')).toBe('')
    expect(ownFlows('')).toBe('')
    expect(ownFlows(' priority=0 actions=NORMAL\n priority=9,dl_vlan=9 actions=drop\n')).toBe(
      'priority=0 actions=NORMAL\npriority=9,dl_vlan=9 actions=drop\n',
    )
  })
})
