import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LIBVIRT_VERSIONS, PROPERTY_ADDRESS, propertyHost } from '../../simhost/testing/property-host'
import { definitionsOf, observeCommandHost } from './testing/host'
import type { IntentInput } from '../intents/intent'
import { anyIntents } from './testing/intents-libvirt'
import { switchIntents } from './testing/intents'
import { planChange } from './plan-change'
import { planUndo } from './plan-undo'
import type { World } from './testing/properties'
import { after, checkLateUndo, checkOnHost, checkPlan, grow, intentsOf, possible } from './testing/properties'
import { undoCommands } from './step'

const worldOf = (libvirt: string | null): World => {
  const host = propertyHost(libvirt)
  const state = observeCommandHost(host, PROPERTY_ADDRESS)
  // One guest without ACPI.
  const guests = state.guests.map((guest) => (guest.name === 'old1' ? { ...guest, hasAcpi: false } : guest))
  return { state: { ...state, guests }, xml: definitionsOf(host, state) }
}
const BARE = worldOf(null)
const WORLDS = new Map(LIBVIRT_VERSIONS.map((version) => [version, worldOf(version)]))
const version = fc.constantFrom(...LIBVIRT_VERSIONS)
/** A simulated host answers as libvirt 9 does, whatever it says it is. */
const SIMULATED = fc.constantFrom(null, '9.0.0')
const originOf = (libvirt: (typeof LIBVIRT_VERSIONS)[number]): World => WORLDS.get(libvirt) ?? BARE

// `npm run campaign:properties` runs the same by the ten thousand.
describe('any plan, on any host', () => {
  it('gives what it says, can be taken back, and has nothing to do twice: switches', () => {
    let planned = 0
    fc.assert(
      fc.property(switchIntents(25), switchIntents(12), (past, edits) => {
        if (checkPlan(grow(BARE, intentsOf(past)), intentsOf(edits)) !== null) planned += 1
      }),
      { numRuns: 150 },
    )
    expect(planned).toBeGreaterThan(50)
  }, 120_000)

  it('gives what it says, can be taken back, and has nothing to do twice: networks and guests', () => {
    let planned = 0
    fc.assert(
      fc.property(version, anyIntents(15), anyIntents(8), (libvirt, past, edits) => {
        if (checkPlan(grow(originOf(libvirt), intentsOf(past)), intentsOf(edits)) !== null) planned += 1
      }),
      { numRuns: 100 },
    )
    expect(planned).toBeGreaterThan(50)
  }, 120_000)

  it('is undone after others changed the host, or refused with the reason', () => {
    let undone = 0
    fc.assert(
      fc.property(version, anyIntents(8), anyIntents(6), anyIntents(4), (libvirt, past, edits, meanwhile) => {
        const grown = grow(originOf(libvirt), intentsOf(past))
        if (checkLateUndo(grown, intentsOf(edits), intentsOf(meanwhile)) === 'undone') undone += 1
      }),
      { numRuns: 60 },
    )
    expect(undone).toBeGreaterThan(15)
  }, 120_000)

  it('puts a NIC back on the bridge it was on, though it was read as being on the network of that bridge', () => {
    const onto = (bridge: string): IntentInput => ({
      ...{ kind: 'guestNic.move', guest: 'web1', nic: 'net0', target: { bridge }, scope: 'running' },
    })
    const world = grow(originOf('11.3.0'), [
      ...intentsOf([onto('ovsbr2')]),
      ...intentsOf([{ kind: 'network.set', name: 'ovs-net', forward: 'bridge', bridge: 'ovsbr2' }]),
    ])
    const plan = checkPlan(world, intentsOf([onto('ovsbr1')]))
    if (plan === null) throw new Error('no plan')
    expect(plan.changes).toMatchObject([{ before: { running: { source: { type: 'network', network: 'ovs-net' } } } }])
    const next = after(world, plan)
    const undo = planUndo(next.state, plan, { xml: next.xml })
    const sent = undo.ok ? undo.plan.steps.map(({ run }) => run.stdin ?? '').join('') : ''
    expect(sent).toContain('<source bridge="ovsbr2"/>')
    expect(sent).not.toContain('network=')
  })

  it('stops a network again whose bridge a running NIC was moved to past it', () => {
    const world = grow(
      originOf('11.3.0'),
      intentsOf([
        {
          ...{ kind: 'guestNic.move', guest: 'old1', nic: '52:54:00:aa:00:04', scope: 'running' },
          target: { bridge: 'ovsbr2' },
        },
      ]),
    )
    const plan = checkPlan(
      world,
      intentsOf([{ kind: 'network.set', name: 'br-net', forward: 'bridge', bridge: 'ovsbr2' }]),
    )
    if (plan === null) throw new Error('no plan')
    const { state } = after(world, plan)
    const sources = state.guests.flatMap(({ nics }) => nics.map(({ running }) => running?.source))
    expect(sources).toContainEqual(expect.objectContaining({ network: 'br-net', bridge: 'ovsbr2', isRecalled: true }))
  })

  it('holds nothing that a shell, an option parser or a log could take for something else', () => {
    fc.assert(
      fc.property(switchIntents(20), (edits) => {
        const result = planChange(BARE.state, possible(BARE, intentsOf(edits)), { xml: BARE.xml })
        const words = result.ok
          ? [...result.plan.steps.map(({ run }) => run), ...undoCommands(result.plan.steps)].flatMap(({ argv }) => argv)
          : []
        for (const word of words) expect(word).toMatch(/^[\w.,:=@"/[\]{}-]+$/)
      }),
      { numRuns: 50 },
    )
  }, 60_000)
})

describe("any plan, carried out with the host's own commands", () => {
  it('makes the host what the plan says, and puts it back', () => {
    let performed = 0
    fc.assert(
      fc.property(SIMULATED, anyIntents(15), anyIntents(8), (libvirt, past, edits) => {
        const host = propertyHost(libvirt)
        if (checkOnHost(host, PROPERTY_ADDRESS, intentsOf(past), intentsOf(edits))) performed += 1
      }),
      { numRuns: 30 },
    )
    expect(performed).toBeGreaterThan(5)
  }, 120_000)
})
