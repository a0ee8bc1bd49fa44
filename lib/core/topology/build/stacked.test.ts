import { expect, it } from 'vitest'
import { observeHost } from '../../observe/observe-host'
import { factsOfCapture } from '../../observe/testing/captured-facts'
import { buildGraph } from '../build'
import { describeNode } from '../facts/facts'
import { placeGraph } from '../place/place'

const state = observeHost(factsOfCapture('debian12-uml-kinds'), { readAtMs: 0, sshConnection: null })
const graph = buildGraph(state)

it.each([
  ['a team has its members', 'link:d2', 'bond:team0'],
  ['a ring has its two links', 'link:d5', 'link:hsr0'],
  ['a ring has its two links', 'link:d6', 'link:hsr0'],
  ['MACsec stands on its link', 'link:d4', 'link:macsec0'],
  ['an ipvlan stands on its link', 'link:d3', 'link:ipvl0'],
  ['an ipvtap stands on its link', 'link:d3', 'link:ipvt0'],
  ['a VRF has its links', 'link:d1', 'link:vrf-blue'],
  ['a VRF has its bridges', 'linux-bridge:br9', 'link:vrf-blue'],
  ['a tunnel for IP has its end', 'tunnel-remote:198.51.100.7', 'tunnel:ipip0'],
])('%s: %s', (_, from, to) => {
  expect(graph.edges.map((edge) => `${edge.from} ${edge.to}`)).toContain(`${from} ${to}`)
})

it('each is there once, known, and placed', () => {
  expect(graph.nodes.filter(({ kind }) => kind === 'unrecognised')).toEqual([])
  const names = ['team0', 'hsr0', 'macsec0', 'ipvl0', 'ipvt0', 'vrf-blue', 'ipip0', 'sit1', 'vti1', 'ip6t1']
  expect(names.map((name) => graph.nodes.filter((node) => node.ref === name).length)).toEqual(names.map(() => 1))
  expect(placeGraph(graph).nodes.map(({ node }) => node.id)).toEqual(expect.arrayContaining(['link:vrf-blue']))
})

it('a tunnel that takes what comes has no end to draw', () => {
  expect(graph.edges.filter(({ to }) => to === 'tunnel:sit1')).toEqual([])
})

it.each([
  ['link:ipvl0', 'mode', 'l2: broadcasts get through; siblings reach each other directly'],
  ['link:vrf-blue', 'routes by', 'table 10'],
  ['link:hsr0', 'ring of', 'd5 and d6'],
  ['link:d1', 'in', 'vrf-blue'],
])('%s says its %s', (id, label, value) => {
  const facts = describeNode(state, graph, id)?.groups.flatMap((group) => group.facts) ?? []
  expect(facts).toContainEqual({ label, value })
})
