// For tests only: what holds of any plan on any host. Each throws where it does not, and says whether there was a plan at all.
import { adopt, desiredOf } from '../../desired/desired'
import { findDrift } from '../../desired/drift'
import { planDesired } from '../../desired/plan-desired'
import type { NetworkState } from '../../model/network-state'
import { verifyPlan, verifyUndo } from '../../verify/verify-plan'
import type { LibvirtXml } from '../working-state'
import { definitionChanges } from '../definitions/definition-changes'
import { nicKey } from '../../observe/nic-key'
import { nicSeen } from '../edits/guest-nic-scopes'
import { interfaceIn, textOf } from '../definitions/guest-nic-xml'
import type { CommandHost } from './host'
import { definitionsOf, observeCommandHost } from './host'
import type { Intent, IntentInput } from '../../intents/intent'
import { parseIntents } from '../../intents/intent'
import type { ObjectChange } from '../../objects/object-ref'
import { refOf } from '../../objects/ref-words'
import { diffObjects } from '../../objects/state-objects'
import type { Planned } from '../plan-change'
import { planChange } from '../plan-change'
import { planUndo } from '../plan-undo'
import { runbook } from '../runbook'
import { simulatePlan, simulateUndo } from '../simulate'
import type { Command, Plan } from '../step'
import { undoCommands } from '../step'
import { danglingReferences } from '../effects/dangling-references'

/** A host as planning sees it. */
export type World = { state: NetworkState; xml: LibvirtXml }

export const intentsOf = (input: readonly IntentInput[]): Intent[] =>
  input.flatMap((each) => {
    const result = parseIntents([each])
    return result.ok ? result.intents : []
  })

/** The host after a plan that did what it says. */
export function after({ state, xml }: World, plan: Plan): World {
  const records = { network: { ...xml.networks }, guest: { ...xml.guests } }
  for (const { kind, owner, scope, after: text } of plan.definitions)
    records[kind][owner] = { ...(records[kind][owner] ?? { running: null, stored: null }), [scope]: text }
  const next: LibvirtXml = { networks: records.network, guests: records.guest }
  return { state: readAgain(simulatePlan(state, plan), next), xml: next }
}

/** As an observation would tell of guests' NICs: a network that was changed may be what a NIC's definition does not name. */
const readAgain = (state: NetworkState, { guests }: LibvirtXml): NetworkState => ({
  ...state,
  guests: state.guests.map((guest) => {
    const pair = guests[guest.uuid]
    const nics = guest.nics.map((nic) => {
      const key = nicKey(guest, nic)
      const seen = nicSeen(state, interfaceIn(pair?.running ?? null, key), interfaceIn(pair?.stored ?? null, key))
      return seen === null ? nic : { ...seen, name: nic.name }
    })
    return { ...guest, nics }
  }),
})

/** Random edits one by one, each where it is possible: how a host comes to be. */
export const grow = (world: World, intents: readonly Intent[]): World =>
  intents.reduce((now, intent) => {
    const planned = planChange(now.state, [intent], { xml: now.xml })
    return planned.ok ? after(now, planned.plan) : now
  }, world)

/** Those of the edits that are possible together, in order. */
export const possible = ({ state, xml }: World, intents: readonly Intent[]): Intent[] =>
  intents.reduce<Intent[]>(
    (kept, next) => (planChange(state, [...kept, next], { xml }).ok ? [...kept, next] : kept),
    [],
  )

function same(what: string, found: unknown, wanted: unknown): void {
  const [left, right] = [JSON.stringify(found), JSON.stringify(wanted)]
  if (left !== right) throw new Error(`${what}: wanted ${right}, found ${left}`)
}

const must = (what: string, planned: Planned): Plan => {
  if (!planned.ok) throw new Error(`${what} is refused: ${JSON.stringify(planned.issues)}`)
  return planned.plan
}

/** libvirt makes taps by itself, and gives them names of its own. */
const isTap = ({ name }: { name: string }): boolean => /^(vnet|macvtap)\d/.test(name)
const namesOf = (changes: readonly ObjectChange[]): string[] =>
  changes.filter((change) => !isTap(change)).map(({ kind, name }) => `${kind} ${name}`)
const linesOf = (plan: Plan): string[] => plan.steps.map(({ run }) => run.argv.join(' '))

/** Each definition that differs in more than the order of its guest's NICs. */
function definitionsDiffering(a: LibvirtXml, b: LibvirtXml): string[] {
  return definitionChanges(a, b).flatMap(({ kind, owner, scope, before, after: text }) => {
    // A NIC that was plugged anew gets new aliases and taps.
    if (kind === 'guest' && scope === 'running') return []
    if (kind === 'guest' && sortedNics(before) === sortedNics(text)) return []
    // net-update puts a portgroup that comes back behind the others.
    if (kind === 'network' && sortedLines(before) === sortedLines(text)) return []
    return [`${kind} ${owner} ${scope}: ${before ?? 'none'} → ${text ?? 'none'}`]
  })
}

const sortedLines = (text: string | null): string => (text ?? '').split('\n').sort().join('\n')

const sortedNics = (text: string | null): string =>
  [...(text ?? '').matchAll(/<mac address="([^"]+)"/g)]
    .map(([, mac = '']) => {
      const element = interfaceIn(text, mac)
      return element === null ? '' : textOf(element).replace(/>\s+</g, '><')
    })
    .sort()
    .join('\n')

/** A plan gives what it says, nothing is to do twice, and it can be taken back in every way there is. */
export function checkPlan(world: World, edits: readonly Intent[]): Plan | null {
  const intents = possible(world, edits)
  const { state, xml } = world
  const planned = planChange(state, intents, { xml })
  if (!planned.ok || intents.length === 0) return null
  const { plan } = planned
  same('steps without changes', plan.steps.length === 0, plan.changes.length === 0)
  same('the same plan again', planChange(state, intents, { xml }), planned)
  const next = after(world, plan)
  same('verify after the plan', verifyPlan(plan, next.state), [])
  const back = readAgain(simulateUndo(next.state, plan), xml)
  same('verify after the undoing', verifyUndo(plan, back), [])
  same('the state after the undoing', diffObjects(state, back), [])
  same('loose ends', looseEnds(state, next.state), [])
  checkUndo(world, next, plan)
  checkDesired(world, next, plan)
  checkAgain(next, intents)
  runbook(plan)
  return plan
}

/** A stopped guest may be left without its network: that is warned of. */
const looseEnds = (before: NetworkState, now: NetworkState): string[] =>
  danglingReferences(before, now, new Set())
    .filter(({ isStored }) => isStored === undefined)
    .map(({ message }) => message)

/** The last edit of a thing wins: what it wanted is so, hence there is nothing left to do for it. */
function checkAgain({ state, xml }: World, intents: readonly Intent[]): void {
  const last = intents.at(-1)
  if (last === undefined || /\.(?:remove|attach|detach)$/.test(last.kind) || last.kind === 'uplink.move') return
  // A macvtap or NIC that was plugged anew has no tap in a simulation.
  if (last.kind === 'guestNic.move' || last.kind === 'portgroup.set') return
  const again = planChange(state, [last], { xml })
  same('the last edit once more', again.ok ? linesOf(again.plan) : again.issues, [])
}

/** Planned later, from what the host is then: everything is as before, and there is nothing more to take back. */
function checkUndo(world: World, next: World, plan: Plan): void {
  const first = planUndo(next.state, plan, { xml: next.xml })
  const isInUse = !first.ok && first.issues.every(({ code }) => code === 'in_use')
  // Where a stopped guest names what goes, somebody has to say that it may.
  const undo = must('undoing', isInUse ? planUndo(next.state, plan, { xml: next.xml, overwrite: true }) : first)
  const back = after(next, undo)
  same('objects after a planned undo', namesOf(diffObjects(world.state, back.state)), [])
  same('definitions after a planned undo', definitionsDiffering(world.xml, back.xml), [])
  same('undoing twice', linesOf(must('undoing twice', planUndo(back.state, plan, { xml: back.xml }))), [])
}

/**
 * What may keep wanted objects from being pushed onto the host as it was. A guest's unplugged NIC that is still stored is no
 * drift, and may keep its network from being stopped; old versions of libvirt set no link while the guest runs.
 */
const RIGHTLY_REFUSED: ReadonlySet<string> = new Set(['network_in_use', 'in_use', 'not_live'])

/** What a change wants is so after it, and pushing it makes it so again. */
function checkDesired(world: World, next: World, plan: Plan): void {
  const desired = desiredOf(plan, next.xml)
  const drift = (state: NetworkState): string[] =>
    findDrift(desired, state).flatMap(({ what, lines }) => lines.map((line) => `${what}: ${line}`))
  same('drift after the plan', drift(next.state), [])
  same('pushing what is so', linesOf(must('pushing', planDesired(next.state, desired, { xml: next.xml }))), [])
  const push = planDesired(world.state, desired, { xml: world.xml })
  if (push.ok) same('drift after pushing', drift(after(world, push.plan).state), [])
  else if (push.issues.some(({ code }) => !RIGHTLY_REFUSED.has(code))) must('pushing', push)
  const adopted = adopt(next.state, plan.changes.map(refOf), next.xml)
  same('drift of what was adopted', findDrift(adopted, next.state), [])
}

/** Undone although others changed the host meanwhile: refused, or right in all that the plan touched. */
export function checkLateUndo(
  world: World,
  edits: readonly Intent[],
  meanwhile: readonly Intent[],
): 'undone' | 'refused' {
  const planned = planChange(world.state, possible(world, edits), { xml: world.xml })
  if (!planned.ok) return 'refused'
  const now = grow(after(world, planned.plan), meanwhile)
  const undo = planUndo(now.state, planned.plan, { xml: now.xml })
  if (!undo.ok) {
    for (const { message } of undo.issues) if (message.length < 20) throw new Error(`no reason: "${message}"`)
    return 'refused'
  }
  const back = after(now, undo.plan)
  same('loose ends', looseEnds(now.state, back.state), [])
  same('undoing twice', linesOf(must('undoing twice', planUndo(back.state, planned.plan, { xml: back.xml }))), [])
  return 'undone'
}

/** Carried out with the host's own commands: as planned, and as before after either way of undoing. */
export function checkOnHost(
  host: CommandHost,
  address: string,
  past: readonly Intent[],
  edits: readonly Intent[],
): boolean {
  const observe = (): World => {
    const state = observeCommandHost(host, address)
    return { state, xml: definitionsOf(host, state) }
  }
  const perform = (commands: readonly Command[]): void => {
    for (const { argv, stdin } of commands) {
      const { status, stderr } = host.run(argv, stdin)
      if (status !== 0) throw new Error(`${argv.join(' ')}: status ${status}, ${stderr}${stdin ?? ''}`)
    }
  }
  const runOf = (plan: Plan): Command[] => plan.steps.map(({ run }) => run)
  for (const intent of past) {
    const { state, xml } = observe()
    const planned = planChange(state, [intent], { xml })
    if (planned.ok) perform(runOf(planned.plan))
  }
  const world = observe()
  const planned = planChange(world.state, possible(world, edits), { xml: world.xml })
  if (!planned.ok || planned.plan.steps.length === 0) return false
  const { plan } = planned
  perform(runOf(plan))
  same('verify on the host', verifyPlan(plan, observe().state), [])
  perform(undoCommands(plan.steps))
  same('objects after the commands that undo', namesOf(diffObjects(world.state, observe().state)), [])
  perform(runOf(plan))
  const later = observe()
  same('drift on the host', findDrift(desiredOf(plan, later.xml), later.state), [])
  const undo = must('undoing on the host', planUndo(later.state, plan, { xml: later.xml }))
  perform(runOf(undo))
  const back = observe()
  same('objects after a planned undo on the host', namesOf(diffObjects(world.state, back.state)), [])
  same('definitions after a planned undo on the host', definitionsDiffering(world.xml, back.xml), [])
  return true
}
