import { describe, expect, it } from 'vitest'
import { buildGraph } from '@/lib/core/topology/build'
import { scenarioC } from '@/lib/core/topology/testing/scenarios'
import { sampleState } from '@/lib/core/topology/testing/sample-host'
import { toPhoneList } from './phone-groups'

const graph = buildGraph(sampleState())
const groupOf = (title: string) => toPhoneList(graph, null).groups.find((group) => group.title === title)

describe('toPhoneList', () => {
  it('lists the guest NICs of a bridge with their way', () => {
    const rows = groupOf('br125')?.rows.map(({ title, detail }) => `${title}: ${detail}`)
    expect(rows).toContain('db2 · net0: vnet2, network vlan125, 02:01')
    expect(rows).toContain('web1 · net0: vnet10, 01:01')
  })

  it('gives each NIC of a shared portgroup one row', () => {
    const titles = groupOf('br-ovs')?.rows.map(({ title }) => title) ?? []
    expect(titles.filter((title) => title === 'www3 · net0')).toHaveLength(1)
    expect(new Set(titles).size).toBe(titles.length)
  })

  it('has the host port with its address', () => {
    expect(groupOf('br-ovs')?.rows.find(({ title }) => title === 'acc125')?.detail).toBe(
      'host address 172.16.125.11/24',
    )
  })

  it('lists the ports of a fake bridge with those of its parent', () => {
    const list = toPhoneList(buildGraph(scenarioC()), null)
    const bridge = list.groups.find((group) => group.kind === 'ovs-bridge')
    expect(list.groups.some(({ title }) => title.endsWith('-v125'))).toBe(false)
    expect(bridge?.rows.length).toBeGreaterThan(0)
  })

  it('keeps guest NICs without a bridge', () => {
    expect(groupOf('No bridge')?.rows.map(({ title }) => title)).toContain('mv1 · net0')
  })

  it('narrows to the search and names what has no match', () => {
    const list = toPhoneList(graph, new Set(['guest-nic:uuid-web1/net0']))
    expect(list.groups.map(({ title, note }) => `${title}: ${note}`)).toEqual(['br125: 1 of 2 match'])
    expect(list.withoutMatch.map(({ title }) => title)).toContain('brv')
  })
})
