import type { Link } from '../model/link'
import { LINK_KINDS } from '../model/link-kinds'

/** Open vSwitch's datapath is no bridge: membership is OVSDB's word. */
export const OVS_DATAPATH = 'ovs-system'

/** Addresses that somebody set, here or at a DHCP server; what the kernel makes from router advertisements comes by itself. */
export const keptAddresses = (link: Link): Link['addresses'] =>
  link.addresses.filter(({ family, scope, isDynamic }) => family === 'inet' || (scope !== 'link' && !isDynamic))

/** What a link is called in a plan, by its kind. */
export const nounOf = ({ kind }: Link): string => LINK_KINDS[kind].noun
