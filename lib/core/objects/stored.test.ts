import { describe, expect, it } from 'vitest'
import { kvmLinux } from '../../simhost/hosts/kvm-linux'
import { kvmMacvtap } from '../../simhost/hosts/kvm-macvtap'
import { kvmOvs } from '../../simhost/hosts/kvm-ovs'
import type { SimHost } from '../../simhost/sim-host'
import type { NetworkState } from '../model/network-state'
import { FINGERPRINT_FORMAT } from '../plan/step'
import { observeCommandHost } from '../plan/testing/host'
import type { ObjectRef } from './object-ref'
import { describeRef, refKey } from './ref-words'
import { diffObjects, fingerprintOf } from './state-objects'
import { OBJECT_KINDS } from './table'
import { sampleState } from '../topology/testing/sample-host'

/*
 * What databases hold: keys and fingerprints in plans, in what is wanted of objects, in the audit. Another text here makes every plan that
 * is stored "changed since", and loses what was wanted of an object: it is a change of the format, and no slip. With it FINGERPRINT_FORMAT
 * grows, by which the console tells plans of earlier versions.
 */

const hostWith = (host: SimHost, ...lines: string[]): SimHost => {
  for (const line of lines) expect(host.run(line.split(' '))).toMatchObject({ status: 0 })
  return host
}

const ROUTES = [
  'ip route add 203.0.113.0/24 proto static metric 50 nexthop via 192.0.2.1 dev eth0 weight 2 nexthop via 192.0.2.2 dev eth0 weight 1',
  'ip route add blackhole 198.51.100.0/24',
]
const MIRRORS = [
  'ovs-vsctl --id=@o get Port vnet6 -- --id=@m create Mirror name=m1 select_all=true output_port=@o -- add Bridge br-edge mirrors @m',
  'ovs-vsctl --id=@s get Port vnet0 -- --id=@m create Mirror name=m0 select_src_port=@s select_vlan=125,126 output_vlan=99 -- add Bridge ovsbr1 mirrors @m',
]

const STATES = {
  'kvm-ovs': observeCommandHost(hostWith(kvmOvs(), ...MIRRORS), '192.0.2.11'),
  'kvm-linux': observeCommandHost(hostWith(kvmLinux(), ...ROUTES), '192.0.2.12'),
  'kvm-macvtap': observeCommandHost(kvmMacvtap(), '192.0.2.13'),
  sample: sampleState(),
} as const satisfies Record<string, NetworkState>

const emptied = (state: NetworkState): NetworkState => ({
  ...state,
  links: [],
  routes: [],
  ovs: null,
  libvirt: null,
  guests: [],
})
const all = (state: NetworkState): ObjectRef[] => diffObjects(emptied(state), state)

const OVS = [
  'ovs-bridge:br-edge',
  'ovs-port:br-edge/br-edge',
  'ovs-port:br-edge/patch-ovsbr1',
  'ovs-port:br-edge/vnet6',
  'ovs-port:br-edge/vx-site2',
  'ovs-mirror:br-edge/m1',
  'ovs-bridge:ovsbr1',
  'ovs-fake-bridge:ovsbr1/ovsbr1-v125',
  'ovs-port:ovsbr1/bond0',
  'ovs-port:ovsbr1/ovsbr1',
  'ovs-port:ovsbr1/ovsbr1-v125',
  'ovs-port:ovsbr1/patch-edge',
  'ovs-port:ovsbr1/stor126',
  'ovs-port:ovsbr1/vnet0',
  'ovs-port:ovsbr1/vnet1',
  'ovs-port:ovsbr1/vnet3',
  'ovs-port:ovsbr1/vnet4',
  'ovs-port:ovsbr1/vnet5',
  'ovs-mirror:ovsbr1/m0',
]

/** Each object's key, what it is called, and the configuration that its fingerprint is. */
const STORED: Readonly<Record<keyof typeof STATES, Readonly<Record<string, readonly [words: string, print: string]>>>> =
  {
    'kvm-ovs': {
      'link:eth0': ['link eth0', '{"kind":"nic","isUp":true,"master":null,"lower":null,"addresses":["192.0.2.11/24"]}'],
      'link:ovsbr1-v125': ['link ovsbr1-v125', '{"kind":"ovs-internal","master":null,"lower":null,"addresses":[]}'],
      'link:stor126': [
        'link stor126',
        '{"kind":"ovs-internal","isUp":true,"master":null,"lower":null,"addresses":["198.51.100.11/24"]}',
      ],
      'route:main|inet|default|0|eth0|192.0.2.1': [
        'route main inet default 0 eth0 192.0.2.1',
        '{"gateway":"192.0.2.1","link":"eth0","onlink":false,"source":null,"options":"","hops":[]}',
      ],
      'ovs-bridge:br-edge': [
        'OVS bridge br-edge',
        '{"failMode":null,"controllers":[],"stp":false,"rstp":false,"otherConfig":"mac-aging-time=600"}',
      ],
      'ovs-port:br-edge/vx-site2': [
        'OVS port vx-site2 of br-edge',
        '{"mode":"trunk","tag":null,"trunks":[],"customerVlans":[],"ignoredTrunks":[],"interfaces":["vx-site2"],"types":["vx-site2 vxlan key=5001 remote_ip=198.51.100.52"],"fakeBridge":null,"otherConfig":""}',
      ],
      'ovs-mirror:br-edge/m1': [
        'mirror m1 of br-edge',
        '{"selectsAll":true,"sourcePorts":[],"destinationPorts":[],"selectVlans":[],"outputPort":"vnet6","outputVlan":null}',
      ],
      'ovs-bridge:ovsbr1': [
        'OVS bridge ovsbr1',
        '{"failMode":null,"controllers":[],"stp":false,"rstp":false,"otherConfig":""}',
      ],
      'ovs-fake-bridge:ovsbr1/ovsbr1-v125': ['fake bridge ovsbr1-v125 of ovsbr1', '{"parent":"ovsbr1","vlanId":125}'],
      'ovs-port:ovsbr1/bond0': [
        'OVS port bond0 of ovsbr1',
        '{"mode":"native-untagged","tag":1,"trunks":[125,126],"customerVlans":[],"ignoredTrunks":[],"interfaces":["eth2","eth3"],"types":["eth2 system ","eth3 system "],"fakeBridge":null,"bondMode":"balance-tcp","lacp":"active","otherConfig":"bond-detect-mode=miimon lacp-time=fast"}',
      ],
      'ovs-port:ovsbr1/vnet0': [
        'OVS port vnet0 of ovsbr1',
        '{"mode":"access","tag":125,"trunks":[],"customerVlans":[],"ignoredTrunks":[],"interfaces":["vnet0"],"types":["vnet0 system "],"fakeBridge":"ovsbr1-v125","otherConfig":""}',
      ],
      'ovs-mirror:ovsbr1/m0': [
        'mirror m0 of ovsbr1',
        '{"selectsAll":false,"sourcePorts":["vnet0"],"destinationPorts":[],"selectVlans":[125,126],"outputPort":null,"outputVlan":99}',
      ],
      'network:default': [
        'libvirt network default',
        '{"active":true,"autostart":true,"persistent":true,"forwardMode":"nat","forwardDevices":[],"virtualPort":null,"vlan":"none","addresses":["192.168.122.1/24"],"differsFromStored":false}',
      ],
      'network:ovs-net': [
        'libvirt network ovs-net',
        '{"active":true,"autostart":true,"persistent":true,"forwardMode":"bridge","forwardDevices":[],"bridge":"ovsbr1","virtualPort":"openvswitch","vlan":"none","addresses":[],"portgroup Trunk_all_Vlans":"trunk 125-126","portgroup Vlan1":"none, default","portgroup Vlan125":"access 125","portgroup Vlan126":"access 126","differsFromStored":false}',
      ],
      'guest-nic:5a0a94d7-6679-48cc-8aaf-956924b2c569/52:54:00:56:b8:f4': [
        'guest NIC 52:54:00:56:b8:f4 of 5a0a94d7-6679-48cc-8aaf-956924b2c569',
        '{"running.mac":"52:54:00:56:b8:f4","running.model":"virtio","running.link":"up","running.source":"bridge br-edge","running.vlan":"none","running.virtualPort":"openvswitch","stored.mac":"52:54:00:56:b8:f4","stored.model":"virtio","stored.link":"up","stored.source":"bridge br-edge","stored.vlan":"none","stored.virtualPort":"openvswitch"}',
      ],
      'guest-nic:9d42896b-c3f0-4e80-a32e-9f85d2ebca6c/52:54:00:a6:b9:0c': [
        'guest NIC 52:54:00:a6:b9:0c of 9d42896b-c3f0-4e80-a32e-9f85d2ebca6c',
        '{"running":"none","stored.mac":"52:54:00:a6:b9:0c","stored.model":"virtio","stored.link":"up","stored.source":"network ovs-net, portgroup none"}',
      ],
    },
    'kvm-linux': {
      'link:bond0': [
        'link bond0',
        '{"kind":"bond","isUp":true,"master":null,"lower":null,"addresses":[],"mode":"802.3ad","lacpRate":"fast","hashPolicy":"layer3+4","primary":null}',
      ],
      'link:bond0.125': [
        'link bond0.125',
        '{"kind":"vlan","isUp":true,"master":"br125","lower":"bond0","addresses":[],"hairpin":false,"isolated":false,"learning":true,"vlans":[],"vlanId":125,"vlanProtocol":"802.1Q"}',
      ],
      'link:brv': [
        'link brv',
        '{"kind":"bridge","isUp":true,"master":null,"lower":null,"addresses":[],"vlanFiltering":true,"stp":false,"ownVlans":["1-1 PVID untagged","200-200"]}',
      ],
      'link:eth3': [
        'link eth3',
        '{"kind":"nic","isUp":true,"master":"brv","lower":null,"addresses":[],"hairpin":false,"isolated":false,"learning":true,"vlans":["1-1 PVID untagged","125-126","200-200"]}',
      ],
      'route:main|inet|198.51.100.0%2F24|0|||blackhole': [
        'route main inet 198.51.100.0/24 0 blackhole',
        '{"gateway":null,"link":null,"onlink":false,"source":null,"options":"","hops":[]}',
      ],
      'route:main|inet|203.0.113.0%2F24|50|||eth0 192.0.2.1|eth0 192.0.2.2': [
        'route main inet 203.0.113.0/24 50 eth0 192.0.2.1 eth0 192.0.2.2',
        '{"gateway":null,"link":null,"onlink":false,"source":null,"options":"","hops":["192.0.2.1 eth0 2","192.0.2.2 eth0 1"]}',
      ],
      'route:main|inet|default|0|eth0|192.0.2.1': [
        'route main inet default 0 eth0 192.0.2.1',
        '{"gateway":"192.0.2.1","link":"eth0","onlink":false,"source":null,"options":"","hops":[]}',
      ],
      'network:vlan125': [
        'libvirt network vlan125',
        '{"active":true,"autostart":true,"persistent":true,"forwardMode":"bridge","forwardDevices":[],"bridge":"br125","virtualPort":null,"vlan":"none","addresses":[],"differsFromStored":false}',
      ],
    },
    'kvm-macvtap': {
      'link:macvtap0': [
        'link macvtap0',
        '{"kind":"macvtap","isUp":true,"master":null,"lower":"eth3","addresses":[],"mode":"vepa"}',
      ],
      'route:main|inet|default|0|eth0|192.0.2.1': [
        'route main inet default 0 eth0 192.0.2.1',
        '{"gateway":"192.0.2.1","link":"eth0","onlink":false,"source":null,"options":"","hops":[]}',
      ],
      'network:direct-bond': [
        'libvirt network direct-bond',
        '{"active":true,"autostart":true,"persistent":true,"forwardMode":"vepa","forwardDevices":["bond1"],"virtualPort":null,"vlan":"none","addresses":[],"differsFromStored":false}',
      ],
      'network:direct-eth5': [
        'libvirt network direct-eth5',
        '{"active":true,"autostart":true,"persistent":true,"forwardMode":"bridge","forwardDevices":["eth5"],"bridge":null,"virtualPort":null,"vlan":"none","addresses":[],"differsFromStored":false}',
      ],
      'guest-nic:40757961-0ec4-4e7f-a68c-dd791a1c44d2/52:54:00:8e:3a:d8': [
        'guest NIC 52:54:00:8e:3a:d8 of 40757961-0ec4-4e7f-a68c-dd791a1c44d2',
        '{"running.mac":"52:54:00:8e:3a:d8","running.model":"virtio","running.link":"up","running.source":"network direct-eth5, portgroup none","stored.mac":"52:54:00:8e:3a:d8","stored.model":"virtio","stored.link":"up","stored.source":"network direct-eth5, portgroup none"}',
      ],
      'guest-nic:pid:2105/52:54:00:00:04:04': [
        'guest NIC 52:54:00:00:04:04 of pid:2105',
        '{"running.mac":"52:54:00:00:04:04","running.model":"virtio-net-pci","running.link":"up","running.source":"{\\"type\\":\\"ethernet\\"}","stored":"none"}',
      ],
    },
    sample: {
      'link:bond1': [
        'link bond1',
        '{"kind":"bond","isUp":true,"master":"brv","lower":null,"addresses":[],"hairpin":false,"isolated":false,"learning":true,"vlans":[],"vlan":"trunk 200-210","mode":"active-backup","lacpRate":null,"hashPolicy":null,"primary":null}',
      ],
      'ovs-port:br-ovs/natun0': [
        'OVS port natun0 of br-ovs',
        '{"mode":"native-untagged","tag":125,"trunks":[126],"customerVlans":[],"ignoredTrunks":[],"interfaces":["natun0"],"types":["natun0 internal "],"fakeBridge":null,"otherConfig":""}',
      ],
      'guest-nic:uuid-mv1/52:54:00:aa:04:01': [
        'guest NIC 52:54:00:aa:04:01 of uuid-mv1',
        '{"running.mac":"52:54:00:aa:04:01","running.model":"virtio","running.link":"up","running.source":"macvtap on bond0, bridge","stored.mac":"52:54:00:aa:04:01","stored.model":"virtio","stored.link":"up","stored.source":"macvtap on bond0, bridge"}',
      ],
      'guest-nic:uuid-off1/52:54:00:aa:06:01': [
        'guest NIC 52:54:00:aa:06:01 of uuid-off1',
        '{"running":"none","stored.mac":"52:54:00:aa:06:01","stored.model":"virtio","stored.link":"up","stored.source":"bridge br125","stored.vlan":"none","stored.virtualPort":null}',
      ],
    },
  }

it('is of this format', () => {
  expect(FINGERPRINT_FORMAT).toBe(2)
})

describe.each(Object.entries(STATES))('the objects of %s', (name, state) => {
  const stored = STORED[name as keyof typeof STATES]

  it.each(Object.entries(stored))('%s', (key, [words, print]) => {
    const ref = all(state).find((each) => refKey(each) === key)
    if (ref === undefined) throw new Error(`there is no ${key}`)
    expect(describeRef(ref)).toBe(words)
    expect(fingerprintOf(state, [ref])[key]).toBe(print)
  })

  it('are in this order, each with a key of its own', () => {
    const keys = all(state).map(refKey)
    expect(new Set(keys).size).toBe(keys.length)
    expect(keys.filter((key) => Object.hasOwn(stored, key))).toEqual(Object.keys(stored))
  })
})

it('are of every kind', () => {
  const kinds = Object.values(STORED).flatMap((stored) => Object.keys(stored).map((key) => key.split(':')[0]))
  expect([...new Set(kinds)].sort()).toEqual([...OBJECT_KINDS].sort())
})

it('lists the objects of Open vSwitch bridge by bridge', () => {
  const keys = all(STATES['kvm-ovs']).map(refKey)
  expect(keys.slice(keys.indexOf('ovs-bridge:br-edge'), keys.indexOf('network:default'))).toEqual(OVS)
})

it('finds nothing where nothing is', () => {
  const nic: ObjectRef = { kind: 'guest-nic', owner: 'uuid-gone', name: '52:54:00:00:00:01' }
  const odd: ObjectRef = { kind: 'ovs-port', owner: 'a/b', name: '100%' }
  expect(fingerprintOf(sampleState(), [nic, odd])).toEqual({
    'guest-nic:uuid-gone/52:54:00:00:00:01': '',
    'ovs-port:a%2Fb/100%25': '',
    'guest:uuid-gone': '',
  })
})
