/* Settings of links that are there: bridges, bonds, macvlans. */
import type { Link } from '../../model/link'
import { bouncedLinks, needsBondDown } from './bounced-links'
import { ip, leaveMaster, setBond, setBridge, setMacvlanMode, setPrimary, setUp } from '../commands/link-commands'
import type { LinkChange, Sides } from './link-steps'
import { steps } from './link-steps'
import { restoreBounced } from './addresses'
import type { Command, Phase, StepDraft } from '../step'

export function settings(change: LinkChange, phase: Phase, sides: Sides): StepDraft[] {
  const { before, after, name } = change
  if (before === null || after === null) return []
  const made: StepDraft[] = []
  if (before.bridge && after.bridge && bridgeText(before.bridge) !== bridgeText(after.bridge))
    made.push(
      ...steps(
        change,
        phase,
        `Set bridge ${name}: ${bridgeText(after.bridge)}`,
        [setBridge(name, before.bridge, after.bridge)],
        [setBridge(name, after.bridge, before.bridge)],
      ),
    )
  if (after.bridge && after.mac !== null && after.mac !== before.mac)
    made.push(
      ...steps(
        change,
        phase,
        `Give ${name} the address ${after.mac}`,
        [ip('link', 'set', 'dev', name, 'address', after.mac)],
        before.mac === null ? [] : [ip('link', 'set', 'dev', name, 'address', before.mac)],
      ),
    )
  if (before.macvlan && after.macvlan && before.macvlan.mode !== after.macvlan.mode)
    made.push(
      ...steps(
        change,
        phase,
        `Set ${name} to mode ${after.macvlan.mode}`,
        [setMacvlanMode(after)],
        [setMacvlanMode(before)],
      ),
    )
  if (before.bond && after.bond && bondText(before.bond) !== bondText(after.bond))
    made.push(...bondSettings(change, before, after, phase, sides))
  return made
}

const bridgeText = ({ isVlanFiltering, stpState }: NonNullable<Link['bridge']>): string =>
  `VLAN filtering ${isVlanFiltering ? 'on' : 'off'}, STP ${stpState === 'off' ? 'off' : 'on'}`
const bondText = ({ mode, lacpRate, hashPolicy }: NonNullable<Link['bond']>): string =>
  [mode, lacpRate === null ? '' : `LACP ${lacpRate}`, hashPolicy ?? ''].filter(Boolean).join(', ')

/** The mode changes only on a bond that is down and has no members, the LACP rate only on one that is down. */
function bondSettings(change: LinkChange, before: Link, after: Link, phase: Phase, sides: Sides): StepDraft[] {
  const { name } = change
  if (before.bond === null || after.bond === null) return []
  const set = steps(
    change,
    phase,
    `Set bond ${name}: ${bondText(after.bond)}`,
    [setBond(name, before.bond, after.bond)],
    [setBond(name, after.bond, before.bond)],
  )
  if (!needsBondDown(before, after)) return set
  const members = before.bond.mode === after.bond.mode ? [] : before.bond.members.map((member) => member.name)
  const kept = members.filter((member) => after.bond?.members.some((other) => other.name === member) === true)
  const enslave = (member: string): Command[] => [
    setUp(member, false),
    ip('link', 'set', 'dev', member, 'master', name),
  ]
  const [first, ...rest] = [
    ...(losesPrimary(before, after) ? primarySteps(change, phase) : []),
    ...kept.flatMap((member) =>
      steps(
        change,
        phase,
        `Take ${member} out of ${name} for the change of mode`,
        [leaveMaster(member)],
        enslave(member),
      ),
    ),
    ...steps(
      change,
      phase,
      `Set ${name} down for the change`,
      [setUp(name, false)],
      before.isUp ? [setUp(name, true)] : [],
    ),
    ...set,
    ...kept.flatMap((member) =>
      steps(change, phase, `Put ${member} back into ${name}`, enslave(member), [leaveMaster(member)]),
    ),
    ...(after.isUp ? steps(change, phase, `Set ${name} up again`, [setUp(name, true)], [setUp(name, false)]) : []),
  ]
  if (first === undefined) return rest
  // Undone last: now the bond is up again as it was, and what the kernel dropped meanwhile can come back.
  const restored = restoreBounced(sides.stateBefore, bouncedLinks(sides.stateBefore, [change]))
  return [{ ...first, undo: [...(first.undo ?? []), ...restored] }, ...rest]
}

/** Modes without a primary refuse even to clear it: that comes before the change of mode. */
const losesPrimary = (before: Link | null, after: Link | null): boolean =>
  after?.bond?.primary === null && before?.bond?.mode !== after.bond.mode

/** After the members: these are built first, since a bond stands below nobody but its bridge. */
export const primary = (change: LinkChange): StepDraft[] =>
  losesPrimary(change.before, change.after) ? [] : primarySteps(change, 'links-on-ovs')

function primarySteps(change: LinkChange, phase: Phase): StepDraft[] {
  const { before, after, name } = change
  const [from, to] = [before?.bond?.primary ?? null, after?.bond?.primary ?? null]
  if (from === to || after === null) return []
  const undo = before === null ? [] : [setPrimary(name, from)]
  return steps(change, phase, `Make ${to ?? 'no member'} the primary of ${name}`, [setPrimary(name, to)], undo)
}
