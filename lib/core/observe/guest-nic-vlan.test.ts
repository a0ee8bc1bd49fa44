import { describe, expect, it } from 'vitest'
import type { GuestNicConfig, LibvirtNetwork, LibvirtVlan } from '../model/libvirt'
import { parseDomainXml } from '../parse/libvirt-xml-domain'
import { resolveGuestNicVlan } from './guest-nic-vlan'

const tag = (id: number): LibvirtVlan => ({ isTrunk: false, tags: [{ id, nativeMode: null }] })

const network = (
  vlan: LibvirtVlan | null,
  portgroups: { name: string; isDefault?: boolean; vlan?: LibvirtVlan }[],
): LibvirtNetwork => ({
  uuid: 'u',
  name: 'ovsnet',
  isActive: true,
  isAutostart: true,
  isPersistent: true,
  forwardMode: 'bridge',
  forwardDevices: [],
  forwardFunctions: [],
  bridge: 'br-ovs',
  virtualPort: 'openvswitch',
  vlan,
  portgroups: portgroups.map((group) => ({
    isDefault: false,
    vlan: null,
    virtualPort: null,
    isTrustGuestRxFilters: false,
    ...group,
  })),
  mtuBytes: null,
  addresses: [],
  differsFromStored: false,
  hasUnknownElements: false,
})

function nic(portgroup: string | null, vlan: LibvirtVlan | null): GuestNicConfig {
  const xml = parseDomainXml(
    `<domain><name>g</name><devices><interface type='network'><source network='ovsnet'/></interface></devices></domain>`,
  )
  const [config] = xml.ok ? xml.value.interfaces : []
  if (config === undefined) throw new Error('no interface')
  return { ...config, vlan, source: { type: 'network', network: 'ovsnet', portgroup, bridge: null } }
}

const GROUPS = [{ name: 'v125', isDefault: true, vlan: tag(125) }, { name: 'v126', vlan: tag(126) }, { name: 'plain' }]

describe('resolveGuestNicVlan, stored', () => {
  it.each([
    ['interface before all', nic('v126', tag(7)), network(tag(9), GROUPS), 'interface', 7],
    ['the named portgroup before the network', nic('v126', null), network(tag(9), GROUPS), 'portgroup', 126],
    ['the default portgroup where none is named', nic(null, null), network(tag(9), GROUPS), 'portgroup', 125],
    ['the network where the portgroup has none', nic('plain', null), network(tag(9), GROUPS), 'network', 9],
    ['the network where the named portgroup does not exist', nic('gone', null), network(tag(9), GROUPS), 'network', 9],
    ['the network without portgroups', nic(null, null), network(tag(9), []), 'network', 9],
    ['no level', nic('plain', null), network(null, GROUPS), 'none', undefined],
    ['an unknown network', nic('v126', null), null, 'none', undefined],
  ] as const)('%s', (_, config, net, level, id) => {
    const result = resolveGuestNicVlan(config, net, 'stored')
    expect([result.level, result.vlan?.tag]).toEqual([level, id])
  })
})

describe('resolveGuestNicVlan, running', () => {
  it.each([
    ['copied from the portgroup', nic('v126', tag(126)), network(null, GROUPS), 'portgroup', 126],
    ['copied from the network', nic(null, tag(9)), network(tag(9), []), 'network', 9],
    ["its own, unlike the portgroup's", nic('v126', tag(7)), network(null, GROUPS), 'interface', 7],
    ['nothing runs, though the portgroup has one now', nic('v126', null), network(null, GROUPS), 'none', undefined],
  ] as const)('%s', (_, config, net, level, id) => {
    const result = resolveGuestNicVlan(config, net, 'running')
    expect([result.level, result.vlan?.tag]).toEqual([level, id])
  })

  it('says why', () => {
    expect(resolveGuestNicVlan(nic(null, null), network(null, GROUPS), 'stored')).toMatchObject({
      portgroup: 'v125',
      reason: 'portgroup v125 of network ovsnet',
    })
  })
})
