import { describe, expect, it } from 'vitest'
import type { IntentInput } from '../../core/intents/intent'
import { parseIntents } from '../../core/intents/intent'
import { planChange } from '../../core/plan/plan-change'
import { planUndo } from '../../core/plan/plan-undo'
import type { Plan } from '../../core/plan/step'
import { undoCommands } from '../../core/plan/step'
import { definitionsOf, observeCommandHost } from '../../core/plan/testing/host'
import type { SimHost } from '../sim-host'
import { PROPERTY_ADDRESS, propertyHost } from '../testing/property-host'
import { commands } from './build'

/** VLAN tables of a Linux bridge that does not filter: the kernel keeps them, and they come into force with filtering. */

const filtering = (vlanFiltering: boolean): IntentInput => ({ kind: 'linuxBridge.set', name: 'br1', vlanFiltering })

const planFor = (host: SimHost, ...input: IntentInput[]): Plan => {
  const intents = parseIntents(input)
  if (!intents.ok) throw new Error(JSON.stringify(intents.issues))
  const state = observeCommandHost(host, PROPERTY_ADDRESS)
  const planned = planChange(state, intents.intents, { xml: definitionsOf(host, state) })
  if (!planned.ok) throw new Error(JSON.stringify(planned.issues))
  return planned.plan
}

const carryOut = (host: SimHost, { steps }: Plan): void => {
  for (const { run } of steps) expect(host.run(run.argv, run.stdin)).toMatchObject({ status: 0 })
}

const tables = (host: SimHost): unknown => JSON.parse(host.run(['bridge', '-j', 'vlan', 'show']).stdout)

const hostWithTables = (): SimHost => {
  const host = propertyHost('9.0.0')
  commands(
    host.machine,
    `ip link set dev eth2 master br1
     ip link set dev br1 type bridge vlan_filtering 1
     bridge vlan add dev eth2 vid 5-7
     bridge vlan add dev br1 vid 9 self`,
  )
  return host
}

describe('tables of VLANs', () => {
  it('stay as they are when a bridge stops to filter, and are back with it', () => {
    const host = hostWithTables()
    const before = tables(host)
    const plan = planFor(host, filtering(false))
    carryOut(host, plan)
    expect(tables(host)).toEqual(before)
    const state = observeCommandHost(host, PROPERTY_ADDRESS)
    const undo = planUndo(state, plan, { xml: definitionsOf(host, state) })
    if (!undo.ok) throw new Error(JSON.stringify(undo))
    carryOut(host, undo.plan)
    expect(tables(host)).toEqual(before)
  })

  it('are named before they come into force', () => {
    const host = hostWithTables()
    carryOut(host, planFor(host, filtering(false)))
    const before = tables(host)
    const plan = planFor(host, filtering(true))
    expect(plan.warnings.join()).toContain('what was set before comes into force: eth2 ')
    carryOut(host, plan)
    expect(tables(host)).toEqual(before)
  })

  it('come back with a port that has been away', () => {
    const host = hostWithTables()
    carryOut(host, planFor(host, filtering(false)))
    const before = tables(host)
    const plan = planFor(host, { kind: 'linuxBridge.set', name: 'br1', ports: [] })
    carryOut(host, plan)
    for (const { argv, stdin } of undoCommands(plan.steps)) host.run(argv, stdin)
    expect(tables(host)).toEqual(before)
  })
})
