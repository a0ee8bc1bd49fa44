import type { LinkKind } from './link'

/** What there is to know of a kind of link, whoever asks. */
type LinkKindRecord = {
  /** "NIC", as in "NIC eth2". */
  noun: string
  /** IFLA_INFO_KIND of links that are of this kind for that alone (rtnl_link_ops of the kernel's drivers). */
  kernelKinds: readonly string[]
  /** What it is to the links whose master it is; null: it is nobody's master. */
  holds: 'ports' | 'members' | 'layer 3' | null
  /** May become a port of a bridge, Linux or Open vSwitch. */
  canBePort: boolean
  /** May become a member of a bond. */
  canBeMember: boolean
  /** As the port of a bridge it leads out of the host, or on to another bridge. */
  leadsOut: boolean
  /** Takes the frames of the link below it before a bridge, a bond or another such link could (its rx_handler). */
  takesFrames: boolean
}

const PLAIN = {
  kernelKinds: [],
  holds: null,
  canBePort: false,
  canBeMember: false,
  leadsOut: false,
  takesFrames: false,
} as const

const PORT = { ...PLAIN, canBePort: true } as const
const UPLINK = { ...PORT, leadsOut: true } as const
/** Carries IP packets and no frames: nothing that a bridge or a bond could forward (ARPHRD_NONE, IFF_NOARP). */
const IP_ONLY = PLAIN

export const LINK_KINDS: Readonly<Record<LinkKind, LinkKindRecord>> = {
  loopback: { ...PLAIN, noun: 'loopback link' },
  nic: { ...UPLINK, noun: 'NIC', canBeMember: true },
  /** The host's end of a card's function: frames that go into it come out at the function (Documentation/networking/representors.rst). */
  representor: { ...PORT, noun: 'representor' },
  bridge: { ...PLAIN, noun: 'Linux bridge', kernelKinds: ['bridge'], holds: 'ports' },
  bond: { ...UPLINK, noun: 'bond', kernelKinds: ['bond'], holds: 'members' },
  team: { ...UPLINK, noun: 'team', kernelKinds: ['team'], holds: 'members' },
  hsr: { ...UPLINK, noun: 'HSR link', kernelKinds: ['hsr'] },
  vrf: { ...PLAIN, noun: 'VRF', kernelKinds: ['vrf'], holds: 'layer 3' },
  vlan: { ...UPLINK, noun: 'VLAN link', kernelKinds: ['vlan'] },
  macsec: { ...UPLINK, noun: 'MACsec link', kernelKinds: ['macsec'], takesFrames: true },
  veth: { ...PORT, noun: 'veth', kernelKinds: ['veth'], canBeMember: true },
  tap: { ...PORT, noun: 'tap' },
  tun: { ...IP_ONLY, noun: 'tun' },
  macvtap: { ...PLAIN, noun: 'macvtap', kernelKinds: ['macvtap'], takesFrames: true },
  macvlan: { ...UPLINK, noun: 'macvlan', kernelKinds: ['macvlan'], takesFrames: true },
  ipvtap: { ...PLAIN, noun: 'ipvtap', kernelKinds: ['ipvtap'], takesFrames: true },
  ipvlan: { ...PLAIN, noun: 'ipvlan', kernelKinds: ['ipvlan'], takesFrames: true },
  vxlan: { ...UPLINK, noun: 'VXLAN link', kernelKinds: ['vxlan'] },
  gre: {
    ...UPLINK,
    noun: 'GRE link',
    kernelKinds: ['gre', 'gretap', 'erspan', 'ip6gre', 'ip6gretap', 'ip6erspan'],
  },
  geneve: { ...UPLINK, noun: 'Geneve link', kernelKinds: ['geneve'] },
  'ip-tunnel': {
    ...IP_ONLY,
    noun: 'IP tunnel',
    kernelKinds: ['ipip', 'sit', 'ip6tnl', 'vti', 'vti6', 'xfrm', 'bareudp'],
  },
  wireguard: { ...IP_ONLY, noun: 'WireGuard link', kernelKinds: ['wireguard'] },
  dummy: { ...PORT, noun: 'dummy', kernelKinds: ['dummy'], canBeMember: true },
  'ovs-internal': { ...UPLINK, noun: 'internal port of Open vSwitch' },
  'ovs-datapath': { ...PLAIN, noun: 'datapath of Open vSwitch' },
  other: { ...PORT, noun: 'link' },
}

/** "an OVS bridge", "a NIC". */
export const withArticle = (noun: string): string => `${/^([aeio]|HSR)/i.test(noun) ? 'an' : 'a'} ${noun}`
