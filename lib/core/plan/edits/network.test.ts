import { describe, expect, it } from 'vitest'
import type { LibvirtNetwork } from '../../model/libvirt'
import * as make from '../../topology/testing/fixtures'
import type { IntentInput } from '../../intents/intent'
import { parseIntents } from '../../intents/intent'
import { planChange } from '../plan-change'
import type { Plan } from '../step'

const XML = `<network><name>lab</name><forward mode='nat'><nat><port start='1024' end='65535'/></nat></forward>
<bridge name='labbr' stp='on' delay='0'/><mac address='52:54:00:00:00:99'/><domain name='lab.test'/>
<ip address='192.0.2.1' prefix='25'><dhcp><range start='192.0.2.10' end='192.0.2.20'/></dhcp></ip></network>`

const lab: Partial<LibvirtNetwork> = {
  forwardMode: 'nat',
  bridge: 'labbr',
  isActive: true,
  addresses: [{ cidr: '192.0.2.1/25', hasDhcp: true }],
}

type Edit = Omit<Extract<IntentInput, { kind: 'network.set' }>, 'kind' | 'name'>

function resultOf(edit: Edit, text = XML, network = lab) {
  const state = make.hostState({ links: [make.linuxBridge('br0')], networks: [make.network('lab', network)] })
  const parsed = parseIntents([{ kind: 'network.set', name: 'lab', ...edit }])
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues))
  const running = network.isActive === false ? null : text
  return planChange(state, parsed.intents, { xml: { networks: { lab: { running, stored: text } }, guests: {} } })
}
/** The network is stopped while a guest runs whose NIC is stored on it, and running by its bridge alone. */
function stopUnderRecalled(forwardMode: string) {
  const nic = make.guestNic('net0', '52:54:00:00:00:01', make.onNetwork('lab'), 'vnet0')
  const source = { type: 'network', network: 'lab', portgroup: null, bridge: 'labbr', isRecalled: true } as const
  const running = nic.running && { ...nic.running, source }
  const state = make.hostState({
    links: [make.linuxBridge('labbr'), make.tap('vnet0', 'labbr')],
    networks: [make.network('lab', { ...lab, forwardMode })],
    guests: [make.guest('web1', [{ ...nic, running }])],
  })
  const parsed = parseIntents([{ kind: 'network.set', name: 'lab', active: false }])
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues))
  return planChange(state, parsed.intents, { xml: { networks: { lab: { running: XML, stored: XML } }, guests: {} } })
}
function planned(...args: Parameters<typeof resultOf>): Plan {
  const result = resultOf(...args)
  if (!result.ok) throw new Error(JSON.stringify(result.issues))
  return result.plan
}
function refusalOf(...args: Parameters<typeof resultOf>): string {
  const result = resultOf(...args)
  return result.ok ? '' : result.issues.map(({ code, message }) => `${code}: ${message}`).join()
}
const storedAfter = ({ definitions }: Plan): string =>
  definitions.find(({ owner, scope }) => owner === 'lab' && scope === 'stored')?.after ?? ''

describe('a network that is defined anew', () => {
  it('keeps its address with its DHCP, and its bridge, where only the forward mode changes', () => {
    const plan = planned({ forward: 'route', address: '192.0.2.1/25' })
    expect(storedAfter(plan)).toMatch(/<forward mode="route"\/>/)
    expect(storedAfter(plan)).toMatch(/labbr.*52:54:00:00:00:99.*lab\.test.*192\.0\.2\.10/s)
    expect(plan.warnings).toEqual([])
  })

  it('keeps its DHCP with another address, and is refused one that the DHCP does not fit', () => {
    const plan = planned({ forward: 'nat', address: '192.0.2.2/25' })
    expect(storedAfter(plan)).toMatch(
      /labbr.*<ip address="192\.0\.2\.2" prefix="25"><dhcp><range start="192\.0\.2\.10"/s,
    )
    expect(plan.warnings).toEqual([])
    expect(refusalOf({ forward: 'nat', address: '198.51.100.1/24' })).toMatch(
      /^not_supported: DHCP hands out 192\.0\.2\.10 to 192\.0\.2\.20 in network lab, which is outside 198\.51\.100\.0\/24: keep to 192\.0\.2\.0\/25/,
    )
  })

  it('has no address any more where null is said', () => {
    expect(storedAfter(planned({ forward: 'none', address: null }))).not.toContain('<ip')
    expect(storedAfter(planned({ forward: 'none' }))).toContain('<ip')
  })

  it('loses what libvirt takes only in networks with a bridge of their own', () => {
    const plan = planned({ forward: 'bridge', bridge: 'br0' })
    const stored = storedAfter(plan)
    expect(plan.warnings).toEqual([expect.stringContaining('loses ip, domain, its DHCP')])
    expect(stored).toMatch(/<bridge name="br0"\/>/)
    for (const element of ['<mac', '<ip', '<domain', 'labbr']) expect(stored).not.toContain(element)
  })
})

/** As libvirt prints it: every part that an edit could lose. */
const WHOLE = `<network xmlns:dnsmasq='http://libvirt.org/schemas/network/dnsmasq/1.0'>
  <name>lab</name>
  <uuid>869e849b-931d-42af-bbe6-fc9f055204f9</uuid>
  <forward dev='eth4' mode='nat'>
    <nat ipv6='yes'>
      <address start='10.99.0.1' end='10.99.0.4'/>
      <port start='20000' end='30000'/>
    </nat>
    <interface dev='eth4'/>
  </forward>
  <bridge name='virbr50' stp='off' delay='3' macTableManager='libvirt'/>
  <mac address='52:54:00:aa:50:01'/>
  <domain name='lab.example' localOnly='yes'/>
  <dns>
    <host ip='192.168.150.9'>
      <hostname>gw</hostname>
    </host>
  </dns>
  <bandwidth>
    <inbound average='10000'/>
  </bandwidth>
  <ip address='192.168.150.1' netmask='255.255.255.0'>
    <dhcp>
      <range start='192.168.150.50' end='192.168.150.99'/>
      <host mac='52:54:00:00:00:77' name='db' ip='192.168.150.7'/>
    </dhcp>
  </ip>
  <ip family='ipv6' address='fd00:50::1' prefix='64'>
    <dhcp>
      <range start='fd00:50::100' end='fd00:50::1ff'/>
    </dhcp>
  </ip>
  <route family='ipv4' address='192.168.222.0' prefix='24' gateway='192.168.150.2'/>
  <dnsmasq:options>
    <dnsmasq:option value='dhcp-option=26,1400'/>
  </dnsmasq:options>
</network>
`
const whole: Partial<LibvirtNetwork> = {
  ...{ forwardMode: 'nat', forwardDevices: ['eth4'], bridge: 'virbr50', isActive: true, isAutostart: false },
  addresses: [
    { cidr: '192.168.150.1/24', hasDhcp: true },
    { cidr: 'fd00:50::1/64', hasDhcp: true },
  ],
}
const asPrinted = (text: string): string => text.replaceAll('"', "'")

describe('an edit of one thing', () => {
  it.each<[string, Edit, string, string]>([
    ['its address', { address: '192.168.150.254/24' }, "address='192.168.150.1'", "address='192.168.150.254'"],
    ['its netmask', { address: '192.168.150.1/25' }, "netmask='255.255.255.0'", "netmask='255.255.255.128'"],
    ['its IPv6 address', { address: 'fd00:50::2/64' }, "address='fd00:50::1'", "address='fd00:50::2'"],
    ['its link', { dev: 'br0' }, "dev='eth4'", "dev='br0'"],
  ])('changes %s, and leaves all else to the letter', (_what, edit, from, to) => {
    for (const also of [{}, { forward: 'nat' as const }]) {
      const plan = planned({ ...also, ...edit }, WHOLE, whole)
      for (const scope of ['running', 'stored'] as const) {
        const change = plan.definitions.find((each) => each.scope === scope)
        // A link that goes comes back as an attribute and an element of its own.
        const plain = (text: string | null | undefined) =>
          asPrinted(text ?? '').replace(/dev='br0' mode='nat'/, "mode='nat' dev='br0'")
        const wanted = WHOLE.replaceAll(from, to)
        expect(plain(change?.after).replace(/\s+/g, ' ')).toBe(plain(wanted).replace(/\s+/g, ' '))
      }
      const [network] = plan.changes
      expect(network?.after).toMatchObject({ isAutostart: false, isActive: true })
    }
  })

  it('changes nothing where all is so already', () => {
    for (const edit of [{}, { forward: 'nat', dev: 'eth4', address: '192.168.150.1/24' }, { address: 'fd00:50::1/64' }])
      expect(planned(edit as Edit, WHOLE, whole).steps).toEqual([])
  })

  it('starts or marks nothing that it does not name', () => {
    const off = { ...whole, isActive: false, isAutostart: false }
    const marked = planned({ autostart: true }, WHOLE, off)
    expect(marked.steps.map(({ run }) => run.argv.slice(1))).toEqual([['net-autostart', 'lab']])
    const moved = planned({ address: '192.168.150.254/24' }, WHOLE, off)
    expect(moved.steps.map(({ run }) => run.argv[1])).toEqual(['net-define'])
  })

  it('is refused where it cannot say which of several it means', () => {
    const two = WHOLE.replace('<route', "<ip address='192.168.151.1' netmask='255.255.255.0'/>\n  <route")
    expect(refusalOf({ address: '192.168.150.254/24' }, two, whole)).toMatch(
      /^not_supported: Network lab has the addresses/,
    )
    expect(refusalOf({ address: '192.168.150.9/28' }, WHOLE, whole)).toContain('DHCP hands out 192.168.150.50')
    const bare = WHOLE.replaceAll(/<dhcp>[^]*?<\/dhcp>/g, '')
    expect(refusalOf({ address: '192.168.160.1/24' }, bare, whole)).toContain(
      'The route to 192.168.222.0 is by 192.168.150.2',
    )
  })
})

describe('a pool of links', () => {
  const POOL = `<network>
  <name>lab</name>
  <forward dev='eth1' mode='passthrough'>
    <interface dev='eth1'/>
    <interface dev='eth2'/>
    <interface dev='eth3'/>
  </forward>
</network>
`
  const pool: Partial<LibvirtNetwork> = {
    forwardMode: 'passthrough',
    forwardDevices: ['eth1', 'eth2', 'eth3'],
    isActive: true,
    isAutostart: false,
  }
  const links = { forward: 'passthrough', dev: 'eth1' } as const

  it('stays as it is where its first link is named, also with another mode', () => {
    const state = { ...pool }
    const edit = { ...links, autostart: true }
    expect(poolPlan(edit, state).steps.map(({ run }) => run.argv.slice(1))).toEqual([['net-autostart', 'lab']])
    const private_ = asPrinted(storedAfter(poolPlan({ ...links, forward: 'private' }, state)))
    expect(private_).toBe(POOL.replace('passthrough', 'private'))
  })

  it('keeps its mode where it has VLANs that libvirt takes in that mode alone', () => {
    const vlans = "<portgroup name='eng'><vlan><tag id='43'/></vlan></portgroup>"
    const result = poolResult({ ...links, forward: 'private' }, pool, POOL.replace('</network>', `${vlans}</network>`))
    expect(result.ok ? [] : result.issues.map(({ path, message }) => `${path}: ${message}`)).toEqual([
      '0.forward: After this edit, network lab is in mode private: libvirt takes VLANs only on networks over a bridge of Open vSwitch, or of SR-IOV functions (hostdev, passthrough); portgroup eng has VLAN 43: take it out first',
    ])
  })

  it('is not made one link', () => {
    const result = poolResult({ ...links, dev: 'eth2' }, pool)
    expect(result.ok ? [] : result.issues.map(({ message }) => message)).toEqual([
      expect.stringContaining('has a pool of 3 links (eth1, eth2, eth3), and an edit names one'),
    ])
  })

  const poolResult = (edit: Edit, network: Partial<LibvirtNetwork>, text = POOL) => {
    const state = make.hostState({
      links: ['eth1', 'eth2', 'eth3'].map((name) => make.nic(name)),
      networks: [make.network('lab', network)],
    })
    const parsed = parseIntents([{ kind: 'network.set', name: 'lab', ...edit }])
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues))
    return planChange(state, parsed.intents, {
      xml: { networks: { lab: { running: text, stored: text } }, guests: {} },
    })
  }
  const poolPlan = (edit: Edit, network: Partial<LibvirtNetwork>): Plan => {
    const result = poolResult(edit, network)
    if (!result.ok) throw new Error(JSON.stringify(result.issues))
    return result.plan
  }
})

it('a network of PCI devices is marked and stopped, and not made something else', () => {
  const text = "<network><name>lab</name><forward mode='hostdev' managed='yes'><pf dev='eth0'/></forward></network>"
  const network: Partial<LibvirtNetwork> = { forwardMode: 'hostdev', forwardDevices: ['eth0'], isActive: true }
  expect(planned({ active: false }, text, network).steps.map(({ run }) => run.argv[1])).toEqual(['net-destroy'])
  expect(refusalOf({ forward: 'bridge', bridge: 'br0' }, text, network)).toContain('has forward mode hostdev')
})

it.each<[Edit, string]>([
  [{ forward: 'bridge' }, 'Forward mode bridge needs a bridge'],
  [{ forward: 'open' }, "Forward mode open needs the host's address"],
  [{ forward: 'vepa' }, 'Forward mode vepa needs the link'],
  [{}, 'libvirt has no network lab yet: say how it forwards'],
])('a new network is refused where it lacks something: %j', (edit, words) => {
  const state = make.hostState({ links: [make.linuxBridge('br0')], networks: [make.network('other')] })
  const parsed = parseIntents([{ kind: 'network.set', name: 'lab', ...edit }])
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues))
  const result = planChange(state, parsed.intents, { xml: { networks: {}, guests: {} } })
  expect(result.ok ? [] : result.issues.map(({ message }) => message)).toEqual([expect.stringContaining(words)])
})

describe('a network whose bridge a running NIC is on without naming the network', () => {
  it('stops where the bridge stays', () => {
    expect(stopUnderRecalled('bridge')).toMatchObject({
      ok: true,
      plan: { steps: [{ run: { argv: ['virsh', 'net-destroy', 'lab'] } }] },
    })
  })

  it("is refused where the bridge is libvirt's own, and goes with it", () => {
    expect(stopUnderRecalled('nat')).toMatchObject({ ok: false, issues: [{ code: 'network_in_use' }] })
  })
})
