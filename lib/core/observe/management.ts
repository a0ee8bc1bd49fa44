import { canonicalIp } from '../address/ip'
import type { Link, Route } from '../model/link'
import { LINK_KINDS } from '../model/link-kinds'
import type { ManagementPath } from '../model/network-state'
import type { OvsState } from '../model/ovs'
import { groupBy } from './in-order'
import { linksOfRoute } from './routes'

/** "client port server port", as sshd sets it (ssh(1), ENVIRONMENT). Null when it is not that. Addresses are canonical. */
export function parseSshConnection(text: string | null): { peer: string; local: string; zone: string | null } | null {
  const words = (text ?? '').trim().split(/\s+/)
  if (words.length !== 4) return null
  const peer = canonicalIp(words[0] ?? '')
  const local = canonicalIp(words[2] ?? '')
  if (peer === null || local === null) return null
  return { peer, local, zone: /%(.+)$/.exec(words[2] ?? '')?.[1] ?? null }
}

/**
 * The links our own SSH connection travels, from the link that holds the server's address down to the NICs.
 *
 * A bridge forwards to whichever port it learned the peer on, and that may change at any moment: all ports that can lead out
 * of the host are counted in, guests' taps and containers' veths are not. Counting one uplink too many asks for one
 * confirmation too many; counting one too few may cut us off.
 *
 * Without SSH_CONNECTION the default route's link stands in, marked as a guess.
 */
export function managementPath(
  sshConnection: string | null,
  links: readonly Link[],
  routes: readonly Route[],
  ovs: OvsState | null,
): ManagementPath {
  const connection = parseSshConnection(sshConnection)
  if (connection === null) return guessedPath(links, routes, ovs)
  const holders = links.filter((link) => link.addresses.some(({ cidr }) => addressOf(cidr) === connection.local))
  // A link-local address may stand on several links: the zone tells which.
  const inZone = holders.filter((link) => link.name === connection.zone)
  const start = (inZone.length > 0 ? inZone : holders).map((link) => link.name)
  return {
    localAddress: connection.local,
    peerAddress: connection.peer,
    isGuess: false,
    links: walkDown(start, links, ovs),
  }
}

function guessedPath(links: readonly Link[], routes: readonly Route[], ovs: OvsState | null): ManagementPath {
  const [route] = routes
    .filter(
      (candidate) =>
        candidate.destination === 'default' && candidate.table === 'main' && linksOfRoute(candidate).length > 0,
    )
    .sort((a, b) => Number(a.family === 'inet6') - Number(b.family === 'inet6') || (a.metric ?? 0) - (b.metric ?? 0))
  if (route === undefined) return { localAddress: null, peerAddress: null, isGuess: false, links: [] }
  return {
    localAddress: route.preferredSource,
    peerAddress: null,
    isGuess: true,
    links: walkDown(linksOfRoute(route), links, ovs),
  }
}

/** Breadth first, so that what is nearest the address comes first; each name once. */
function walkDown(start: readonly string[], links: readonly Link[], ovs: OvsState | null): string[] {
  const below = belowOf(links, ovs)
  const path = new Set(start)
  for (const name of path) for (const next of below(name)) path.add(next)
  return [...path]
}

function belowOf(links: readonly Link[], ovs: OvsState | null): (name: string) => string[] {
  const linkByName = new Map(links.map((link) => [link.name, link]))
  const portsByMaster = groupBy(links, (link) => link.master ?? '')
  const ovsPorts = ovsInterfaces(ovs)
  const bridgeByOvsPort = new Map(ovsPorts.map((port) => [port.name, port.bridge]))
  const portsByOvsBridge = groupBy(ovsPorts, (port) => port.bridge)
  const leadsOut = (name: string): boolean => {
    const link = linkByName.get(name)
    return link !== undefined && (LINK_KINDS[link.kind].leadsOut || (link.kind === 'veth' && link.peer !== null))
  }

  return (name) => {
    const ovsPortsBelow = (portsByOvsBridge.get(name) ?? []).flatMap((port) => {
      if (port.patchPeer !== null) return bridgeByOvsPort.get(port.patchPeer) ?? []
      // An internal port leads to the host itself, seen from its own bridge.
      return leadsOut(port.name) && linkByName.get(port.name)?.kind !== 'ovs-internal' ? [port.name] : []
    })
    const bridge = bridgeByOvsPort.get(name)
    const link = linkByName.get(name)
    // A NIC in an OVS bridge is the end of the way: only internal ports lead down into their bridge.
    const ovsBridgeBelow = bridge !== undefined && bridge !== name && link?.kind === 'ovs-internal' ? [bridge] : []
    if (link === undefined) return [...ovsBridgeBelow, ...ovsPortsBelow]
    const members = (portsByMaster.get(name) ?? [])
      .map((port) => port.name)
      .filter((port) => LINK_KINDS[link.kind].holds === 'members' || (link.kind === 'bridge' && leadsOut(port)))
    return [...lowerOf(link), ...link.ring, ...peersBridge(link), ...members, ...ovsBridgeBelow, ...ovsPortsBelow]
  }

  function lowerOf(link: Link): string[] {
    return link.lower !== null && linkByName.has(link.lower) ? [link.lower] : []
  }

  /** A veth pair between two bridges is a patch cable: the way goes on in the bridge at its other end. */
  function peersBridge(link: Link): string[] {
    if (link.kind !== 'veth' || link.peer === null) return []
    const master = bridgeByOvsPort.get(link.peer) ?? linkByName.get(link.peer)?.master ?? null
    return master === null ? [link.peer] : [link.peer, master]
  }
}

type OvsInterfaceName = { name: string; bridge: string; patchPeer: string | null }

function ovsInterfaces(ovs: OvsState | null): OvsInterfaceName[] {
  return (ovs?.bridges ?? []).flatMap((bridge) =>
    bridge.ports.flatMap((port) =>
      port.interfaces.map(({ name, patchPeer }) => ({ name, bridge: bridge.name, patchPeer })),
    ),
  )
}

const addressOf = (cidr: string): string | null => canonicalIp(cidr.replace(/\/\d+$/, ''))
