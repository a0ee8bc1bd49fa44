/* L01 and L02: addresses where no frame arrives. */
import type { Link } from '../model/link'
import type { NetworkState } from '../model/network-state'
import { indexHost } from '../state/host-index'
import type { HostIndex } from '../state/host-index'
import { nodeId } from '../topology/graph/ids'
import type { Finding } from './finding'
import { finding } from './finding'
import { nodeOfLink } from './link-node'

/**
 * L01: the address that we are connected to would be, or is, out of reach: gone, on a link that is down or that a switch took,
 * or with no NIC below it where there was one. Most telling on the state that a plan would make.
 */
export function lintManagementLost(state: NetworkState): Finding[] {
  const { localAddress, isGuess, links: path } = state.management
  if (isGuess || localAddress === null) return []
  const index = indexHost(state)
  const [holder] = index.holdersOf(localAddress)
  const say = (node: string, title: string, evidence: string[]): Finding[] => [
    finding({
      rule: 'L01',
      severity: 'error',
      nodeId: node,
      title,
      evidence,
      consequence: 'The host is lost to us, and to everybody else who reaches it there.',
      cure: 'Move address and routes in the same change ("move the uplink into a bridge"), and let the host put it back by itself if that fails.',
    }),
  ]
  if (holder === undefined)
    return say(nodeId('link', localAddress), `${localAddress}, where we are connected, is on no link`, [
      `no link has ${localAddress}`,
    ])
  const node = nodeOfLink(index, holder)
  const master = masterOf(index, holder)
  if (master !== null)
    return say(node, `${localAddress}, where we are connected, is on ${holder.name}, a port of ${master}`, [
      `${holder.name} has ${localAddress}`,
      `${holder.name} is a port of ${master}`,
    ])
  if (!holder.isUp)
    return say(node, `${holder.name} with our address ${localAddress} is down`, [
      `${holder.name}: state ${holder.operState}`,
    ])
  const kinds = path.map((name) => index.link(name)?.kind)
  const isBridge = holder.kind === 'bridge' || holder.kind === 'ovs-internal'
  const leadsOut = kinds.some(
    (kind) =>
      kind === 'nic' || kind === 'bond' || kind === 'veth' || kind === 'vxlan' || kind === 'gre' || kind === 'geneve',
  )
  if (isBridge && path.length > 0 && !leadsOut)
    return say(node, `${holder.name} with our address ${localAddress} has no uplink`, [
      `way: ${path.join(' → ')}`,
      'no NIC on it',
    ])
  return []
}

/** What takes a link's frames before its addresses see them; an internal port of Open vSwitch is the host's own. */
function masterOf(index: HostIndex, link: Link): string | null {
  const attachment = index.ovsAttachment(link.name)
  if (attachment !== undefined) return link.kind === 'ovs-internal' ? null : attachment.bridge.name
  if (link.master === null) return null
  const master = index.link(link.master)
  // A VRF is a routing table: addresses on its members work.
  return master?.kind === 'bridge' || master?.kind === 'bond' ? link.master : null
}

/** L02: an address on a port of a bridge or bond: what is sent there goes to the switch instead. */
export function lintEnslavedAddress(state: NetworkState): Finding[] {
  const index = indexHost(state)
  return state.links.flatMap((link) => {
    const master = masterOf(index, link)
    const addresses = link.addresses.filter(({ scope }) => scope === 'global')
    if (master === null || addresses.length === 0) return []
    const list = addresses.map(({ cidr }) => cidr).join(', ')
    return [
      finding({
        rule: 'L02',
        severity: 'error',
        nodeId: nodeOfLink(index, link),
        title: `${link.name} has ${addresses.length === 1 ? 'an address' : 'addresses'} and is a port of ${master}`,
        evidence: [`${link.name}: ${list}`, `${link.name} is a port of ${master}`],
        consequence: `Frames for ${list} go into ${master} and never reach the address; replies may still leave, which looks like half a connection.`,
        cure: `Move the address to ${master}${link.kind === 'tap' ? '' : ' or to an internal port of it'}.`,
      }),
    ]
  })
}
