import { describe, expect, it } from 'vitest'
import { buildGraph } from '../build'
import * as make from '../testing/fixtures'
import { largeState } from '../testing/large-host'
import { sampleState } from '../testing/sample-host'
import { foldGraph } from './fold'
import type { Graph } from '../graph/graph'
import { placeGraph } from '../place/place'

const none: ReadonlySet<string> = new Set()
const plain = { expanded: none, keep: none }
const node = (graph: Graph, id: string) => graph.nodes.find((each) => each.id === id)

describe('foldGraph', () => {
  const graph = buildGraph(sampleState())
  const folded = foldGraph(graph, plain)

  it('folds the guests of one portgroup with their taps and ports', () => {
    const group = 'portgroup:ovsnet/web-20'
    expect(node(folded, `fold:guest/${group}`)).toMatchObject({
      name: '14 guests',
      lines: ['on web-20'],
      kind: 'guest',
    })
    expect(node(folded, `fold:tap/${group}`)).toMatchObject({ name: '14 taps' })
    expect(node(folded, `fold:bridge-port/${group}`)).toMatchObject({
      name: '14 ports on web-20',
      parent: 'ovs-bridge:br-ovs',
      vlan: { mode: 'access', tag: 20 },
    })
    expect(folded.edges.map((edge) => edge.id)).toContain(`${group}--fold:tap/${group}`)
    expect(folded.edges.map((edge) => edge.id)).toContain(`fold:tap/${group}--fold:guest/${group}`)
  })

  it('folds internal ports without an address and keeps those with one', () => {
    expect(node(folded, 'fold:bridge-port/internal@ovs-bridge:br-ovs')).toMatchObject({ name: '5 more, no guest' })
    expect(node(folded, 'bridge-port:br-ovs/acc125')).toBeDefined()
  })

  it('keeps what is broken, drifted, selected or on the management path', () => {
    const keep = new Set(['guest-nic:uuid-www3/net0', 'tap:vnet23'])
    const kept = foldGraph(graph, { expanded: none, keep: new Set(['tap:vnet23']) })
    for (const id of ['nic:eth4', 'bridge-port:br-ovs/vnet7', 'nic:eth0', 'tap:vnet23', 'guest:uuid-www3'])
      expect(node(kept, id), id).toBeDefined()
    expect(node(kept, 'fold:tap/portgroup:ovsnet/web-20')?.name).toBe('13 taps')
    expect(foldGraph(graph, { expanded: none, keep }).nodes.length).toBeLessThan(graph.nodes.length)
  })

  it('opens ports, taps and guests of a group together', () => {
    const open = foldGraph(graph, { expanded: new Set(['fold:guest/portgroup:ovsnet/web-20']), keep: none })
    expect(node(open, 'bridge-port:br-ovs/vnet20')).toBeDefined()
    expect(node(open, 'tap:vnet20')).toBeDefined()
    expect(node(open, 'guest:uuid-www0')).toBeDefined()
  })

  it('loses nothing: every node is there or in a fold', () => {
    const shown = new Set(folded.nodes.flatMap((each) => [each.id, ...each.folds]))
    expect(graph.nodes.filter((each) => !shown.has(each.id))).toEqual([])
  })

  it('shows a bridge with one port to each side as its header', () => {
    expect(node(folded, 'linux-bridge:br126')?.folds).toEqual([
      'bridge-port:br126/bond0.126',
      'bridge-port:br126/vnet11',
    ])
    const open = foldGraph(graph, { expanded: new Set(['linux-bridge:br126']), keep: none })
    expect(node(open, 'bridge-port:br126/vnet11')).toBeDefined()
  })

  it('keeps the ids of folds while guests come', () => {
    const before = sampleState()
    const more = buildGraph({
      ...before,
      links: [...before.links, make.tap('vnet77')],
      ovs: before.ovs && {
        ...before.ovs,
        bridges: before.ovs.bridges.map((bridge) =>
          bridge.name === 'br-ovs'
            ? { ...bridge, ports: [...bridge.ports, { ...make.ovsPort('vnet77', make.access(20)), bridge: 'br-ovs' }] }
            : bridge,
        ),
      },
      guests: [
        ...before.guests,
        make.guest('www77', [make.guestNic('net0', '52:54:00:00:00:77', make.onNetwork('ovsnet', 'web-20'), 'vnet77')]),
      ],
    })
    const ids = (each: Graph) => each.nodes.filter((n) => n.id.startsWith('fold:')).map((n) => n.id)
    expect(ids(foldGraph(more, plain))).toEqual(ids(folded))
    expect(node(foldGraph(more, plain), 'fold:guest/portgroup:ovsnet/web-20')?.name).toBe('15 guests')
  })

  it('brings 2,000 objects to 300 nodes at most', () => {
    const large = buildGraph(largeState())
    expect(large.nodes.length).toBeGreaterThan(2_000)
    const few = foldGraph(large, plain)
    expect(few.nodes.length).toBeLessThanOrEqual(300)
    expect(few.nodes.map((each) => each.name)).toContain('20 NICs not used')
    expect(placeGraph(few).edges).toHaveLength(few.edges.length)
  })
})
