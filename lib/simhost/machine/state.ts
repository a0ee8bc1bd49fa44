import type { KernelAbilities } from '../../core/model/network-state'
import type { OvsDatabase } from '../ovs/database'
import type { XmlElement } from '../libvirt/xml'

/** One row of `bridge vlan`: an inclusive range of VLANs on a port of a Linux bridge. */
export type PortVlanEntry = { from: number; to: number; isPvid: boolean; isEgressUntagged: boolean }

export type SimAddress = {
  family: 'inet' | 'inet6'
  address: string
  prefix: number
  isDynamic: boolean
  peer?: string | null
  broadcast?: string | null
  label?: string | null
  metric?: number | null
  scope?: string | null
  /** noprefixroute, home, nodad, mngtmpaddr … */
  flags?: readonly string[]
  validSeconds?: number | null
  preferredSeconds?: number | null
}

/** What LLDP tells about the far end of a NIC's cable, and whether that switch speaks LACP. */
export type SimNeighbour = {
  chassisName: string
  chassisMac: string
  chassisDescription: string
  managementAddress: string
  portName: string
  portDescription: string
  pvid: number
  vlans: readonly { id: number; name: string }[]
  maxFrameBytes: number
  speaksLacp: boolean
}

export type MacvlanMode = 'vepa' | 'bridge' | 'private' | 'passthru'

/** A virtual function of a card, as its physical one knows it. */
export type SimFunction = Readonly<{
  number: number
  pci: string
  driver: string
  mac: string
  vlanId: number
  isSpoofChecked: boolean
  isTrusted: boolean
  /** Its link, while a guest has the function. */
  parked: SimLink | null
}>

/** What a NIC is where its card has several functions (SR-IOV). */
export type SimCard =
  | Readonly<{ role: 'physical'; functions: readonly SimFunction[]; limit: number; switchId: string | null }>
  | Readonly<{ role: 'virtual'; physical: string }>
  | Readonly<{ role: 'representor'; switchId: string; port: string }>

/** What only this kind of link has. `kind` follows IFLA_INFO_KIND where the kernel has one. */
export type LinkDetail =
  | { kind: 'loopback' }
  | {
      kind: 'nic'
      driver: string
      bus: string
      speedMbps: number
      hasCable: boolean
      neighbour: SimNeighbour | null
      card?: SimCard
    }
  | { kind: 'bridge'; isVlanFiltering: boolean; isStp: boolean; defaultPvid: number; forwardDelay: number }
  | {
      kind: 'bond'
      mode: BondMode
      lacpRate: 'slow' | 'fast'
      hashPolicy: string
      miimonMs: number
      upDelayMs: number
      downDelayMs: number
      primary: string | null
    }
  | { kind: 'vlan'; id: number; protocol: '802.1Q' | '802.1ad' }
  | { kind: 'macvtap' | 'macvlan'; mode: MacvlanMode }
  | { kind: 'tun'; isOpen: boolean }
  | { kind: 'veth'; peer: string }
  | { kind: 'vxlan'; id: number; remote: string | null; local: string | null; port: number; isExternal: boolean }
  | { kind: 'gretap' | 'geneve'; remote: string | null; isExternal: boolean }
  | { kind: 'dummy' }
  | { kind: 'openvswitch' }

export const BOND_MODES = [
  'balance-rr',
  'active-backup',
  'balance-xor',
  'broadcast',
  '802.3ad',
  'balance-tlb',
  'balance-alb',
] as const
export type BondMode = (typeof BOND_MODES)[number]

type Counters = { rxBytes: number; rxPackets: number; txBytes: number; txPackets: number }

/** A kernel network device. Immutable: a change replaces it, so that a comparison of references finds what changed. */
export type SimLink = Readonly<{
  index: number
  name: string
  mac: string
  permanentMac: string
  mtuBytes: number
  isUp: boolean
  /** Bridge, bond or "ovs-system". */
  master: string | null
  /** The link below: a VLAN's parent, a macvtap's lower device, a VXLAN's underlay. */
  lower: string | null
  alias: string | null
  altNames: readonly string[]
  addresses: readonly SimAddress[]
  /** VLAN table as a port of a Linux bridge (or of the bridge itself). */
  vlans: readonly PortVlanEntry[]
  isHairpin: boolean
  isIsolated: boolean
  linkFailures: number
  counters: Counters
  detail: LinkDetail
}>

export type SimHop = { gateway: string | null; dev: string; weight: number; isOnlink: boolean }

export type SimRoute = Readonly<{
  family: 'inet' | 'inet6'
  type: string
  destination: string
  tos: string | null
  table: string
  gateway: string | null
  /** "" for a route that goes nowhere (blackhole …) and for one with several hops. */
  dev: string
  metric: number | null
  protocol: string | null
  scope: string
  preferredSource: string | null
  isOnlink: boolean
  /** As `ip` names them: mtu, advmss, rtt, congctl, realms, pref, expires … */
  options: readonly (readonly [string, string])[]
  hops: readonly SimHop[]
}>

export type SimNetwork = {
  name: string
  uuid: string
  /** Null while inactive. */
  live: XmlElement | null
  /** Null for a transient network. */
  stored: XmlElement | null
  isAutostart: boolean
}

type GuestState = 'running' | 'paused' | 'shut off' | 'crashed'

export type SimGuest = {
  name: string
  uuid: string
  id: number | null
  pid: number | null
  state: GuestState
  live: XmlElement | null
  stored: XmlElement | null
  isAutostart: boolean
  /** A guest without an operating system that listens never gives a NIC back: detach says success and lies. */
  answersUnplug: boolean
}

/** A QEMU process that was started by hand. */
export type SimProcess = { pid: number; argv: readonly string[] }

type SimSystem = {
  hostname: string
  machineId: string
  bootId: string
  bootedAtMs: number
  /** How far the host's wall clock is off. Uptime is not moved by it. */
  clockOffsetMs: number
  osId: string
  osName: string
  osVersion: string
  kernel: string
  libvirtVersion: string
  qemuVersion: string
  ovsVersion: string
  ovsSchemaVersion: string
  abilities: KernelAbilities
  /** Lines of `networkctl list --no-legend` and of `nmcli -t -f DEVICE,STATE,CONNECTION device`; null: not on this host. */
  networkctl: string[] | null
  nmcli: string[] | null
}

export type SimState = {
  system: SimSystem
  links: Map<string, SimLink>
  routes: SimRoute[]
  /** Null: Open vSwitch is not installed. */
  ovs: OvsDatabase | null
  /** Null: libvirt is not installed. */
  libvirt: {
    networks: Map<string, SimNetwork>
    guests: Map<string, SimGuest>
    nextGuestId: number
    nextVnet: number
  } | null
  hasLldp: boolean
  /** Targets ("tcp:192.0.2.1:6653") that answer: controllers and managers of Open vSwitch. */
  reachableControllers: string[]
  /** Daemons that are installed but stopped. */
  stopped: Set<'ovs-vswitchd' | 'ovsdb-server' | 'libvirtd' | 'lldpd'>
  processes: SimProcess[]
  /** On the file systems that the guard writes to. */
  freeKbytes: number
  /** Files the machine knows: what `cat`, `tee`, `virsh define FILE` and the guard read and write. */
  files: Map<string, string>
  nextIfIndex: number
  nextPid: number
  /** Seed of every generated MAC and UUID, and how many were made: equal scripts make equal hosts. */
  seed: string
  generated: number
}
