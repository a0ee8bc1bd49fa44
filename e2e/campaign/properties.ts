/* One process of `npm run campaign:properties`: so many random hosts and edits from a seed, the findings on its standard output. */
import fc from 'fast-check'
import { parseArgs } from 'node:util'
import { definitionsOf, observeCommandHost } from '@/lib/core/plan/testing/host'
import { anyIntents } from '@/lib/core/plan/testing/intents-libvirt'
import { switchIntents } from '@/lib/core/plan/testing/intents'
import type { World } from '@/lib/core/plan/testing/properties'
import { checkLateUndo, checkOnHost, checkPlan, grow, intentsOf } from '@/lib/core/plan/testing/properties'
import { LIBVIRT_VERSIONS, PROPERTY_ADDRESS, propertyHost } from '@/lib/simhost/testing/property-host'

/** How a run ended: what the property is about came to pass, or the edits were not possible. */
type Outcome = 'checked' | 'not possible'
type Result = { runs: number; failure: { path: string | null; error: string; example: unknown } | null }
type Property = { what: string; share: number; run: (runs: number, seed: number) => Result }

const WORLDS = new Map<string | null, World>()
function worldOf(libvirt: string | null): World {
  const known = WORLDS.get(libvirt)
  if (known !== undefined) return known
  const host = propertyHost(libvirt)
  const state = observeCommandHost(host, PROPERTY_ADDRESS)
  const guests = state.guests.map((guest) => (guest.name === 'old1' ? { ...guest, hasAcpi: false } : guest))
  const world = { state: { ...state, guests }, xml: definitionsOf(host, state) }
  WORLDS.set(libvirt, world)
  return world
}

const counts = new Map<string, Map<Outcome, number>>()
function count(what: string, outcome: Outcome): void {
  const outcomes = counts.get(what) ?? new Map<Outcome, number>()
  counts.set(what, outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1))
}

const checkOf =
  <T extends [unknown, ...unknown[]]>(...property: Parameters<typeof fc.property<T>>): Property['run'] =>
  (numRuns, seed) => {
    const details = fc.check(fc.property<T>(...property), { numRuns, seed })
    const { counterexamplePath: path, errorInstance: error, counterexample: example } = details
    return { runs: details.numRuns, failure: details.failed ? { path, error: String(error), example } : null }
  }

const version = fc.constantFrom(...LIBVIRT_VERSIONS)
/** A simulated host answers as libvirt 9 does, whatever it says it is. */
const SIMULATED = fc.constantFrom(null, '9.0.0')
const PLANS = 'plan → simulate → verify, undo, drift and push, on switches'
const LIBVIRT = 'the same with networks and guests on libvirt 7, 9 and 11'
const LATE = 'undo after others changed the host'
const HOSTS = "the same with the host's own commands on a simulated host"

/** Shares of the runs; the last is a hundred times as slow as the first. */
const PROPERTIES: readonly Property[] = [
  {
    what: PLANS,
    share: 0.49,
    run: checkOf(switchIntents(20), switchIntents(10), (past, edits) => {
      const plan = checkPlan(grow(worldOf(null), intentsOf(past)), intentsOf(edits))
      count(PLANS, plan === null ? 'not possible' : 'checked')
    }),
  },
  {
    what: LIBVIRT,
    share: 0.39,
    run: checkOf(version, anyIntents(12), anyIntents(7), (libvirt, past, edits) => {
      const plan = checkPlan(grow(worldOf(libvirt), intentsOf(past)), intentsOf(edits))
      count(LIBVIRT, plan === null ? 'not possible' : 'checked')
    }),
  },
  {
    what: LATE,
    share: 0.1,
    run: checkOf(version, anyIntents(8), anyIntents(6), anyIntents(4), (libvirt, past, edits, meanwhile) => {
      const world = grow(worldOf(libvirt), intentsOf(past))
      const outcome = checkLateUndo(world, intentsOf(edits), intentsOf(meanwhile))
      count(LATE, outcome === 'refused' ? 'not possible' : 'checked')
    }),
  },
  {
    what: HOSTS,
    share: 0.02,
    run: checkOf(SIMULATED, anyIntents(12), anyIntents(7), (libvirt, past, edits) => {
      const isChecked = checkOnHost(propertyHost(libvirt), PROPERTY_ADDRESS, intentsOf(past), intentsOf(edits))
      count(HOSTS, isChecked ? 'checked' : 'not possible')
    }),
  },
]

const { values } = parseArgs({ options: { runs: { type: 'string' }, seed: { type: 'string' } } })
const runs = Number(values.runs ?? 1000)
const seed = Number(values.seed ?? 1)

let isWell = true
for (const { what, share, run } of PROPERTIES) {
  const result = run(Math.ceil(runs * share), seed)
  isWell &&= result.failure === null
  console.log(JSON.stringify({ what, seed, checked: counts.get(what)?.get('checked') ?? 0, ...result }))
}
process.exit(isWell ? 0 : 1)
