import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { NetworkState } from '../core/model/network-state'
import type { ObjectChange, ObjectRef } from '../core/objects/object-ref'
import type { Plan } from '../core/plan/step'
import type { Finding } from '../core/lint/finding'
import type { IntentInput } from '../core/intents/intent'
import { definitionsOf, observeCommandHost } from '../core/plan/testing/host'
import { anyIntents } from '../core/plan/testing/intents-libvirt'
import { after, grow, intentsOf, possible } from '../core/plan/testing/properties'
import type { World } from '../core/plan/testing/properties'
import { randomState } from '../core/topology/testing/random-state'
import { sampleState } from '../core/topology/testing/sample-host'
import { allScenarios } from '../core/topology/testing/scenarios'
import { kvmLinux } from './hosts/kvm-linux'
import { kvmMacvtap } from './hosts/kvm-macvtap'
import { kvmOvs } from './hosts/kvm-ovs'
import { LIBVIRT_VERSIONS, PROPERTY_ADDRESS, propertyHost } from './testing/property-host'

/*
 * Data is compared, words are shown. Here every word for people is another one, and all that is compared, kept or sent to a host must be
 * the same: words may be changed, and translated, without a plan that is stored becoming stale or a host that is as wanted drifting.
 */

type Swap = (text: string) => string

/** What each has in common with a translation: other words, the same words for different things, other words each time. */
const SWAPS: Readonly<Record<string, () => Swap>> = {
  'other words': () => (text) => `«${[...text].reverse().join('')}»`,
  'one word for everything': () => () => 'word',
  'another word each time': () => {
    let count = 0
    return () => `word ${count++}`
  },
}

const swapped = (value: unknown, swap: Swap): unknown => {
  if (typeof value === 'string') return swap(value)
  if (typeof value === 'function')
    return (...given: unknown[]): unknown => swapped(Reflect.apply(value, undefined, given), swap)
  if (Array.isArray(value)) return value.map((item) => swapped(item, swap))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, swapped(item, swap)]))
}

type Module = Record<string, unknown>
type SwapModule = (original: Module, swap: Swap) => Module

const there = (original: Module, names: readonly string[]): void => {
  for (const name of names) if (!Object.hasOwn(original, name)) throw new Error(`${name} has moved`)
}
const all =
  (...kept: readonly string[]): SwapModule =>
  (original, swap) => {
    there(original, kept)
    return Object.fromEntries(
      Object.entries(original).map(([name, value]) => [name, kept.includes(name) ? value : swapped(value, swap)]),
    )
  }
const only =
  (...names: readonly string[]): SwapModule =>
  (original, swap) => {
    there(original, names)
    return { ...original, ...Object.fromEntries(names.map((name) => [name, swapped(original[name], swap)])) }
  }
/** A table with a noun for each kind, and data beside. */
const nounsOf =
  (name: string, others: SwapModule = (original) => original): SwapModule =>
  (original, swap) => {
    there(original, [name])
    const table = Object.entries(original[name] as Record<string, { noun: string }>)
    return {
      ...others(original, swap),
      [name]: Object.fromEntries(table.map(([kind, record]) => [kind, { ...record, noun: swap(record.noun) }])),
    }
  }

/** Modules of words, less what is data in them. */
const WORDS: Readonly<Record<string, SwapModule>> = {
  '../core/objects/ref-words': all('refKey', 'refOf'),
  '../core/objects/kinds': nounsOf('KINDS'),
  '../core/model/link-kinds': nounsOf('LINK_KINDS', only('withArticle')),
  '../core/vlan/words': all(),
  '../core/vlan/explain': all(),
  '../core/intents/titles': all(),
  '../core/plan/undo/field-words': all('differences', 'allFields'),
  '../core/plan/describe-nic': all(),
  '../core/objects/ip-text': only('describeRoute'),
  '../core/raw/difference-words': all(),
  '../core/raw/comparison-words': all('isAsBefore', 'SHOWN_DIFFERENCES'),
  '../core/text/actor-words': all(),
  '../core/topology/graph/mode-words': all(),
  '../core/observe/why-absent': all(),
  '../core/lint/finding': (original, swap) => ({
    ...original,
    finding: (...given: unknown[]) => {
      const found = Reflect.apply(original.finding as () => Finding, undefined, given)
      const { title, evidence, consequence, cure } = found
      return { ...found, ...(swapped({ title, evidence, consequence, cure }, swap) as Partial<Finding>) }
    },
  }),
}

/** The product's code, loaded anew. */
const load = async () => {
  vi.resetModules()
  return {
    ...(await import('../core/objects/state-objects')),
    ...(await import('../core/objects/ref-words')),
    ...(await import('../core/plan/plan-change')),
    ...(await import('../core/plan/plan-undo')),
    ...(await import('../core/plan/step')),
    ...(await import('../core/desired/desired')),
    ...(await import('../core/desired/drift')),
    ...(await import('../core/desired/plan-desired')),
    ...(await import('../core/verify/verify-plan')),
    ...(await import('../core/lint/run-lint')),
    ...(await import('../core/lint/plan-findings')),
  }
}
type Code = Awaited<ReturnType<typeof load>>

/** Hosts with a change each, planned with the words that there are: what a database may hold. */
type Case = World & { intents: ReturnType<typeof intentsOf>; stored: Plan | null }

const plain: Code = await load()

const hosts: NetworkState[] = [
  observeCommandHost(kvmOvs(), '192.0.2.11'),
  observeCommandHost(kvmLinux(), '192.0.2.12'),
  observeCommandHost(kvmMacvtap(), '192.0.2.13'),
  sampleState(),
  ...allScenarios().map(([, state]) => state),
  ...fc.sample(randomState, { numRuns: 30, seed: 5 }),
]

/** Is only the link another one, or the place too? */
const MOVED_AND_DOWN: readonly IntentInput[] = [
  { kind: 'guestNic.move', guest: 'web1', nic: 'net0', target: { bridge: 'ovsbr2' } },
  { kind: 'guestNic.setLink', guest: 'web1', nic: 'net0', state: 'down' },
]

const cases: Case[] = LIBVIRT_VERSIONS.flatMap((version) => {
  const host = propertyHost(version)
  const state = observeCommandHost(host, PROPERTY_ADDRESS)
  const origin = { state, xml: definitionsOf(host, state) }
  const samples = fc.sample(fc.tuple(anyIntents(8), anyIntents(6)), { numRuns: 25, seed: 7 })
  return [[[], MOVED_AND_DOWN] as const, ...samples].map(([past, edits]): Case => {
    const world = grow(origin, intentsOf(past))
    const intents = possible(world, intentsOf(edits))
    const planned = plain.planChange(world.state, intents, { xml: world.xml })
    return { ...world, intents, stored: planned.ok ? planned.plan : null }
  })
})

const emptied = (state: NetworkState): NetworkState => ({
  ...state,
  ...{ links: [], routes: [], ovs: null, libvirt: null, guests: [] },
})

const dataOfChange = (code: Code, change: ObjectChange): unknown => [
  code.refKey(change),
  code.configOf(change, 'before'),
  code.configOf(change),
]

/** What is sent to the host, kept and compared. */
const dataOfPlan = (code: Code, planned: ReturnType<Code['planChange']>): unknown => {
  if (!planned.ok) return planned.issues.map(({ path, code: issue }) => [path, issue])
  const { plan } = planned
  return {
    basedOn: plan.basedOn,
    steps: plan.steps.map(({ id, run, undo, scope, objects, settles }) => ({
      ...{ id, run, undo, scope, objects },
      settles: settles && [settles.object, settles.is, settles.timeoutSeconds],
    })),
    changes: plan.changes.map((change) => dataOfChange(code, change)),
    consequences: plan.consequences.map((change) => dataOfChange(code, change)),
    definitions: plan.definitions,
    risk: [plan.risk.level, plan.risk.isGuestDisrupting],
    ways: [plan.managementPath, plan.managementPathAfter],
    disrupted: plan.guestsDisrupted.map(({ guest, nic, how, seconds }) => [guest, nic, how, seconds]),
    ends: [plan.timeoutSeconds, plan.confirm, plan.notStored.length],
  }
}

function dataOfState(code: Code, state: NetworkState): unknown {
  const changes = code.diffObjects(emptied(state), state)
  return {
    objects: changes.map((change) => dataOfChange(code, change)),
    managed: code.manageableRefs(state),
    fingerprint: code.fingerprintOf(state, changes),
    findings: code
      .runLint(state)
      .map(({ rule, key, nodeId, severity, edits }) => ({ rule, key, nodeId, severity, edits })),
  }
}

function dataOfCase(code: Code, { state, xml, intents, stored }: Case): unknown {
  const planned = code.planChange(state, intents, { xml })
  if (stored === null) return dataOfPlan(code, planned)
  const next = after({ state, xml }, stored)
  const desired = plain.desiredOf(stored, next.xml)
  const verdicts = (seen: NetworkState): unknown =>
    code
      .findDrift(desired, seen)
      .map(({ ref, kind, differences }) => [ref, kind, differences.map(({ field }) => field)])
  const { created, solved } = code.planFindings(state, stored)
  return {
    planned: dataOfPlan(code, planned),
    undo: dataOfPlan(code, code.planUndo(next.state, stored, { xml: next.xml, overwrite: true })),
    push: dataOfPlan(code, code.planDesired(state, desired, { xml })),
    desired: code.desiredOf(stored, next.xml).map(({ ref }) => ref),
    stale: [code.stalenessOf(stored, state), code.stalenessOf(stored, next.state)],
    drift: [verdicts(state), verdicts(next.state)],
    verify: [code.verifyPlan(stored, state), code.verifyUndo(stored, next.state)].map((lacks) =>
      lacks.map(({ path }) => path),
    ),
    findings: [created, solved].map((findings) => findings.map(({ key }) => key)),
  }
}

const anObject: ObjectRef = { kind: 'ovs-port', owner: 'br0', name: 'eth2' }
const wordsOf = (code: Code): string[] => [
  code.describeRef(anObject),
  ...cases.flatMap(({ state, intents, xml }) => {
    const planned = code.planChange(state, intents, { xml })
    return planned.ok ? planned.plan.steps.map(({ summary }) => summary) : []
  }),
]

it.each(Object.keys(WORDS))('%s is a module', async (path) => {
  expect(Object.keys(await vi.importActual<Module>(path))).not.toEqual([])
})

describe.each(Object.keys(SWAPS))('with %s', (name) => {
  let code: Code

  beforeAll(async () => {
    const swap = SWAPS[name]?.() ?? ((text) => text)
    for (const [path, swapWords] of Object.entries(WORDS))
      vi.doMock(path, async (original) => swapWords(await original<Module>(), swap))
    code = await load()
  }, 120_000)
  afterAll(() => {
    for (const path of Object.keys(WORDS)) vi.doUnmock(path)
    vi.resetModules()
  })

  it('says something else', () => {
    expect(code.describeRef(anObject)).not.toBe(plain.describeRef(anObject))
    expect(wordsOf(code)).not.toEqual(wordsOf(plain))
  })

  it('has the same objects, fingerprints and findings', () => {
    for (const state of hosts) expect(dataOfState(code, state)).toEqual(dataOfState(plain, state))
  }, 60_000)

  it('plans, undoes, pushes, verifies and judges the same', () => {
    expect(cases.filter(({ stored }) => stored !== null && stored.steps.length > 0).length).toBeGreaterThan(30)
    for (const each of cases) expect(dataOfCase(code, each)).toEqual(dataOfCase(plain, each))
  }, 120_000)
})
