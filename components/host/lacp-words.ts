import type { BondDetail, BondMember } from '@/lib/core/model/link'

/** What a member's LACP state means, and what to do where it is not well. */
export type LacpVerdict = { health: 'ok' | 'warn' | 'error' | 'off'; text: string }

/** "synchronized" and the British spelling are the same flag; OVS and the kernel print flags in lower case or as words. */
const hasFlag = (flags: readonly string[] | undefined, flag: string): boolean =>
  flags?.some((each) => each.toLowerCase().startsWith(flag)) ?? false

/**
 * IEEE 802.1AX state flags as a sentence. The order is the order of trouble: a partner that is silent (defaulted, expired)
 * explains everything that follows from it.
 */
export function explainMember(bond: BondDetail, member: BondMember): LacpVerdict {
  if (!member.isUp) return { health: 'error', text: 'No carrier: check the cable, the optics and the switch port.' }
  if (bond.lacp === 'off')
    return member.isEnabled || member.isActive
      ? { health: 'ok', text: bond.activeMember === member.name ? 'Active: carries the traffic.' : 'Carries traffic.' }
      : { health: 'off', text: 'Standby: takes over when the active member fails.' }
  const { actor, partner } = member
  if (hasFlag(actor?.flags, 'defaulted') || (partner === null && bond.lacpStatus !== 'negotiated'))
    return {
      health: 'error',
      text: 'No LACP frames from the switch: its port is in no port-channel, or its LACP is off. Both ends passive is silent too.',
    }
  if (hasFlag(actor?.flags, 'expired'))
    return { health: 'error', text: 'The switch stopped sending LACP frames: look at its port and its port-channel.' }
  if (partner !== null && !hasFlag(partner.flags, 'sync'))
    return {
      health: 'warn',
      text: 'The switch does not take this port into the bundle: key, speed or VLANs differ from the other members.',
    }
  if (actor !== null && !(hasFlag(actor.flags, 'collecting') && hasFlag(actor.flags, 'distributing')))
    return { health: 'warn', text: 'In the bundle, but not yet collecting and distributing.' }
  return { health: 'ok', text: 'In the bundle: collecting and distributing.' }
}

/** One sentence on the whole bond. */
export function explainBond(bond: BondDetail): LacpVerdict {
  const up = bond.members.filter((member) => member.isUp && (member.isEnabled || member.isActive)).length
  const all = bond.members.length
  if (up === 0) return { health: 'error', text: 'No member carries traffic.' }
  const partners = new Set(bond.members.flatMap((member) => member.partner?.systemId ?? []))
  if (partners.size > 1)
    return {
      health: 'error',
      text: `The members see ${partners.size} different switches: a bundle ends at one system, or at an MLAG that speaks as one.`,
    }
  if (bond.lacp !== 'off' && bond.lacpStatus !== 'negotiated')
    return {
      health: 'warn',
      text: bond.hasFallbackActiveBackup
        ? 'LACP is not negotiated: works as active-backup until the switch answers.'
        : 'LACP is configured and not negotiated.',
    }
  const isWhole = bond.mode === 'active-backup' ? bond.members.every((member) => member.isUp) : up === all
  return { health: isWhole ? 'ok' : 'warn', text: `${up} of ${all} members carry traffic.` }
}
