import type { SimLink, SimState } from '../machine/state'

export const membersOf = (state: SimState, master: string): SimLink[] =>
  [...state.links.values()].filter((link) => link.master === master)

/** Whether frames could leave by this link: cable, member, parent or peer, followed down to the ground. */
export const hasCarrier = (state: SimState, link: SimLink, depth = 0): boolean => {
  if (!link.isUp || depth > 8) return false
  const { detail } = link
  const lowerHas = (name: string | null): boolean => {
    const lower = name === null ? undefined : state.links.get(name)
    return lower !== undefined && hasCarrier(state, lower, depth + 1)
  }
  switch (detail.kind) {
    case 'nic':
      return detail.hasCable
    case 'bond':
    case 'bridge':
      return membersOf(state, link.name).some((member) => hasCarrier(state, member, depth + 1))
    case 'vlan':
    case 'macvtap':
    case 'macvlan':
      return lowerHas(link.lower)
    case 'veth':
      return state.links.get(detail.peer)?.isUp ?? false
    case 'tun':
      return detail.isOpen
    default:
      return true
  }
}

/** Kinds whose driver reports a carrier, so that `operstate` says UP; the others stay UNKNOWN while they are up. */
const REPORTS_STATE = new Set(['nic', 'bridge', 'bond', 'vlan', 'macvtap', 'macvlan', 'veth'])

export const operState = (state: SimState, link: SimLink): 'UP' | 'DOWN' | 'UNKNOWN' | 'LOWERLAYERDOWN' => {
  if (!link.isUp) return 'DOWN'
  if (!hasCarrier(state, link)) return link.lower === null ? 'DOWN' : 'LOWERLAYERDOWN'
  return REPORTS_STATE.has(link.detail.kind) ? 'UP' : 'UNKNOWN'
}

/** The flags of `ip link`, in its order. */
export const linkFlags = (state: SimState, link: SimLink): string[] => {
  const flags: string[] = []
  const isCarrying = hasCarrier(state, link)
  if (link.isUp && !isCarrying) flags.push('NO-CARRIER')
  if (link.detail.kind === 'loopback') flags.push('LOOPBACK')
  else if (link.detail.kind === 'dummy') flags.push('BROADCAST', 'NOARP')
  else flags.push('BROADCAST', 'MULTICAST')
  if (link.detail.kind === 'bond') flags.push('MASTER')
  if (isBondMember(state, link)) flags.push('SLAVE')
  if (link.isUp) flags.push('UP')
  if (isCarrying) flags.push('LOWER_UP')
  return flags
}

export const isBondMember = (state: SimState, link: SimLink): boolean =>
  link.master !== null && state.links.get(link.master)?.detail.kind === 'bond'

/** The member that an active-backup bond uses now: the primary while it has carrier, else the first that has. */
export const activeMember = (state: SimState, bond: SimLink): string | null => {
  if (bond.detail.kind !== 'bond') return null
  const { primary } = bond.detail
  const alive = membersOf(state, bond.name).filter((member) => hasCarrier(state, member))
  return alive.find((member) => member.name === primary)?.name ?? alive[0]?.name ?? null
}

/** The switch that all live members of an 802.3ad bond would form an aggregate with. */
export const partnerOf = (state: SimState, member: SimLink): { mac: string; key: number } | null => {
  const { detail } = member
  if (detail.kind !== 'nic' || !hasCarrier(state, member) || detail.neighbour?.speaksLacp !== true) return null
  return { mac: detail.neighbour.chassisMac, key: 15 }
}
