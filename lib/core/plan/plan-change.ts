import { canonicalIp } from '../address/ip'
import type { NetworkState } from '../model/network-state'
import type { LibvirtXml } from './working-state'
import { WorkingState } from './working-state'
import { contradictions } from './contradictions'
import { applyIntents, unreadOfIntents } from './edits/table'
import { guestsDisrupted } from './effects/guests-disrupted'
import type { Intent, PlanIssue } from '../intents/intent'
import { warnOfBounce } from './render/bounced-links'
import { unableIssues, warnOfUnknownAbilities } from './effects/kernel-abilities'
import { warnOfManagers } from './effects/link-managers'
import { warnOfOwners } from './effects/owners'
import { hasAddress, managementPathIn, managementRisk, newAddresses, wayFound } from './effects/management-risk'
import { unreadOfChanges } from './needs'
import { notStored } from './effects/not-stored'
import { definitionChanges } from './definitions/definition-changes'
import type { ObjectChange } from '../objects/object-ref'
import { diffObjects, fingerprintOf } from '../objects/state-objects'
import type { OvsKept } from './kept/ovs-kept'
import { NOTHING_KEPT } from './kept/ovs-kept'
import { keptFor, ovsLosses } from './kept/ovs-losses'
import { renderAddresses } from './render/addresses'
import { renderGuestNics } from './render/guest-nics'
import { renderLinks } from './render/links'
import { renderNetworks } from './render/networks'
import { renderOvs } from './render/ovs'
import { rollbackSeconds } from './effects/rollback-time'
import { silencedManagement, warnOfSilence } from './effects/silent-bridge'
import type { Fingerprint, Plan } from './step'
import { FINGERPRINT_FORMAT, orderSteps } from './step'
import { unwritable } from './effects/unwritable'
import { withoutTaps, withoutVanishing } from './effects/vanished-taps'
import { firstCarriers, linkLosses } from './effects/link-losses'
import { rehearsalOf } from './rehearsal/stage'
import { danglingReferences } from './effects/dangling-references'

export type PlanContext = {
  /**
   * Raw definitions of the networks (by name) and guests (by UUID) that the intents name, as `virsh net-dumpxml` and `dumpxml`
   * print them with and without --inactive. NetworkState does not hold the text, and without it nothing of libvirt is edited.
   */
  xml: LibvirtXml
  /** MACs of other hosts' guests, with whose they are: not to be given out again. */
  macsElsewhere?: Readonly<Record<string, string>>
  /** Where to confirm after our address changed; null or left out: the plan proposes one. */
  confirmAddress?: string | null
  /** What Open vSwitch has besides what the model holds; null: it could not be read, and what goes does not come back in full. */
  ovs?: OvsKept | null
  /** Undoing only: what it had before the change that is taken back. */
  ovsWanted?: OvsKept
  /** Undoing and pushing only: what somebody else changed in the meantime is overwritten too. */
  overwrite?: boolean
}

export const NO_XML: LibvirtXml = { networks: {}, guests: {} }

export type Planned = { ok: true; plan: Plan } | { ok: false; issues: PlanIssue[] }

/**
 * What must be done on a host to make these edits true, each seeing what those before it made; or why it is refused, before the
 * host is touched. What rests on something that was not read is refused (`source_unread`): absent is not unknown. Edits that
 * are true already give no steps. Pure: same state, same edits, same plan.
 */
export function planChange(observed: NetworkState, intents: readonly Intent[], context: PlanContext): Planned {
  const unread = unreadOfIntents(observed, intents)
  if (unread.length > 0) return { ok: false, issues: unread }
  const contrary = contradictions(observed, intents)
  if (contrary.length > 0) return { ok: false, issues: contrary }
  const working = new WorkingState(observed, context.xml, context.macsElsewhere)
  applyIntents(working, intents)
  return finishPlan(working, context)
}

/** The plan that makes the host what the working state says, or everything that was refused. */
export function finishPlan(working: WorkingState, context: PlanContext): Planned {
  if (working.issues.length > 0) return { ok: false, issues: working.issues }
  const { observed, state } = working
  const changes = withoutVanishing(diffObjects(observed, state), working.vanishing)
  const unread = unreadOfChanges(observed, changes)
  const issues =
    unread.length > 0 ? unread : [...wholeIssues(working, context), ...unwritable(observed, state, changes)]
  return issues.length > 0 ? { ok: false, issues } : { ok: true, plan: toPlan(working, context, changes) }
}

/** What only shows when all edits are made. */
function wholeIssues(working: WorkingState, context: PlanContext): PlanIssue[] {
  const { observed, state } = working
  const issues: PlanIssue[] = danglingReferences(observed, state, working.vanishing)
    .filter(({ isStored }) => isStored === undefined)
    .map(({ message }) => ({
      path: '',
      code: 'in_use',
      message: `${message}: change that in the same change, or first`,
    }))
  const { localAddress, isGuess } = observed.management
  const address = context.confirmAddress ?? null
  if (address !== null && !hasAddress(state, address))
    issues.push({
      path: 'confirmAddress',
      code: 'unknown_address',
      message: `${address} is on no link after this change: name one of the host's addresses to confirm at`,
    })
  if (
    !isGuess &&
    localAddress !== null &&
    hasAddress(observed, localAddress) &&
    !hasAddress(state, localAddress) &&
    address === null &&
    newAddresses(observed, state).length === 0
  )
    issues.push({
      path: '',
      code: 'management_lost',
      message: `${localAddress}, where we are connected, would be gone and no other address comes: keep it, or give a new one in the same change`,
    })
  return [...issues, ...silencedManagement(working), ...unableIssues(working)]
}

function toPlan(working: WorkingState, context: PlanContext, changes: ObjectChange[]): Plan {
  warnOfSilence(working)
  const { observed, state } = working
  warnOfUnknownAbilities(working)
  warnOfManagers(working, changes)
  warnOfOwners(working, changes)
  warnOfBounce(working, changes)
  const xml = { before: context.xml, after: working.xml }
  const steps = orderSteps([
    ...renderGuestNics(changes, { state: observed, xml, moves: working.guestMoves }),
    ...renderNetworks(changes, xml),
    ...renderOvs(changes, {
      today: context.ovs ?? NOTHING_KEPT,
      ...(context.ovsWanted && { wanted: context.ovsWanted }),
      version: state.ovs?.version ?? null,
    }),
    ...renderLinks(observed, state, changes),
    ...renderAddresses(observed, state, changes),
  ])
  const after = managementPathIn(state)
  const risk = managementRisk(observed, after, changes)
  const disrupted = guestsDisrupted(observed, state, changes, working.guestMoves)
  return {
    basedOn: foundFor(observed, { changes, risk, managementPath: observed.management }),
    fingerprintFormat: FINGERPRINT_FORMAT,
    steps,
    changes,
    consequences: withoutTaps(observed, working.vanishing),
    definitions: definitionChanges(xml.before, xml.after),
    risk: {
      level: risk.level,
      isGuestDisrupting: disrupted.some(({ how }) => how !== 'power cycle'),
      reasons: [...risk.reasons, ...guestReasons(disrupted)],
    },
    managementPath: observed.management,
    managementPathAfter: after,
    guestsDisrupted: disrupted,
    notStored: notStored(changes),
    warnings: [
      ...working.warnings,
      ...linkLosses(changes),
      ...firstCarriers(observed, changes),
      ...ovsLosses(changes, observed.ovs, context.ovs),
    ],
    ...(context.ovs && { ovs: keptFor(changes, context.ovs) }),
    rehearsal: rehearsalOf(observed, { steps, changes, managementPath: observed.management }),
    timeoutSeconds: rollbackSeconds(observed, state, steps, changes),
    confirm: confirmation(working, context, risk.level === 'R2'),
  }
}

const guestReasons = (disrupted: Plan['guestsDisrupted']): string[] =>
  disrupted
    .filter(({ how }) => how !== 'power cycle')
    .map(({ guestName, nic, how, why }) => `${nic} of ${guestName}: ${how}, ${why}`)

/** Our address stays: there. It goes: at the one the operator names, or the only new one that can take its place. */
function confirmation({ observed, state }: WorkingState, context: PlanContext, isMoving: boolean): Plan['confirm'] {
  const { localAddress } = observed.management
  const named = context.confirmAddress ?? null
  if (named !== null) return { isNeeded: false, address: canonicalIp(named) }
  if (!isMoving || localAddress === null) return { isNeeded: false, address: null }
  if (hasAddress(state, localAddress)) return { isNeeded: false, address: localAddress }
  const [only, ...others] = newAddresses(observed, state).filter(
    (address) => address.includes(':') === localAddress.includes(':'),
  )
  return { isNeeded: true, address: only !== undefined && others.length === 0 ? only : null }
}

type Rests = Pick<Plan, 'changes' | 'managementPath'> & { risk: Pick<Plan['risk'], 'level'> }

/** What a plan rests on, as a state has it: its objects, and the way to the host where it touches that. */
export const foundFor = (state: NetworkState, { changes, risk, managementPath }: Rests): Fingerprint => ({
  ...fingerprintOf(state, changes),
  ...(risk.level !== 'R0' && { management: wayFound(state, managementPath) }),
})

/** What is no longer as it was when the plan was made: a plan with any must not be applied. */
export function stalenessOf(plan: Rests & Pick<Plan, 'basedOn'>, state: NetworkState): string[] {
  const { basedOn } = plan
  const now = foundFor(state, plan)
  return Object.keys(basedOn).filter((key) => basedOn[key] !== now[key])
}
