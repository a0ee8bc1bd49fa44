import type { IntentInput } from '@/lib/core/intents/intent'
import type { Random } from '../random'

const some = (all: readonly string[], rarity: number, random: Random): string =>
  all.filter(() => random.below(rarity) === 0).join('')

/** Elements of a network that has a bridge and addresses of its own. */
function natNetwork(random: Random): string {
  const [mode, inside] = random.pick([
    ['nat', "<nat ipv6='yes'><address start='10.98.0.1' end='10.98.0.4'/><port start='20000' end='30000'/></nat>"],
    ['nat', "<nat><port start='1024' end='2000'/></nat>"],
    ['route', ''],
    ['open', ''],
  ])
  const dev = mode === 'open' || random.below(2) === 0 ? '' : " dev='rn9'"
  return [
    `<forward mode='${mode}'${dev}>${inside}</forward>`,
    `<bridge name='virbr71' stp='${random.pick(['on', 'off'])}' delay='${random.below(5)}'${random.pick(['', '', " macTableManager='libvirt'"])}/>`,
    some([`<mtu size='1400'/>`], 3, random),
    "<mac address='52:54:00:aa:71:01'/>",
    some(["<domain name='random.example' localOnly='yes'/>"], 2, random),
    some(
      [
        `<dns forwardPlainNames='no'><txt name='a' value='b'/><host ip='192.168.171.9'><hostname>gw</hostname></host></dns>`,
      ],
      2,
      random,
    ),
    some(
      ["<bandwidth><inbound average='1000' peak='5000' burst='5120'/><outbound average='128'/></bandwidth>"],
      3,
      random,
    ),
    "<ip address='192.168.171.1' netmask='255.255.255.0'><dhcp><range start='192.168.171.50' end='192.168.171.99'/>",
    some([`<host mac='52:54:00:00:00:71' name='db' ip='192.168.171.7'/>`, "<bootp file='pxe.0'/>"], 2, random),
    '</dhcp></ip>',
    some(
      [
        "<ip family='ipv6' address='fd00:71::1' prefix='64'><dhcp><range start='fd00:71::100' end='fd00:71::1ff'/></dhcp></ip>",
      ],
      2,
      random,
    ),
    some(["<route family='ipv4' address='192.168.223.0' prefix='24' gateway='192.168.171.2' metric='2'/>"], 2, random),
    some(["<portgroup name='slow'><bandwidth><outbound average='77'/></bandwidth></portgroup>"], 2, random),
  ].join('')
}

const bridgeNetwork = (random: Random): string =>
  [
    "<forward mode='bridge'/><bridge name='rovs'/><virtualport type='openvswitch'/>",
    some([`<bandwidth><inbound average='500'/></bandwidth>`], 4, random),
    `<portgroup name='eng' default='${random.pick(['yes', 'no'])}'><vlan trunk='yes'><tag id='42'/><tag id='47' nativeMode='${random.pick(['tagged', 'untagged'])}'/></vlan>`,
    some([`<bandwidth><inbound average='900'/></bandwidth>`], 2, random),
    "</portgroup><portgroup name='plain'/>",
  ].join('')

const poolNetwork = (random: Random): string =>
  `<forward mode='${random.pick(['passthrough', 'private', 'vepa', 'bridge'])}'><interface dev='rn1'/><interface dev='rn2'/></forward>`

/** What a guest's NIC may have besides where it is plugged. */
const nic = (mac: string, source: string, random: Random, more: readonly string[] = []): string =>
  [
    source.replace('%', mac),
    `<model type='${random.pick(['virtio', 'e1000e'])}'/>`,
    some(
      [
        "<filterref filter='clean-traffic'><parameter name='IP' value='10.0.0.7'/></filterref>",
        "<bandwidth><inbound average='1000' peak='2000'/><outbound average='77'/></bandwidth>",
        "<mtu size='1400'/>",
        `<link state='${random.pick(['up', 'down'])}'/>`,
        "<rom enabled='no'/>",
        '<tune><sndbuf>1600</sndbuf></tune>',
        "<alias name='ua-lab-NIC'/>".replace('NIC', mac.slice(-2)),
        ...more,
      ],
      3,
      random,
    ),
    '</interface>',
  ].join('')

function guest(random: Random): string {
  const nics = [
    nic('52:54:00:00:71:01', "<interface type='network'><mac address='%'/><source network='random-nat'/>", random, [
      "<coalesce><rx><frames max='7'/></rx></coalesce>",
    ]),
    nic(
      '52:54:00:00:71:02',
      "<interface type='network'><mac address='%'/><source network='random-ovs' portgroup='eng'/>",
      random,
      ["<boot order='2'/>"],
    ),
    nic('52:54:00:00:71:03', "<interface type='bridge'><mac address='%'/><source bridge='rbr1'/>", random, [
      "<port isolated='yes'/>",
      "<boot order='1'/>",
    ]),
    nic(
      '52:54:00:00:71:04',
      `<interface type='direct'><mac address='%'/><source dev='rn5' mode='${random.pick(['bridge', 'vepa'])}'/>`,
      random,
    ),
    nic(
      '52:54:00:00:71:05',
      "<interface type='bridge'><mac address='%'/><source bridge='rovs'/><virtualport type='openvswitch'/>",
      random,
      ["<vlan><tag id='9'/></vlan>"],
    ),
  ]
  return `<domain type='qemu'><name>random-guest</name><memory unit='MiB'>16</memory><os><type arch='x86_64' machine='pc'>hvm</type></os><devices><emulator>/usr/bin/qemu-system-x86_64</emulator>${nics.join('')}</devices></domain>`
}

const fed = (command: string, xml: string): string => `virsh -q ${command} /dev/stdin <<'X'\n${xml}\nX`

/** Networks and a guest with all that libvirt lets them have; what a version of libvirt refuses is not there. Lines of shell. */
export const drawLibvirt = (random: Random): string[] => [
  fed('net-define', `<network><name>random-nat</name>${natNetwork(random)}</network>`),
  fed('net-define', `<network><name>random-ovs</name>${bridgeNetwork(random)}</network>`),
  fed('net-define', `<network><name>random-pool</name>${poolNetwork(random)}</network>`),
  ...['random-nat', 'random-ovs', 'random-pool'].flatMap((name) => [
    ...(random.below(2) === 0 ? [`virsh -q net-start ${name}`] : []),
    ...(random.below(2) === 0 ? [`virsh -q net-autostart ${name}`] : []),
  ]),
  fed('define', guest(random)),
]

const NIC = (random: Random) => ({ guest: 'random-guest', nic: `52:54:00:00:71:0${1 + random.below(5)}` })

export const LIBVIRT_EDITS: readonly ((random: Random) => IntentInput[])[] = [
  (random) => [
    {
      kind: 'network.set',
      name: random.pick(['random-nat', 'random-ovs', 'random-pool']),
      autostart: random.below(2) === 0,
    },
  ],
  (random) => [
    {
      kind: 'network.set',
      name: random.pick(['random-nat', 'random-ovs', 'random-pool']),
      active: random.below(2) === 0,
    },
  ],
  () => [{ kind: 'network.set', name: 'random-nat', address: '192.168.171.254/24' }],
  (random) => [{ kind: 'network.remove', name: random.pick(['random-nat', 'random-ovs', 'random-pool']) }],
  () => [{ kind: 'portgroup.set', network: 'random-ovs', name: 'eng', vlan: { mode: 'access', tag: 77 } }],
  () => [{ kind: 'portgroup.remove', network: 'random-ovs', name: 'plain' }],
  (random) => [{ kind: 'guestNic.detach', ...NIC(random) }],
  (random) => [{ kind: 'guestNic.setLink', ...NIC(random), state: random.pick(['up', 'down']) }],
  (random) => [
    {
      kind: 'guestNic.move',
      ...NIC(random),
      target: random.pick([{ bridge: 'rbr2' }, { network: 'random-nat' }, { dev: 'rn5', mode: 'private' }]),
    },
  ],
  () => [{ kind: 'guestNic.attach', guest: 'random-guest', target: { bridge: 'rbr1' } }],
]
