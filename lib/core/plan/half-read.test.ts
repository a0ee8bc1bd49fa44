import { describe, expect, it } from 'vitest'
import type { SimHost } from '../../simhost/sim-host'
import type { DesiredObject } from '../desired/desired'
import { adopt, changeOf, desiredOf, whyNotAdopted } from '../desired/desired'
import { planDesired, unreadOfDesired } from '../desired/plan-desired'
import type { Intent, IntentInput } from '../intents/intent'
import { parseIntents } from '../intents/intent'
import type { NetworkState } from '../model/network-state'
import { configOf, manageableRefs } from '../objects/state-objects'
import { refKey } from '../objects/ref-words'
import { unreadGrounds } from '../objects/unread-grounds'
import { observeHost } from '../observe/observe-host'
import type { CommandOutput, RawFacts } from '../observe/read-command'
import { READ_COMMANDS } from '../observe/read-commands'
import type { Plan } from './step'
import type { Planned } from './plan-change'
import { planChange } from './plan-change'
import { planUndo } from './plan-undo'
import { ADDRESS, editedHost, EXAMPLES } from './testing/edited-host'
import { definitionsOf } from './testing/host'

/*
 * Every command of a reading, every way in which its answer can fall short, every kind of edit: the plan is the one that the whole
 * reading gives, or there is none, and what was not read is named. A new command, or a new kind of edit, is tried from then on.
 */

const half = (text: string): string => text.slice(0, text.length / 2)
const rows = (text: string): string => text.slice(0, text.lastIndexOf('\n', text.length / 2) + 1)
/** A row that is none, in the place of the first. */
const badRow = (text: string): string =>
  text.replace(/"(?:ifindex|dst|ifname|data|name)":.*?[,}]|<name>|^\/proc.*$/m, '"?"":,')

const FAULTS: Readonly<Record<string, (stdout: string) => Partial<CommandOutput>>> = {
  failed: () => ({ status: 1, stdout: '', stderr: 'broken for the test' }),
  'failed with an answer': (stdout) => ({ status: 1, stdout, stderr: 'broken for the test' }),
  'failed half way': (stdout) => ({ status: 1, stdout: rows(stdout), stderr: 'broken for the test' }),
  'timed out': (stdout) => ({ status: null, isTimedOut: true, stdout: half(stdout) }),
  'timed out after a row': (stdout) => ({ status: null, isTimedOut: true, stdout: rows(stdout) }),
  truncated: (stdout) => ({ isTruncated: true, stdout: half(stdout) }),
  'truncated after a row': (stdout) => ({ isTruncated: true, stdout: rows(stdout) }),
  // A shell's status tells where its lines end too early; a document tells it by itself.
  'cut in the middle': (stdout) => ({ stdout: /^(?:[[{]|\w+ active\n)/.test(stdout) ? half(stdout) : stdout }),
  garbage: () => ({ stdout: 'Segmentation fault\n' }),
  'not found': () => ({ status: 127, stdout: '', stderr: 'sh: 1: not found' }),
  'not answered yet': () => ({ status: null, stdout: '', isPending: true }),
  'a bad row': (stdout) => ({ stdout: badRow(stdout) }),
}

type Fault = { name: string; state: NetworkState }

const read = (from: SimHost): RawFacts =>
  Object.fromEntries(
    READ_COMMANDS.map(({ id, argv }) => [
      id,
      { ...from.run(argv), isTruncated: false, isTimedOut: false, durationMs: 1 },
    ]),
  )
const observe = (facts: RawFacts): NetworkState =>
  observeHost(facts, { readAtMs: 0, sshConnection: `192.0.2.1 50000 ${ADDRESS} 22` })

/** Readings that differ in nothing that a plan could see are tried once. */
function faultsOf(answers: RawFacts, kinds = Object.keys(FAULTS)): Fault[] {
  const found = new Map<string, Fault>()
  for (const [id, answer] of Object.entries(answers))
    for (const fault of kinds) {
      const state = observe({ ...answers, [id]: { ...answer, ...FAULTS[fault]?.(answer.stdout) } })
      const unread = unreadGrounds(state).map(({ ground, about }) => ({ ground, about }))
      const unasked = state.sources.flatMap(({ problems }) => problems.map(({ command }) => command))
      const key = JSON.stringify([{ ...state, sources: [], unrecognised: [] }, unread, unasked])
      if (!found.has(key)) found.set(key, { name: `${id}: ${fault}`, state })
    }
  return [...found.values()]
}

/** What of a plan is done, said or counted on: not what a NIC's cable or a bond's partner says just now. */
const essenceOf = ({ plan }: { plan: Plan }): unknown => ({
  ...plan,
  basedOn: null,
  managementPath: null,
  managementPathAfter: null,
  timeoutSeconds: null,
  rehearsal: null,
  changes: [plan.changes, plan.consequences].map((changes) =>
    changes.map((change) => [refKey(change), configOf(change, 'before'), configOf(change)]),
  ),
  consequences: null,
  warnings: plan.warnings.filter((text) => !/may take this back|is not known; without it/.test(text)),
})

const intentsOf = (edit: IntentInput): Intent[] => {
  const parsed = parseIntents([edit])
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues))
  return parsed.intents
}

/** Faults under which another plan is made than of the whole reading, or one is refused for another reason than theirs. */
function misled(faults: readonly Fault[], whole: Planned, planned: (state: NetworkState) => Planned): unknown[] {
  if (!whole.ok) return [whole.issues]
  const wanted = JSON.stringify(essenceOf(whole))
  return faults.flatMap(({ name, state }): unknown[] => {
    const found = planned(state)
    if (!found.ok)
      return found.issues.every(({ code }) => code === 'source_unread') ? [] : [{ name, issues: found.issues }]
    return JSON.stringify(essenceOf(found)) === wanted
      ? []
      : [{ name, essence: essenceOf(found), wanted: essenceOf(whole) }]
  })
}

const host = editedHost()
const answers = read(host)
const whole = observe(answers)
const faults = faultsOf(answers)
const xml = definitionsOf(host, whole)

const wordsOf = (objects: readonly DesiredObject[]): string =>
  JSON.stringify(objects.map((object) => [configOf(changeOf(object)), object.definition]))

const TRIED: IntentInput[] = Object.values(EXAMPLES)
  .flat()
  .map(([edit]) => edit)
const FIRST: IntentInput[] = Object.values(EXAMPLES).map(([[edit]]) => edit)

describe('a plan over a reading that fell short', () => {
  it.each(TRIED)('is that of the whole reading, or none: %j', (edit) => {
    const intents = intentsOf(edit)
    const plan = (state: NetworkState): Planned => planChange(state, intents, { xml })
    expect(misled(faults, plan(whole), plan)).toEqual([])
  })

  it.each(FIRST)('puts back what is wanted as the whole one does, or not at all: %j', (edit) => {
    const planned = planChange(whole, intentsOf(edit), { xml })
    if (!planned.ok) throw new Error(JSON.stringify(planned.issues))
    const wanted = desiredOf(planned.plan)
    const push = (state: NetworkState): Planned => planDesired(state, wanted, { xml, overwrite: true })
    expect(misled(faults, push(whole), push)).toEqual([])
  })

  it.each(FIRST)('takes a change back as the whole one does, or not at all: %j', (edit) => {
    const planned = planChange(whole, intentsOf(edit), { xml })
    if (!planned.ok) throw new Error(JSON.stringify(planned.issues))
    const { plan } = planned
    const changed = editedHost()
    for (const { run } of plan.steps) expect(changed.run(run.argv, run.stdin)).toMatchObject({ status: 0 })
    const facts = read(changed)
    const after = observe(facts)
    const undo = (state: NetworkState): Planned => planUndo(state, plan, { xml: definitionsOf(changed, after) })
    expect(misled(faultsOf(facts, ['failed']), undo(after), undo)).toEqual([])
  })

  it('takes over what runs now as the whole one does, or nothing', () => {
    for (const ref of manageableRefs(whole)) {
      const found = wordsOf(adopt(whole, [ref], xml))
      for (const { name, state } of faults) {
        const objects = adopt(state, [ref], xml)
        const isRefused = whyNotAdopted(state, ref) !== null || unreadOfDesired(state, objects).length > 0
        expect(isRefused || wordsOf(objects) === found, `${refKey(ref)}, ${name}`).toBe(true)
      }
    }
  })

  it('says that nobody knows who looks after a link', () => {
    const [edit] = EXAMPLES['address.set'][0]
    const unknown = faults.find(({ name }) => name === 'system.managers: failed')?.state ?? whole
    const planned = planChange(unknown, intentsOf(edit), { xml })
    expect(planned.ok && planned.plan.warnings.join()).toMatch(
      /Whether NetworkManager .* looks after eth7, .*"broken for the test"/,
    )
  })
})
