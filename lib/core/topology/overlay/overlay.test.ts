import { describe, expect, it } from 'vitest'
import type { NetworkState } from '../../model/network-state'
import { buildGraph } from '../build'
import * as make from '../testing/fixtures'
import { sampleState } from '../testing/sample-host'
import { countMarks, overlayGraphs, touchedIds } from './overlay'
import type { Overlay } from './overlay'
import { OVERLAY_VIEWS, pickScene } from './pick-scene'
import { placeGraph } from '../place/place'
import { foldGraph } from '../fold/fold'
import { placeOverlay } from './place-overlay'
import type { Box, Scene } from '../place/scene'

/** tag1 leaves brv for a new portgroup of ovsnet, whose VLAN the uplink then carries. */
const moved = (state: NetworkState): NetworkState => ({
  ...state,
  links: [...state.links.filter(({ name }) => name !== 'vnet8'), make.tap('vnet12')],
  libvirt: state.libvirt && {
    ...state.libvirt,
    networks: state.libvirt.networks.map((network) =>
      network.name === 'ovsnet'
        ? { ...network, portgroups: [...network.portgroups, make.portgroup('vlan-205', [205])] }
        : network,
    ),
  },
  guests: state.guests.map((guest) =>
    guest.name === 'tag1'
      ? make.guest('tag1', [make.guestNic('net0', '52:54:00:aa:05:01', make.onNetwork('ovsnet', 'vlan-205'), 'vnet12')])
      : guest,
  ),
  ovs: state.ovs && {
    ...state.ovs,
    bridges: state.ovs.bridges.map((bridge) =>
      bridge.name === 'br-ovs'
        ? {
            ...bridge,
            ports: [
              ...bridge.ports.map((port) =>
                port.name === 'ovsbond0' ? { ...port, vlan: make.trunk(20, 100, 125, 126, 200, 205) } : port,
              ),
              { ...make.ovsPort('vnet12', make.access(205)), bridge: 'br-ovs' },
            ],
          }
        : bridge,
    ),
  },
})

const overlayOf = (after: NetworkState, before = sampleState()): Overlay =>
  overlayGraphs(buildGraph(before), buildGraph(after))

const NO_FOLDS = { expanded: new Set<string>(), keep: new Set<string>() }
const boxesOf = (scene: Scene): Map<string, Box> => new Map(scene.nodes.map(({ node, box }) => [node.id, box]))

/** Boxes of one column never overlap; rows lie inside their box. */
const expectTidy = (scene: Scene): void => {
  const tops = scene.nodes.filter(({ node }) => node.parent === null)
  for (const a of tops)
    for (const b of tops)
      if (a !== b && a.node.rank === b.node.rank)
        expect(
          a.box.y + a.box.height <= b.box.y || b.box.y + b.box.height <= a.box.y,
          `${a.node.id} over ${b.node.id}`,
        ).toBe(true)
  const boxes = boxesOf(scene)
  for (const { node, box } of scene.nodes) {
    const parent = node.parent === null ? undefined : boxes.get(node.parent)
    if (!parent) continue
    expect(box.y, node.id).toBeGreaterThanOrEqual(parent.y)
    expect(box.y + box.height, node.id).toBeLessThanOrEqual(parent.y + parent.height)
  }
}

describe('overlayGraphs', () => {
  const overlay = overlayOf(moved(sampleState()))

  it('marks what comes, goes, moves and changes, and nothing else', () => {
    const nodes = [...overlay.marks].filter(([id]) => !id.includes('--'))
    expect(Object.fromEntries(nodes)).toEqual({
      'bridge-port:br-ovs/ovsbond0': 'changed',
      'bridge-port:br-ovs/vnet12': 'planned',
      'bridge-port:brv/vnet8': 'removed',
      'guest-nic:uuid-tag1/net0': 'moved',
      'portgroup:ovsnet/vlan-205': 'planned',
      'tap:vnet12': 'planned',
      'tap:vnet8': 'removed',
    })
    expect(countMarks(overlay)).toEqual({ planned: 3, removed: 2, moved: 1, changed: 1 })
  })

  it('keeps how a changed thing will be', () => {
    expect(overlay.after.get('bridge-port:br-ovs/ovsbond0')?.vlan?.trunks).toContain(205)
  })

  it('finds nothing between equal hosts', () => {
    const same = overlayOf(sampleState())
    expect(same.marks.size).toBe(0)
    expect(touchedIds(same).size).toBe(0)
  })

  it('counts a box with its rows once', () => {
    const before = sampleState()
    const ports = [make.internalPort('new0'), make.internalPort('new1')]
    const bridges = [...(before.ovs?.bridges ?? []), make.ovsBridge('br-new', ports)]
    const after = { ...before, ovs: before.ovs && { ...before.ovs, bridges } }
    expect(countMarks(overlayOf(after))).toMatchObject({ planned: 1, removed: 0 })
  })
})

describe('placeOverlay', () => {
  const overlay = overlayOf(moved(sampleState()))
  const scene = placeOverlay(overlay, NO_FOLDS)
  const boxes = boxesOf(scene)

  it('leaves what exists where it stands without the plan', () => {
    const plain = placeGraph(foldGraph(overlay.before, { ...NO_FOLDS, keep: touchedIds(overlay) }))
    for (const { node, box } of plain.nodes) {
      const { x, y } = box
      expect(boxes.get(node.id), node.id).toMatchObject({ x, y })
    }
  })

  it('puts ghosts at the end of their box and beside what they are wired to', () => {
    const bridge = boxes.get('ovs-bridge:br-ovs')
    const row = boxes.get('bridge-port:br-ovs/vnet12')
    expect(row && row.y + row.height).toBe(bridge && bridge.y + bridge.height)
    expect(boxes.get('portgroup:ovsnet/vlan-205')?.y).toBe(row && row.y + 2)
    expect(boxes.get('tap:vnet12')?.y).toBe(row && row.y + 2)
    expectTidy(scene)
  })

  it('draws lines of both sides, straight for a new port', () => {
    const planned = scene.edges.filter(({ edge }) => overlay.marks.get(edge.id) === 'planned')
    expect(planned.map(({ edge }) => edge.id)).toContain('portgroup:ovsnet/vlan-205--tap:vnet12')
    expect(planned.find(({ edge }) => edge.to === 'tap:vnet12')?.points).toHaveLength(2)
    expect(scene.edges.some(({ edge }) => overlay.marks.get(edge.id) === 'removed')).toBe(true)
  })

  it('makes room for many ghosts by one distance for all that is below', () => {
    const before = sampleState()
    const after = {
      ...before,
      links: [...before.links, make.tap('vnet90', 'br125'), make.tap('vnet91', 'br125'), make.tap('vnet92', 'br125')],
    }
    const grown = overlayOf(after)
    const crowded = placeOverlay(grown, NO_FOLDS)
    expectTidy(crowded)
    const plain = boxesOf(placeGraph(foldGraph(grown.before, { ...NO_FOLDS, keep: touchedIds(grown) })))
    const shiftOf = (id: string): number => (boxesOf(crowded).get(id)?.y ?? 0) - (plain.get(id)?.y ?? 0)
    expect(shiftOf('linux-bridge:br125')).toBe(0)
    expect(shiftOf('linux-bridge:brv')).toBeGreaterThan(0)
    for (const id of ['ovs-bridge:br-ovs', 'bridge-port:br-ovs/vnet4', 'tap:vnet4', 'bond:br-ovs/ovsbond0'])
      expect(shiftOf(id), id).toBe(shiftOf('linux-bridge:brv'))
  })

  it('puts a new bridge with its ports below all that exists', () => {
    const before = sampleState()
    const bridges = [...(before.ovs?.bridges ?? []), make.ovsBridge('br-new', [make.internalPort('new0')])]
    const fresh = placeOverlay(overlayOf({ ...before, ovs: before.ovs && { ...before.ovs, bridges } }), NO_FOLDS)
    const added = boxesOf(fresh).get('ovs-bridge:br-new')
    const lowest = Math.max(
      ...fresh.nodes
        .filter(({ node }) => node.rank === 'bridge' && !node.id.includes('br-new'))
        .map(({ box }) => box.y + box.height),
    )
    expect(added?.y).toBeGreaterThan(lowest)
    expectTidy(fresh)
  })

  it('shows either side in the same places', () => {
    const [now, after] = (['now', 'after'] as const).map((view) => pickScene(scene, overlay, view))
    if (!now || !after) throw new Error('two scenes')
    for (const view of [now, after])
      for (const { node, box } of view.nodes) expect(box.y, node.id).toBe(boxes.get(node.id)?.y)
    const has = (view: Scene, id: string): boolean => boxesOf(view).has(id)
    expect([has(now, 'tap:vnet12'), has(after, 'tap:vnet12')]).toEqual([false, true])
    expect([has(now, 'tap:vnet8'), has(after, 'tap:vnet8')]).toEqual([true, false])
    const trunksIn = (view: Scene) =>
      view.nodes.find(({ node }) => node.id === 'bridge-port:br-ovs/ovsbond0')?.node.vlan?.trunks.includes(205)
    expect([trunksIn(now), trunksIn(after)]).toEqual([false, true])
    expect(OVERLAY_VIEWS.map((view) => pickScene(scene, overlay, view).height)).toEqual(Array(3).fill(scene.height))
  })
})
