import { describe, expect, it } from 'vitest'
import { buildGraph } from '../topology/build'
import { sampleState } from '../topology/testing/sample-host'
import type { RateSource } from './rate-source'
import { rateSourceOf } from './rate-source'

const state = sampleState()
const graph = buildGraph(state)
const sources = graph.nodes.flatMap((node) => {
  const source = rateSourceOf(state, graph, node)
  return source === null ? [] : [{ node, source }]
})
const words = (kind: string): RateSource[] =>
  sources.filter(({ node }) => node.kind === kind).map(({ source }) => source)

describe('rateSourceOf', () => {
  it('says of a guest NIC what its tap says, the other way round than the host counts', () => {
    const nics = words('guest-nic')
    expect(nics.length).toBeGreaterThan(0)
    for (const { names } of nics) expect(state.links.map(({ name }) => name)).toContain(names[0])
    expect(words('tap')[0]).toMatchObject({ rxWords: 'from the guest', txWords: 'to the guest', towardsGuest: 'tx' })
  })

  it('knows a name for each port that has counters, and none for what carries nothing itself', () => {
    expect(words('nic')[0]).toMatchObject({ rxWords: 'in from the network' })
    for (const kind of ['switch', 'switch-port', 'network', 'portgroup', 'guest', 'controller'])
      expect(words(kind)).toEqual([])
    for (const { source } of sources) expect(source.names.length).toBeGreaterThan(0)
  })

  it('adds up the interfaces of an Open vSwitch bond', () => {
    const bond = (state.ovs?.bridges ?? []).flatMap(({ ports }) => ports).find((port) => port.bond !== null)
    expect(bond).toBeDefined()
    const row = sources.find(({ node }) => node.kind === 'bridge-port' && node.name === bond?.name)
    expect(row?.source.names).toEqual(bond?.interfaces.map(({ name }) => name))
  })
})
