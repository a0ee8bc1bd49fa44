import { describe, expect, it } from 'vitest'
import { observeCommandHost } from '@/lib/core/plan/testing/host'
import { buildGraph } from '@/lib/core/topology/build'
import { kvmLinux } from '@/lib/simhost/hosts/kvm-linux'
import { kvmMacvtap } from '@/lib/simhost/hosts/kvm-macvtap'
import { kvmOvs } from '@/lib/simhost/hosts/kvm-ovs'
import { nodeActions } from './node-actions'

const hosts = {
  ovs: observeCommandHost(kvmOvs(), '192.0.2.11'),
  linux: observeCommandHost(kvmLinux(), '192.0.2.12'),
  macvtap: observeCommandHost(kvmMacvtap(), '192.0.2.13'),
}
const graphs = { ovs: buildGraph(hosts.ovs), linux: buildGraph(hosts.linux), macvtap: buildGraph(hosts.macvtap) }

function labels(host: keyof typeof hosts, id: string): string[] {
  const node = graphs[host].nodes.find((each) => each.id === id)
  if (node === undefined) throw new Error(`no node ${id}`)
  return nodeActions(hosts[host], node).map(({ label, reason }) => (reason === null ? label : `(${label} ${reason})`))
}

describe('nodeActions', () => {
  it('offers what fits the node', () => {
    expect(labels('ovs', 'bridge-port:ovsbr1/bond0')).toEqual([
      'Set VLANs…',
      'Edit bond…',
      'Mirror this port…',
      'Remove bond…',
    ])
    expect(labels('ovs', 'bridge-port:br-edge/vx-site2')).toContain('Edit port…')
    expect(labels('ovs', 'portgroup:ovs-net/Vlan125')).toContain('Attach a guest…')
    expect(labels('macvtap', 'macvtap:macvtap0')).toContain('Remove macvtap…')
  })

  it("acts on the guest's NIC where a tap is its", () => {
    expect(labels('ovs', 'tap:vnet0')).toEqual(expect.arrayContaining(['Set VLANs…', 'Move NIC…', 'Remove NIC…']))
    expect(labels('ovs', 'tap:vnet0')).not.toContain('Remove port…')
  })

  it('says why not', () => {
    expect(labels('linux', 'bridge-port:br125/bond0.125').join()).toContain(
      'br125 does not look at VLAN tags: switch its VLAN filtering on first',
    )
    expect(labels('ovs', 'nic:eth2').join()).toContain('it is in bond0, which takes its frames')
    const byHand = hosts.macvtap.guests.find(({ manager }) => manager === 'qemu-process')
    expect(labels('macvtap', `guest:${byHand?.uuid}`).join()).toContain('libvirt does not list it')
  })

  it('has no two actions of one name at any node', () => {
    for (const host of ['ovs', 'linux', 'macvtap'] as const)
      for (const { id } of graphs[host].nodes) expect(new Set(labels(host, id)).size).toBe(labels(host, id).length)
  })

  it('gives every action of a node an id of its own', () => {
    for (const host of ['ovs', 'linux', 'macvtap'] as const)
      for (const node of graphs[host].nodes) {
        const ids = nodeActions(hosts[host], node).map(({ id }) => id)
        expect(new Set(ids).size, node.id).toBe(ids.length)
      }
  })
})
