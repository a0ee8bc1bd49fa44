import { expect, it } from 'vitest'
import { PROPERTY_ADDRESS, propertyHost } from '../../simhost/testing/property-host'
import { Intent } from '../intents/intent'
import { refOf } from '../objects/ref-words'
import { fingerprintOf } from '../objects/state-objects'
import { planChange } from './plan-change'
import { simulatePlan } from './simulate'
import { definitionsOf, observeCommandHost } from './testing/host'

const MAC = '52:54:00:aa:00:04'

it('a NIC in a macvtap network is what was asked for, whatever libvirt makes of it', () => {
  const host = propertyHost('9.0.0')
  const observed = observeCommandHost(host, PROPERTY_ADDRESS)
  const edits = [
    { kind: 'network.set', name: 'net3', forward: 'vepa', dev: 'eth4' },
    { kind: 'guestNic.move', guest: 'old1', nic: MAC, target: { network: 'net3' } },
  ].map((edit) => Intent.parse(edit))
  const planned = planChange(observed, edits, { xml: definitionsOf(host, observed) })
  if (!planned.ok) throw new Error(JSON.stringify(planned.issues))
  for (const { run } of planned.plan.steps) host.run(run.argv, run.stdin)
  const ref = planned.plan.changes.filter(({ kind }) => kind === 'guest-nic').map(refOf)
  const [wanted, found] = [simulatePlan(observed, planned.plan), observeCommandHost(host, PROPERTY_ADDRESS)].map(
    (state) => fingerprintOf(state, ref),
  )
  expect(found).toEqual(wanted)
  expect(Object.values(found ?? {}).join()).toContain('net3')
})
