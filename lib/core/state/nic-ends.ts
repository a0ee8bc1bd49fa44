import type { GuestNicConfig } from '../model/libvirt'
import type { Link } from '../model/link'
import type { NetworkState } from '../model/network-state'
import type { OvsInterface } from '../model/ovs'
import type { VirtualFunction } from '../model/sriov'
import { oncePer } from './once'

/** A function of a card, with what the host has of it. */
export type FunctionPlace = {
  physical: Link
  fn: VirtualFunction
  /** Its own link; null while a guest has it. */
  link: Link | null
  representor: Link | null
}

/** The functions of all cards of a host, and the sockets of its switches. */
type NicEnds = {
  functions: readonly FunctionPlace[]
  /** By PCI address, by the link of the function, or by its representor. */
  functionAt: (address: string) => FunctionPlace | undefined
  functionOf: (link: string) => FunctionPlace | undefined
  /** The interface of Open vSwitch at this socket. */
  socketAt: (path: string) => OvsInterface | undefined
  /** What stands for a NIC on the host: a link, an interface of Open vSwitch, a function that is no link, or a socket that nobody has; null: nothing that we know. */
  endOf: (nic: GuestNicConfig) => string | null
}

/** Made once for each state. */
export const nicEndsOf = oncePer(makeNicEnds)

/** What a function is called that has no link of its own. Links' names hold no blanks. */
export const functionName = ({ physical, fn }: Pick<FunctionPlace, 'physical' | 'fn'>): string =>
  `${physical.name} VF ${fn.number}`

function makeNicEnds({ links, ovs }: NetworkState): NicEnds {
  const own = new Map<string, Link>()
  const representors = new Map<string, Link>()
  for (const link of links) {
    if (link.sriov?.role === 'virtual' && link.pci !== null) own.set(link.pci, link)
    if (link.sriov?.role === 'representor' && link.sriov.number !== null)
      representors.set(`${link.sriov.of ?? ''} ${link.sriov.number}`, link)
  }
  const functions = links.flatMap((physical): FunctionPlace[] =>
    physical.sriov?.role !== 'physical'
      ? []
      : physical.sriov.functions.map((fn) => ({
          physical,
          fn,
          link: (fn.pci === null ? undefined : own.get(fn.pci)) ?? null,
          representor: representors.get(`${physical.name} ${fn.number}`) ?? null,
        })),
  )
  const byAddress = new Map(functions.map((place) => [place.fn.pci ?? '', place]))
  const byLink = new Map(
    functions.flatMap((place) =>
      [place.link, place.representor].flatMap((link) => (link === null ? [] : [[link.name, place] as const])),
    ),
  )
  const sockets = (ovs?.bridges ?? [])
    .flatMap(({ ports }) => ports.flatMap(({ interfaces }) => interfaces))
    .filter(({ type }) => isVhostUser(type))
  const functionAt = (address: string): FunctionPlace | undefined =>
    address === '' ? undefined : byAddress.get(address)
  const socketAt = (path: string): OvsInterface | undefined => sockets.find((iface) => isSocketOf(iface, path))
  return {
    functions,
    functionAt,
    functionOf: (link) => byLink.get(link),
    socketAt,
    endOf: ({ target, source }) => {
      if (target !== null) return target
      if (source.type === 'vhostuser') return socketAt(source.path ?? '')?.name ?? source.path
      const place = source.type === 'hostdev' ? functionAt(source.address ?? '') : undefined
      return place === undefined ? null : (place.representor?.name ?? place.link?.name ?? functionName(place))
    },
  }
}

export const isVhostUser = (type: string): boolean => type.startsWith('dpdkvhostuser')

/** Interfaces of cards that a switch of user space drives: the kernel has no link of them. */
export const isUserspaceCard = (type: string): boolean => /^(dpdk|afxdp|afxdp-nonpmd)$/.test(type)

/**
 * A client's socket is where its options say; a server's is named like the interface, in a folder of ovs-vswitchd's own
 * (ovs-vswitchd.conf.db(5), Interface, "vhost-server-path").
 */
const isSocketOf = ({ name, type, options }: OvsInterface, path: string): boolean =>
  type === 'dpdkvhostuserclient' ? options['vhost-server-path'] === path : path.split('/').at(-1) === name
