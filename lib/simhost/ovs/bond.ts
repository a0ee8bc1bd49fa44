import type { SimState } from '../machine/state'
import { hasCarrier, partnerOf } from '../kernel/link-state'
import { mapOf, nameOf, referred, textOf, valueOf } from './database'
import type { OvsDatabase, Row } from './database'

export type BondMemberState = {
  row: Row
  name: string
  hasLink: boolean
  hasPartner: boolean
  partnerMac: string | null
  isEnabled: boolean
  isActive: boolean
}

export type BondState = {
  name: string
  mode: string
  lacp: 'off' | 'active' | 'passive'
  lacpStatus: 'off' | 'configured' | 'negotiated'
  hasFallback: boolean
  isFast: boolean
  members: BondMemberState[]
}

/**
 * What bond.c and lacp.c make of a Port with two or more interfaces; null for others. With LACP and no partner every member
 * is disabled, unless `lacp-fallback-ab` lets it go on as active-backup (ovs-vswitchd.conf.db(5)).
 */
export const bondState = (state: SimState, db: OvsDatabase, port: Row): BondState | null => {
  const rows = referred(db, port, 'interfaces')
  if (rows.length < 2) return null
  const lacpText = textOf(port, 'lacp')
  const lacp = lacpText === 'active' || lacpText === 'passive' ? lacpText : 'off'
  const config = mapOf(port, 'other_config')
  const hasFallback = config.get('lacp-fallback-ab') === 'true'
  const heard = rows.map((row) => {
    const link = state.links.get(nameOf(row))
    const partner = link === undefined ? null : partnerOf(state, link)
    // A card that DPDK drives is no link: its row alone says that it is up.
    const hasLink = link === undefined ? textOf(row, 'link_state') === 'up' : hasCarrier(state, link)
    return { row, name: nameOf(row), hasLink, partnerMac: lacp === 'off' ? null : (partner?.mac ?? null) }
  })
  const isNegotiated = lacp !== 'off' && heard.some(({ partnerMac }) => partnerMac !== null)
  const isFallback = lacp !== 'off' && !isNegotiated && hasFallback
  // bond/show prints the configured mode also while the bond falls back (bond_print_details in bond.c).
  const mode = String(valueOf(port, 'bond_mode') ?? 'active-backup')
  const enabled = heard.map(
    ({ hasLink, partnerMac }) => hasLink && (lacp === 'off' || isFallback || partnerMac !== null),
  )
  const activeAt = enabled.indexOf(true)
  const members = heard.map((member, at) => ({
    ...member,
    hasPartner: member.partnerMac !== null,
    isEnabled: enabled[at] === true,
    isActive: at === activeAt,
  }))
  return {
    name: nameOf(port),
    mode,
    lacp,
    lacpStatus: lacp === 'off' ? 'off' : isNegotiated ? 'negotiated' : 'configured',
    hasFallback,
    isFast: config.get('lacp-time') === 'fast',
    members,
  }
}
