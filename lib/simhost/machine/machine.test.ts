import { describe, expect, it } from 'vitest'
import { bridgeNic, commands, DEFAULT_NETWORK, guest, network, networkNic, nic, ovsNic } from '../hosts/build'
import { splitWords } from '../ssh/words'
import { Machine } from './machine'
import type { Result } from './result'
import type { SimEvent } from './world'

const machineWith = (script = ''): Machine => {
  const machine = new Machine({ name: 'test' })
  for (const name of ['eth1', 'eth2', 'eth3']) nic(machine, name, { isUp: false })
  commands(machine, script)
  return machine
}

const run = (machine: Machine, line: string, stdin = ''): Result => machine.run(splitWords(line), stdin)

type LinkRow = {
  ifname: string
  flags: string[]
  mtu: number
  master?: string
  link?: string
  operstate: string
  addr_info: { local: string }[]
}

const link = (machine: Machine, name: string): LinkRow | undefined =>
  // The shape of `ip -j`; what is read from it is compared with what was asked for.
  (JSON.parse(run(machine, 'ip -d -j addr show').stdout) as LinkRow[]).find(({ ifname }) => ifname === name)

const get = (machine: Machine, what: string): string => run(machine, `ovs-vsctl get ${what}`).stdout.trim()

describe('ip and bridge', () => {
  it('makes links and reads them back', () => {
    const machine = machineWith(`
      ip link add br0 type bridge vlan_filtering 1
      ip link set eth1 master br0
      ip link set eth1 up
      ip link set br0 up mtu 9000
      ip addr add 192.0.2.5/24 dev br0
      ip link add link eth2 name eth2.125 type vlan id 125
      bridge vlan add dev eth1 vid 100-110
      bridge vlan del dev eth1 vid 105`)
    expect(link(machine, 'eth1')).toMatchObject({ master: 'br0', operstate: 'UP' })
    expect(link(machine, 'br0')).toMatchObject({ mtu: 9000, addr_info: [{ local: '192.0.2.5' }, {}] })
    expect(link(machine, 'eth2.125')).toMatchObject({ link: 'eth2' })
    const vlans = JSON.parse(run(machine, 'bridge -d -j vlan show').stdout) as unknown
    expect(vlans).toEqual([
      {
        ifname: 'eth1',
        vlans: [
          expect.objectContaining({ vlan: 1, flags: ['PVID', 'Egress Untagged'] }),
          expect.objectContaining({ vlan: 100, vlanEnd: 104 }),
          expect.objectContaining({ vlan: 106, vlanEnd: 110 }),
        ],
      },
      { ifname: 'br0', vlans: [expect.objectContaining({ vlan: 1 })] },
    ])
    commands(machine, 'ip link set eth1 nomaster\nip link del br0\nip link del eth2.125')
    expect(link(machine, 'eth1')?.master).toBeUndefined()
    expect(link(machine, 'br0')).toBeUndefined()
  })

  it('takes a bond together and apart: members come up, share its MAC, and get theirs back', () => {
    const machine = machineWith(`
      ip link add bond0 type bond mode active-backup
      ip link set eth1 master bond0
      ip link set eth2 master bond0
      ip link set bond0 up`)
    const { links } = machine.state
    expect(links.get('eth2')?.mac).toBe(links.get('bond0')?.mac)
    expect(run(machine, 'ip link set bond0 type bond mode 802.3ad')).toMatchObject({
      status: 2,
      stderr: 'RTNETLINK answers: Directory not empty\n',
    })
    commands(machine, 'ip link set eth2 nomaster')
    expect(links.get('eth2')?.mac).toBe(links.get('eth2')?.permanentMac)
  })

  it.each([
    ['ip link set nodev up', 1, 'Cannot find device "nodev"\n'],
    ['ip link show dev nodev', 1, 'Device "nodev" does not exist.\n'],
    ['ip link add eth1 type dummy', 2, 'RTNETLINK answers: File exists\n'],
    ['ip link add x type nosuch', 2, 'Error: Unknown device type.\n'],
    [
      'ip link add 1234567890123456 type dummy',
      255,
      'Error: argument "1234567890123456" is wrong: "name" not a valid ifname\n',
    ],
    ['ip link add link eth1 name v type vlan id 5000', 255, 'Error: argument "5000" is wrong: id is invalid\n'],
    ['ip link del eth1', 2, 'RTNETLINK answers: Operation not supported\n'],
    ['ip link set eth1 mtu 70000', 2, 'Error: mtu greater than device maximum.\n'],
    ['ip addr add 192.0.2.5/24 dev up1', 2, 'RTNETLINK answers: File exists\n'],
    ['ip addr del 192.0.2.6/24 dev up1', 2, 'RTNETLINK answers: Cannot assign requested address\n'],
    ['ip link set up1 master bond0', 2, 'Error: Device can not be enslaved while up.\n'],
    ['ip route add default via 192.0.2.1 dev eth3', 2, 'Error: Device for nexthop is not up.\n'],
    ['bridge vlan add dev eth1 vid 10', 2, 'RTNETLINK answers: Operation not supported\n'],
    ['foo', 127, 'sh: 1: foo: not found\n'],
  ])('%s: exit %i', (line, status, stderr) => {
    const machine = machineWith(`
      ip link add up1 type dummy
      ip link set up1 up
      ip addr add 192.0.2.5/24 dev up1
      ip link add bond0 type bond`)
    expect(run(machine, line)).toEqual({ status, stdout: '', stderr })
  })
})

describe('ovs-vsctl', () => {
  it('makes bridges, bonds, patches and reads every column back', () => {
    const machine = machineWith(`
      ovs-vsctl add-br br0 -- set Bridge br0 other_config:mac-aging-time=600 external_ids:owner=me
      ovs-vsctl add-bond br0 bond0 eth1 eth2 bond_mode=balance-slb lacp=off trunks=125,126
      ovs-vsctl set Port bond0 tag=1 vlan_mode=native-untagged
      ovs-vsctl -- add-port br0 int0 tag=7 -- set Interface int0 type=internal mtu_request=1400`)
    expect(get(machine, 'Port bond0 trunks tag vlan_mode bond_mode')).toBe(
      '[125, 126]\n1\nnative-untagged\nbalance-slb',
    )
    expect(get(machine, 'Bridge br0 other_config:mac-aging-time external_ids')).toBe('"600"\n{owner=me}')
    expect(link(machine, 'int0')).toMatchObject({ mtu: 1400 })
    expect(link(machine, 'eth1')).toMatchObject({ master: 'ovs-system' })
    commands(machine, 'ovs-vsctl clear Port bond0 tag vlan_mode -- remove Port bond0 trunks 126 -- del-port int0')
    expect(get(machine, 'Port bond0 trunks tag vlan_mode')).toBe('[125]\n[]\n[]')
    expect(link(machine, 'int0')).toBeUndefined()
    commands(machine, 'ovs-vsctl del-br br0')
    expect(link(machine, 'eth1')?.master).toBeUndefined()
    expect(link(machine, 'ovs-system')).toBeUndefined()
  })

  it('lies as the real one does: a missing NIC exits 0, with the error in its row', () => {
    const machine = machineWith('ovs-vsctl add-br br0')
    const result = run(machine, 'ovs-vsctl add-port br0 nosuch0')
    expect(result.status).toBe(0)
    expect(result.stderr).toContain(
      "Error detected while setting up 'nosuch0': could not open network device nosuch0 (No such device).",
    )
    expect(get(machine, 'Interface nosuch0 ofport error')).toBe(
      '-1\n"could not open network device nosuch0 (No such device)"',
    )
    commands(machine, 'ip link add nosuch0 type dummy')
    expect(get(machine, 'Interface nosuch0 ofport error')).toBe('1\n[]')
  })

  it('does all of a chain or nothing', () => {
    const machine = machineWith()
    expect(run(machine, 'ovs-vsctl add-br br0 -- add-port br0 eth1 tag=5000').status).toBe(1)
    expect(run(machine, 'ovs-vsctl list-br').stdout).toBe('')
  })

  it.each([
    ['add-br br0', 1, 'ovs-vsctl: cannot create a bridge named br0 because a bridge named br0 already exists\n'],
    ['del-br nobr', 1, 'ovs-vsctl: no bridge named nobr\n'],
    [
      'add-port br1 eth1',
      1,
      'ovs-vsctl: cannot create a port named eth1 because a port named eth1 already exists on bridge br0\n',
    ],
    [
      'set Port eth1 tag=5000',
      1,
      'ovs-vsctl: constraint violation: 5000 is not in the valid range 0 to 4095 (inclusive)\n',
    ],
    [
      'set Port eth1 bond_mode=foo',
      1,
      'ovs-vsctl: constraint violation: foo is not one of the allowed values ([active-backup, balance-slb, balance-tcp])\n',
    ],
    ['set Port eth1 nocol=1', 1, 'ovs-vsctl: Port does not contain a column whose name matches "nocol"\n'],
    ['set Port nosuch tag=1', 1, 'ovs-vsctl: no row "nosuch" in table Port\n'],
    ['del-port nosuch', 1, 'ovs-vsctl: no port named nosuch\n'],
    ['br-exists nobr', 2, ''],
    ['frobnicate', 1, "ovs-vsctl: unknown command 'frobnicate'; use --help for help\n"],
    ['--if-exists del-port nosuch', 0, ''],
    ['--may-exist add-br br0', 0, ''],
    ['--may-exist add-port br0 eth1', 0, ''],
  ])('%s: exit %i', (line, status, stderr) => {
    const machine = machineWith('ovs-vsctl add-br br0 -- add-br br1 -- add-port br0 eth1')
    expect(run(machine, `ovs-vsctl ${line}`)).toEqual({ status, stdout: '', stderr })
  })
})

const OVS_NET = `<network><name>ovs-net</name><forward mode='bridge'/><bridge name='br0'/><virtualport type='openvswitch'/>
  <portgroup name='Vlan125'><vlan><tag id='125'/></vlan></portgroup><portgroup name='Vlan126'><vlan><tag id='126'/></vlan></portgroup></network>`

describe('virsh', () => {
  const MAC = '52:54:00:aa:00:01'
  const hosted = (): Machine => {
    const machine = machineWith('ovs-vsctl add-br br0\nip link add lan0 type bridge\nip link set lan0 up')
    network(machine, 'ovs-net', OVS_NET)
    network(machine, 'default', DEFAULT_NETWORK)
    guest(machine, {
      name: 'vm1',
      nics: [networkNic('ovs-net', 'Vlan125', MAC), bridgeNic('lan0', '52:54:00:aa:00:02')],
    })
    return machine
  }

  it('plugs a guest in at its start and out at its end', () => {
    const machine = hosted()
    expect(get(machine, 'Port vnet0 tag')).toBe('125')
    expect(get(machine, 'Interface vnet0 external_ids:attached-mac')).toBe(`"${MAC}"`)
    expect(link(machine, 'vnet1')).toMatchObject({ master: 'lan0' })
    expect(run(machine, 'virsh domiflist vm1').stdout).toContain(
      ' vnet0       bridge   ovs-net   virtio   52:54:00:aa:00:01\n',
    )
    expect(run(machine, 'virsh destroy vm1')).toEqual({ status: 0, stdout: "Domain 'vm1' destroyed\n\n", stderr: '' })
    expect(run(machine, 'ovs-vsctl list-ports br0').stdout).toBe('')
    expect(link(machine, 'vnet1')).toBeUndefined()
  })

  it('refuses a live portgroup change of a network NIC and takes the stored one', () => {
    const machine = hosted()
    const wanted = networkNic('ovs-net', 'Vlan126', MAC)
    expect(run(machine, 'virsh update-device vm1 /dev/stdin --live', wanted)).toEqual({
      status: 1,
      stdout: '\n',
      stderr:
        "error: Failed to update device from /dev/stdin\nerror: Operation not supported: unable to change config on 'network' network type\n",
    })
    expect(run(machine, 'virsh update-device vm1 /dev/stdin --config', wanted).status).toBe(0)
    expect(run(machine, 'virsh dumpxml --inactive vm1').stdout).toContain("portgroup='Vlan126'")
    expect(get(machine, 'Port vnet0 tag')).toBe('125')
  })

  it('changes the VLAN of a bridge NIC live, and OVS follows', () => {
    const machine = hosted()
    guest(machine, { name: 'vm2', nics: [ovsNic('br0', `<vlan><tag id='5'/></vlan>`, '52:54:00:aa:00:03')] })
    expect(get(machine, 'Port vnet2 tag')).toBe('5')
    const wanted = ovsNic(
      'br0',
      `<vlan trunk='yes'><tag id='5' nativeMode='untagged'/><tag id='6'/></vlan>`,
      '52:54:00:aa:00:03',
    )
    const update = (text: string) => run(machine, 'virsh update-device vm2 /dev/stdin --live', text)
    expect(update(wanted).stderr).toContain("unable to change config on 'bridge' network type")
    // The port's id must stay; libvirt makes another one where none is given.
    const [port = ''] = /<virtualport.*<\/virtualport>/s.exec(run(machine, 'virsh dumpxml vm2').stdout) ?? []
    expect(update(wanted.replace("<virtualport type='openvswitch'/>", port)).status).toBe(0)
    expect(get(machine, 'Port vnet2 tag trunks vlan_mode')).toBe('5\n[5, 6]\nnative-untagged')
  })

  it('attaches and detaches, and says success for a guest that does not answer', () => {
    const machine = hosted()
    commands(machine, 'virsh attach-interface vm1 bridge lan0 --mac 52:54:00:aa:00:09 --model virtio --live --config')
    expect(link(machine, 'vnet2')).toMatchObject({ master: 'lan0' })
    commands(machine, 'virsh detach-interface vm1 bridge --mac 52:54:00:aa:00:09 --live --config')
    expect(link(machine, 'vnet2')).toBeUndefined()
    const vm1 = machine.state.libvirt?.guests.get('vm1')
    if (vm1 !== undefined) vm1.answersUnplug = false
    expect(run(machine, 'virsh detach-interface vm1 bridge --mac 52:54:00:aa:00:02 --live').stdout).toBe(
      'Interface detached successfully\n\n',
    )
    expect(link(machine, 'vnet1')).toBeDefined()
  })

  it('keeps elements it does not know in a definition', () => {
    const machine = machineWith()
    run(
      machine,
      'virsh net-define /dev/stdin',
      `<network><name>n</name><forward mode='bridge'/><bridge name='br0'/><portgroup name='p'><bandwidth><inbound average='1000'/></bandwidth></portgroup></network>`,
    )
    expect(run(machine, 'virsh net-dumpxml n').stdout).toContain("<inbound average='1000'/>")
    commands(machine, `virsh net-update n add portgroup "<portgroup name='q'/>" --config`)
    expect(run(machine, 'virsh net-dumpxml n --inactive').stdout).toContain("<portgroup name='q'/>")
  })

  it.each([
    ['start nodom', "error: failed to get domain 'nodom'\n"],
    [
      'net-start nonet',
      "error: failed to get network 'nonet'\nerror: Network not found: no network with matching name 'nonet'\n",
    ],
    [
      'net-start default',
      'error: Failed to start network default\nerror: Requested operation is not valid: network is already active\n',
    ],
    ['start vm1', 'error: Domain is already active\n'],
    [
      'domif-setlink vm1 vnet0 down',
      'error: Failed to update interface link state\nerror: Unable to add bridge br0 port vnet0: Operation not supported\n',
    ],
    [
      'detach-interface vm1 network --live',
      'error: No interface found whose type is network\nerror: Failed to detach interface\n',
    ],
  ])('%s fails in virsh’s words', (line, stderr) => {
    expect(run(hosted(), `virsh ${line}`)).toEqual({ status: 1, stdout: '\n', stderr })
  })

  it('does not start a guest whose network is down, and leaves no tap behind', () => {
    const machine = hosted()
    commands(machine, 'virsh destroy vm1\nvirsh net-destroy ovs-net')
    expect(run(machine, 'virsh start vm1').stderr).toBe(
      "error: Failed to start domain 'vm1'\nerror: Requested operation is not valid: network 'ovs-net' is not active\n",
    )
    expect([...machine.state.links.keys()].filter((name) => name.startsWith('vnet'))).toEqual([])
  })
})

it('tells listeners what a command changed, and nothing for one that only reads', () => {
  const machine = machineWith('ovs-vsctl add-br br0 -- add-port br0 eth1')
  const heard: SimEvent[] = []
  machine.listen((events) => heard.push(...events))
  run(machine, 'ip -d -j addr show')
  run(machine, 'ovs-vsctl show')
  expect(heard).toEqual([])
  commands(machine, 'ip link set eth1 up')
  expect(heard.map((event) => (event.kind === 'ovs' ? `${event.table} ${event.name}` : event.kind))).toEqual([
    'link',
    'Interface eth1',
  ])
})
