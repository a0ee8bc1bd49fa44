import { textField } from '../parse/json'
import type { IpLinkRecord } from '../parse/ip-link'
import { LinkKind } from '../model/link'
import { LINK_KINDS } from '../model/link-kinds'

/** What the rest of the host knows about a link's name, needed to say what the link is. */
export type LinkHints = {
  /** Names of interfaces of type "internal" in OVSDB, and of OVS bridges: on the userspace datapath the kernel shows a plain tap. */
  ovsInternalNames: ReadonlySet<string>
  /** Links on which an LLDP neighbour speaks. */
  lldpLinks: ReadonlySet<string>
  /** Links that a default route leaves by, or that hold the address our SSH connection came in on. */
  uplinkNames: ReadonlySet<string>
}

const KIND_BY_KERNEL_KIND = new Map<string, LinkKind>(
  LinkKind.options.flatMap((kind) => LINK_KINDS[kind].kernelKinds.map((word) => [word, kind] as const)),
)

/** Kernel kinds that we know and have no picture of: "other", but nothing to report as unrecognised. */
const KNOWN_OTHER_KINDS = new Set(
  'ifb ppp wwan nlmon vcan can vxcan batadv amt gtp netkit netdevsim dsa rmnet ipoib lowpan vsockmon stt lisp'.split(
    ' ',
  ),
)

/** Names the kernel gives to what it makes by itself when a tunnel module is loaded, with their kind (net/ipv4/ip_gre.c …). */
const FALLBACK_KINDS = new Map<string, string>([
  ['gre0', 'gre'],
  ['gretap0', 'gretap'],
  ['erspan0', 'erspan'],
  ['tunl0', 'ipip'],
  ['sit0', 'sit'],
  ['ip6tnl0', 'ip6tnl'],
  ['ip6gre0', 'ip6gre'],
  ['ip_vti0', 'vti'],
  ['ip6_vti0', 'vti6'],
])

/** Carries nothing by itself: there only because its module is loaded. */
export function isFallbackLink(record: IpLinkRecord): boolean {
  return FALLBACK_KINDS.get(record.name) === record.kind && record.kind !== null
}

export function isKnownKernelKind(kind: string): boolean {
  return KIND_BY_KERNEL_KIND.has(kind) || KNOWN_OTHER_KINDS.has(kind) || kind === 'tun' || kind === 'openvswitch'
}

/** Our word for a kernel link: see the two essays below for the ones that the kernel's kind alone does not tell. */
export function classifyLink(record: IpLinkRecord, hints: LinkHints): LinkKind {
  if (record.linkType === 'loopback') return 'loopback'
  // Real adapters (also virtio, SR-IOV functions, USB) have no rtnl_link_ops and so no kind; all virtual links have one.
  if (record.kind === null) return record.linkType === 'ether' || record.linkType === 'infiniband' ? 'nic' : 'other'
  if (isOvsDatapath(record)) return 'ovs-datapath'
  if (record.kind === 'openvswitch') return 'ovs-internal'
  if (record.kind === 'tun') return classifyTun(record, hints)
  if (record.kind === 'veth') return isUplinkVeth(record, hints) ? 'nic' : 'veth'
  return KIND_BY_KERNEL_KIND.get(record.kind) ?? 'other'
}

/**
 * Open vSwitch's own: the datapath device (ovs-system in the kernel, ovs-netdev in userspace), and the shared tunnel devices
 * that the kernel datapath makes once per protocol and port (lib/dpif-netlink-rtnl.c: vxlan_sys_4789, genev_sys_6081,
 * gre_sys …). The tunnels an operator made are rows in OVSDB.
 */
function isOvsDatapath(record: IpLinkRecord): boolean {
  if (record.name === 'ovs-system') return record.kind === 'openvswitch'
  if (record.name === 'ovs-netdev') return record.kind === 'tun'
  return /^(?:vxlan|genev|gre|ip6gre|erspan|ip6erspan|gtpu|bareudp|srv6)_sys(?:_\d+)?$/.test(record.name)
}

/**
 * The userspace datapath makes its internal ports as persistent taps: the kernel cannot tell them from a guest's tap, only
 * OVSDB can. Where OVSDB could not be read they stay taps.
 */
function classifyTun(record: IpLinkRecord, hints: LinkHints): LinkKind {
  if (textField(record.data, 'type') === 'tun') return 'tun'
  return hints.ovsInternalNames.has(record.name) ? 'ovs-internal' : 'tap'
}

/**
 * A veth whose peer lives in another network namespace is one of two things, and the kernel shows both alike:
 *  - a container's: we are the host, the container holds the other end (docker's veth1a2b3c, "c1-host"). A guest-side leaf.
 *  - our uplink: we are the container (LXC, systemd-nspawn, a lab of namespaces) and the other end is our "switch port".
 * It counts as a NIC when something says that a network, not a container, is at the other end:
 *  1. an LLDP neighbour speaks on it;
 *  2. it is a member of a bond: nobody bonds containers;
 *  3. a default route leaves by it, or our own SSH connection came in by its address;
 *  4. it has the name of an adapter: eth<n> (the kernel's) or en… (systemd.net-naming-scheme(7)). Container software names
 *     host ends after itself: veth…, ve-…, vb-…, cali…, lxc…, tap….
 * Otherwise it is a veth. Membership of a bridge says nothing: uplinks and containers both sit there.
 */
function isUplinkVeth(record: IpLinkRecord, hints: LinkHints): boolean {
  if (!record.isLinkElsewhere) return false
  if (hints.lldpLinks.has(record.name) || hints.uplinkNames.has(record.name)) return true
  if (record.portKind === 'bond') return true
  return /^(?:eth\d+|en[opsx][0-9a-z]+)$/.test(record.name)
}
