import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseDomainXml } from './libvirt-xml-domain'
import { parseNetworkXml } from './libvirt-xml-network'

const captures = path.join(import.meta.dirname, 'captures')
const files = readdirSync(captures, { recursive: true, encoding: 'utf8' }).sort()
const read = (file: string): string => readFileSync(path.join(captures, file), 'utf8')

const domain = (file: string) => {
  const result = parseDomainXml(read(file))
  if (!result.ok) throw new Error(`${file}: ${result.message}`)
  return result.value
}
const network = (file: string) => {
  const result = parseNetworkXml(read(file))
  if (!result.ok) throw new Error(`${file}: ${result.message}`)
  return result.value
}
const inDomain = (devices: string): string => `<domain><name>g</name><devices>${devices}</devices></domain>`

describe('parseDomainXml', () => {
  const dumps = files.filter((file) => /\/virsh-dumpxml-.*\.xml$/.test(file))

  it('has every capture to read', () => expect(dumps.length).toBeGreaterThan(50))

  it.each(dumps)('understands all of %s', (file) => {
    const guest = domain(file)
    expect(guest.unknown).toEqual([])
    expect(file).toContain(guest.name)
    expect(guest.interfaces.length).toBeGreaterThan(0)
    for (const nic of guest.interfaces) {
      expect(nic.mac).toMatch(/^52:54:00(:[0-9a-f]{2}){3}$/)
      expect(nic.source.type).not.toBe('other')
    }
  })

  it('keeps network and portgroup of a running network NIC, which libvirt calls type bridge', () => {
    expect(domain('debian12-netns/virsh-dumpxml-vm1.xml').interfaces[0]).toEqual({
      mac: '52:54:00:00:01:01',
      model: 'virtio',
      alias: 'net0',
      target: 'vnet0',
      source: { type: 'network', network: 'ovs-net', portgroup: 'Vlan125', bridge: 'ovsbr1' },
      vlan: { isTrunk: false, tags: [{ id: 125, nativeMode: null }] },
      virtualPort: 'openvswitch',
      interfaceId: '602f516f-61e9-42e7-b701-58dd56b96385',
      linkState: 'up',
      mtuBytes: null,
      filter: null,
      isTrustGuestRxFilters: false,
      teaming: null,
    })
  })

  it('reads macvtap with its network, identity and features', () => {
    const guest = domain('debian12-netns/virsh-dumpxml-vm3.xml')
    expect(guest.interfaces.map((nic) => nic.source)).toEqual([
      { type: 'direct', dev: 'eth4', mode: 'bridge', network: null, portgroup: null },
      { type: 'direct', dev: 'eth4', mode: 'vepa', network: null, portgroup: null },
      { type: 'direct', dev: 'eth4', mode: 'bridge', network: 'direct-net', portgroup: null },
    ])
    expect(guest).toMatchObject({
      uuid: '4a622d89-d85b-44e0-872d-ae2eb917dd08',
      isRunning: true,
      hasAcpi: true,
      machineType: 'pc-i440fx-7.2',
    })
    expect(domain('debian12-netns/virsh-dumpxml-vm4.xml').isRunning).toBe(false)
  })

  it('reads every kind of source and what hangs on an interface', () => {
    const result = parseDomainXml(
      inDomain(`
      <interface type='hostdev' trustGuestRxFilters='yes'><mac address='52:54:00:AA:00:01'/>
        <source><address type='pci' domain='0x0000' bus='0x03' slot='0x10' function='0x1'/></source><link state='down'/><mtu size='9000'/></interface>
      <interface type='ethernet'><target dev='tap9'/><filterref filter='clean-traffic'/></interface>
      <interface type='user'/>
      <interface type='direct'><source dev='eth0' mode='passthrough'/></interface>
      <interface type='vhostuser'><source type='unix' path='/x'/></interface>
      <interface type='warp'><source drive='1'/><flux/></interface>`),
    )
    if (!result.ok) throw new Error(result.message)
    const { interfaces, unknown } = result.value
    expect(interfaces.map((nic) => nic.source.type)).toEqual([
      'hostdev',
      'ethernet',
      'user',
      'direct',
      'vhostuser',
      'other',
    ])
    expect(interfaces[0]).toMatchObject({
      mac: '52:54:00:aa:00:01',
      source: { address: '0000:03:10.1' },
      linkState: 'down',
      mtuBytes: 9000,
      isTrustGuestRxFilters: true,
    })
    expect(interfaces[1]).toMatchObject({ target: 'tap9', filter: 'clean-traffic', mac: '' })
    expect(interfaces[3]).toMatchObject({ source: { mode: 'passthru' } })
    expect(unknown.map(({ what }) => what)).toEqual(["interface type 'warp'", 'element <flux> of an interface'])
    expect(unknown[0]?.raw).toContain('<source drive="1"/>')
  })

  it.each([
    ['one tag', `<vlan><tag id='42'/></vlan>`, { isTrunk: false, tags: [{ id: 42, nativeMode: null }] }],
    [
      'a trunk of one',
      `<vlan trunk='yes'><tag id='42'/></vlan>`,
      { isTrunk: true, tags: [{ id: 42, nativeMode: null }] },
    ],
    ['tag 0', `<vlan><tag id='0'/></vlan>`, { isTrunk: false, tags: [{ id: 0, nativeMode: null }] }],
    [
      'a native tag',
      `<vlan><tag id='1' nativeMode='tagged'/><tag id='2'/></vlan>`,
      {
        isTrunk: true,
        tags: [
          { id: 1, nativeMode: 'tagged' },
          { id: 2, nativeMode: null },
        ],
      },
    ],
    ['no usable tag', `<vlan><tag id='x'/><tag id='5000'/></vlan>`, null],
  ])('reads a vlan with %s', (_, vlan, expected) => {
    const result = parseDomainXml(inDomain(`<interface type='user'>${vlan}</interface>`))
    expect(result.ok && result.value.interfaces[0]?.vlan).toEqual(expected)
  })

  it.each(['$(reboot)', '&lt;img src=x onerror=alert(1)&gt;', 'emoji 🦆', '; reboot #', '--uuid'])(
    'takes the name %s as text',
    (name) => {
      const result = parseDomainXml(`<domain><name>${name}</name></domain>`)
      expect(result.ok && result.value.name).toBe(name.replace('&lt;', '<').replace('&gt;', '>'))
    },
  )

  it.each([
    ['another document', '<network><name>n</name></network>'],
    ['no name', '<domain><uuid>u</uuid></domain>'],
    ['half a document', read('debian12-uml/virsh-dumpxml-web1.xml').slice(0, 900)],
  ])('refuses %s', (_, text) => expect(parseDomainXml(text).ok).toBe(false))

  it('never throws on a damaged document', () => {
    const text = read('debian12-netns/virsh-dumpxml-vm1.xml')
    fc.assert(
      fc.property(fc.nat(text.length), fc.nat(20), fc.string(), (at, length, put) => {
        expect(typeof parseDomainXml(text.slice(0, at) + put + text.slice(at + length)).ok).toBe('boolean')
      }),
      { numRuns: 300 },
    )
  })
})

describe('parseNetworkXml', () => {
  const dumps = files.filter((file) => /\/virsh-net-dumpxml-.*\.xml$/.test(file))

  it('has every capture to read', () => expect(dumps.length).toBeGreaterThan(25))
  it.each(dumps)('understands all of %s', (file) => expect(network(file).unknown).toEqual([]))

  it.each([
    [
      'debian13-uml/virsh-net-dumpxml-ovsnet.xml',
      { forwardMode: 'bridge', bridge: 'br-ovs', virtualPort: 'openvswitch' },
    ],
    ['debian13-uml/virsh-net-dumpxml-mvt.xml', { forwardMode: 'bridge', bridge: null, forwardDevices: ['bond0'] }],
    [
      'debian13-uml/virsh-net-dumpxml-iso.xml',
      { forwardMode: 'none', addresses: [{ cidr: '192.168.99.1/24', hasDhcp: true }] },
    ],
    ['debian13-uml/virsh-net-dumpxml-default.xml', { forwardMode: 'nat', bridge: 'virbr0' }],
  ])('reads %s', (file, expected) => expect(network(file)).toMatchObject(expected))

  it('reads portgroups with the default and their VLANs', () => {
    expect(network('debian13-uml/virsh-net-dumpxml-ovsnet.xml').portgroups).toMatchObject([
      { name: 'vlan-all', isDefault: false, vlan: { isTrunk: true } },
      { name: 'vlan-125', isDefault: true, vlan: { isTrunk: false, tags: [{ id: 125 }] } },
      { name: 'native', vlan: { isTrunk: true, tags: [{ id: 125, nativeMode: 'untagged' }, { id: 126 }] } },
    ])
  })

  it('reads pools, prefixes, mtu and unknown elements', () => {
    const result = parseNetworkXml(
      `<network><name>p</name><forward mode='passthrough'><pf dev='ens1'/><interface dev='ens1v0'/></forward><mtu size='9000'/>
       <ip address='fd00::1' family='ipv6' prefix='56'/><ip address='10.0.0.1'/><warp/></network>`,
    )
    expect(result.ok && result.value).toMatchObject({
      forwardMode: 'passthrough',
      forwardDevices: ['ens1v0', 'ens1'],
      mtuBytes: 9000,
      addresses: [
        { cidr: 'fd00::1/56', hasDhcp: false },
        { cidr: '10.0.0.1/8', hasDhcp: false },
      ],
      unknown: [{ what: 'element <warp> of a network', raw: '<warp/>' }],
    })
  })
})
