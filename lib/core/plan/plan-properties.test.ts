import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SimHost } from '../../simhost/sim-host'
import { management, nic } from '../../simhost/hosts/build'
import type { NetworkState } from '../model/network-state'
import { verifyPlan, verifyUndo } from '../verify/verify-plan'
import { observeCommandHost } from './host-testing'
import type { Intent, IntentInput } from './intent'
import { parseIntents } from './intent'
import { NICS, switchIntents } from './intents-testing'
import { diffObjects } from './objects'
import { NO_XML, planChange } from './plan-change'
import { simulatePlan, simulateUndo } from './simulate'
import type { Command, Plan } from './step'
import { undoCommands } from './step'

const ADDRESS = '192.0.2.31'
const freshHost = (): SimHost => {
  const host = new SimHost({ name: 'kvm1' })
  management(host.machine, ADDRESS)
  for (const name of NICS) nic(host.machine, name, {})
  return host
}
const observe = (host: SimHost): NetworkState => observeCommandHost(host, ADDRESS)

const CONTEXT = { xml: NO_XML }

const intentsOf = (input: readonly IntentInput[]): Intent[] =>
  input.flatMap((each) => {
    const result = parseIntents([each])
    return result.ok ? result.intents : []
  })

/** Random edits one by one, each where it is possible: how a host comes to be. */
const grow = (state: NetworkState, intents: readonly Intent[]): NetworkState =>
  intents.reduce((before, intent) => {
    const planned = planChange(before, [intent], CONTEXT)
    return planned.ok ? simulatePlan(before, planned.plan) : before
  }, state)

/** Those of the edits that are possible together, in order. */
const possible = (state: NetworkState, intents: readonly Intent[]): Intent[] =>
  intents.reduce<Intent[]>(
    (kept, next) => (planChange(state, [...kept, next], CONTEXT).ok ? [...kept, next] : kept),
    [],
  )

const isSetting = ({ kind }: Intent): boolean => !kind.endsWith('.remove')
const lines = (plan: Plan): string[] => plan.steps.map(({ run }) => run.argv.join(' '))

describe('any plan, on any host', () => {
  const origin = observe(freshHost())
  let planned = 0

  it('gives what it says, can be taken back, and has nothing to do twice', () => {
    fc.assert(
      fc.property(switchIntents(25), switchIntents(12), (past, edits) => {
        const state = grow(origin, intentsOf(past))
        const intents = possible(state, intentsOf(edits))
        const result = planChange(state, intents, CONTEXT)
        if (!result.ok || intents.length === 0) return
        planned += 1
        const { plan } = result
        const after = simulatePlan(state, plan)
        expect(verifyPlan(plan, after)).toEqual([])
        expect(verifyUndo(plan, simulateUndo(after, plan))).toEqual([])
        expect(diffObjects(state, simulateUndo(after, plan))).toEqual([])
        // The last edit of a thing wins: what it wanted is so, hence there is nothing left to do for it.
        const last = intents.at(-1)
        if (last === undefined || !isSetting(last) || last.kind === 'uplink.move') return
        const again = planChange(after, [last], CONTEXT)
        expect(again.ok ? lines(again.plan) : again.issues).toEqual([])
      }),
      { numRuns: 300 },
    )
    expect(planned).toBeGreaterThan(100)
  }, 120_000)

  it('has no steps where nothing changes, and steps where something does', () => {
    fc.assert(
      fc.property(switchIntents(20), (edits) => {
        const result = planChange(origin, possible(origin, intentsOf(edits)), CONTEXT)
        if (!result.ok) return
        expect(result.plan.steps.length === 0).toBe(result.plan.changes.length === 0)
        expect(planChange(origin, possible(origin, intentsOf(edits)), CONTEXT)).toEqual(result)
      }),
      { numRuns: 80 },
    )
  }, 60_000)

  it('holds nothing that a shell, an option parser or a log could take for something else', () => {
    fc.assert(
      fc.property(switchIntents(20), (edits) => {
        const result = planChange(origin, possible(origin, intentsOf(edits)), CONTEXT)
        const words = result.ok
          ? [...result.plan.steps.map(({ run }) => run), ...undoCommands(result.plan.steps)].flatMap(({ argv }) => argv)
          : []
        for (const word of words) expect(word).toMatch(/^[\w.,:=@"/[\]{}-]+$/)
      }),
      { numRuns: 80 },
    )
  }, 60_000)
})

describe("any plan, carried out with the host's own commands", () => {
  const perform = (host: SimHost, commands: readonly Command[]): void => {
    for (const { argv, stdin } of commands)
      expect({ line: argv.join(' '), ...host.run(argv, stdin) }).toMatchObject({ status: 0 })
  }

  it('makes the host what the plan says, and puts it back', () => {
    let performed = 0
    fc.assert(
      fc.property(switchIntents(25), switchIntents(12), (past, edits) => {
        const host = freshHost()
        for (const intent of intentsOf(past)) {
          const step = planChange(observe(host), [intent], CONTEXT)
          if (step.ok)
            perform(
              host,
              step.plan.steps.map(({ run }) => run),
            )
        }
        const before = observe(host)
        const result = planChange(before, possible(before, intentsOf(edits)), CONTEXT)
        if (!result.ok || result.plan.steps.length === 0) return
        performed += 1
        perform(
          host,
          result.plan.steps.map(({ run }) => run),
        )
        expect(verifyPlan(result.plan, observe(host))).toEqual([])
        perform(host, undoCommands(result.plan.steps))
        expect(diffObjects(before, observe(host)).map(({ kind, name }) => `${kind} ${name}`)).toEqual([])
      }),
      { numRuns: 40 },
    )
    expect(performed).toBeGreaterThan(5)
  }, 120_000)
})
