import type { GuestDisruption, Plan } from '@/lib/core/plan/step'

export type RiskLine = { code: 'R0' | 'R1' | 'R2' | 'G'; text: string; details: readonly string[] }

const LEVEL_WORDS = {
  R0: 'not touched',
  R1: 'touched; our address stays where it is',
  R2: 'our address, its VLAN or its uplink changes',
} as const

/** "eth0 › br0, 192.0.2.11": the links that our connection travels, from the address outward. */
function managementText({ managementPath }: Pick<Plan, 'managementPath'>): string {
  const { links, localAddress } = managementPath
  return [links.join(' › '), localAddress].filter((text) => text !== null && text !== '').join(', ')
}

/** The sentence that stands beside the path on the canvas. */
export function managementSentence({ risk, managementPath }: Pick<Plan, 'risk' | 'managementPath'>): string {
  if (managementPath.isGuess) return 'SSH management path: not known for sure'
  return `SSH management path: ${risk.level === 'R0' ? 'not touched by this plan' : LEVEL_WORDS[risk.level]}`
}

/** What the plan can break: our own way to the host, then guests. */
export function riskLines(plan: Pick<Plan, 'risk' | 'managementPath' | 'guestsDisrupted'>): RiskLine[] {
  const { risk, guestsDisrupted } = plan
  const path = managementText(plan)
  const guestReasons = new Set(
    guestsDisrupted.map(({ nic, guestName, how, why }) => `${nic} of ${guestName}: ${how}, ${why}`),
  )
  const management: RiskLine = {
    code: risk.level,
    text: `Management path ${path === '' ? 'of this console' : path}: ${LEVEL_WORDS[risk.level]}`,
    details: risk.reasons.filter((reason) => !guestReasons.has(reason)),
  }
  const cutOff = guestsDisrupted.filter(({ how }) => how === 'cut off')
  const blinking = guestsDisrupted.filter(({ how }) => how === 'blink' || how === 'replug')
  const longest = Math.max(...blinking.map(({ seconds }) => seconds))
  return [
    management,
    ...guestLine(cutOff, (who) => `${who} the network for good: no way out of the host is left`),
    ...guestLine(blinking, (who) => `${who} the network for a moment, at most about ${longest} s`),
  ]
}

/** "2 guests lose"; a container counts as what it is. */
function guestLine(disruptions: readonly GuestDisruption[], sentence: (who: string) => string): RiskLine[] {
  const all = new Set(disruptions.map(({ guest }) => guest))
  if (all.size === 0) return []
  const containers = [...all].filter((id) => id.startsWith('container:')).length
  const counted = [counts(all.size - containers, 'guest'), counts(containers, 'container')]
    .filter(Boolean)
    .join(' and ')
  return [{ code: 'G', text: sentence(`${counted} ${all.size === 1 ? 'loses' : 'lose'}`), details: [] }]
}

const counts = (count: number, noun: string): string =>
  count === 0 ? '' : `${count} ${count === 1 ? noun : `${noun}s`}`

export type DisruptedGuest = { key: string; name: string; text: string; why: string }

/** NICs of one guest that are disrupted alike and for the same reason, as one: "net0, net1: blinks, about 1 s". */
export function groupDisruptions(disruptions: readonly GuestDisruption[]): DisruptedGuest[] {
  const groups = new Map<string, GuestDisruption>()
  for (const each of disruptions) {
    const key = [each.guest, each.how, each.seconds, each.why].join(' ')
    const known = groups.get(key)
    groups.set(key, known === undefined ? each : { ...known, nic: `${known.nic}, ${each.nic}` })
  }
  return [...groups].map(([key, group]) => ({
    key,
    name: group.guestName,
    text: disruptionText(group),
    why: group.why,
  }))
}

/** "net0: replug, about 5 s", "net1: at its next start". */
export function disruptionText({ nic, how, seconds }: GuestDisruption): string {
  if (how === 'power cycle') return `${nic}: in force at its next start`
  if (how === 'cut off') return `${nic}: cut off`
  return `${nic}: ${how === 'replug' ? 'unplugged and plugged again' : 'blinks'}, about ${seconds} s`
}
