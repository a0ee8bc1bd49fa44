import { beforeEach, describe, expect, it } from 'vitest'
import type { Change } from '@/lib/contract/changes'
import { ROUTES } from '@/lib/contract/routes'
import type { IntentInput } from '@/lib/core/intents/intent'
import { guest, ovsNic } from '@/lib/simhost/hosts/build'
import { simSite } from '@/lib/server/testing/sim-site'

/** The guest is off: nothing of these runs, all of it is stored. */
const ATTACH: IntentInput = { kind: 'guestNic.attach', guest: 'off1', scope: 'stored', target: { bridge: 'br0' } }
const DETACH: IntentInput = { kind: 'guestNic.detach', guest: 'off1', nic: 'net0', scope: 'stored' }

const site = simSite()
beforeEach(() => guest(site.host.machine, { name: 'off1', nics: [ovsNic('br0')], state: 'shut off' }))

const desired = async () =>
  ROUTES.getDesired.response.parse(await site.sim.answer(ROUTES.getDesired, { params: { hostId: site.hostId } }))
    .objects
const undefine = () => site.host.run(['virsh', 'undefine', 'off1'])
const setLibvirtd = (isAway: boolean) =>
  site.host.machine.apply(
    ({ state }) => void (isAway ? state.stopped.add('libvirtd') : state.stopped.delete('libvirtd')),
  )

/** Plans it, has something happen on the host, and applies it. */
async function applyAfter(edit: IntentInput, happen: () => unknown, status: Change['status']): Promise<Change> {
  const { id } = await site.sim.plan(site.hostId, { intents: [edit] })
  happen()
  await site.sim.apply(id)
  return site.sim.until(id, status)
}

/** The same while it is on trial. */
async function keepAfter(edits: IntentInput[], happen: () => unknown, status: Change['status']): Promise<Change> {
  const { id } = await site.sim.plan(site.hostId, { intents: edits })
  await site.sim.apply(id, { confirm: 'manual' })
  await site.sim.until(id, 'awaiting_confirmation')
  happen()
  await site.sim.decide('confirm', id)
  return site.sim.until(id, status)
}

describe.each([
  ['a NIC that is added', ATTACH],
  ['a NIC that is removed', DETACH],
])('%s', (_what, edit) => {
  it('is out of date, and not begun, where the guest is undefined after it was planned', async () => {
    const change = await applyAfter(edit, undefine, 'stale')
    expect(change.steps.map(({ status }) => status)).toEqual(['waiting'])
    expect(await desired()).toEqual([])
  })

  it('has failed, before anything is begun, where libvirt cannot be asked any more', async () => {
    const change = await applyAfter(edit, () => setLibvirtd(true), 'failed')
    expect(change.reason).toMatch(
      /^Nothing was changed: libvirt's guests could not be read: .*Failed to connect socket/,
    )
    expect(change.steps.map(({ status }) => status)).toEqual(['waiting'])
    expect(await desired()).toEqual([])
  })

  it('has failed where libvirt refuses it once it is kept, and nothing is wanted of it', async () => {
    const change = await keepAfter([edit], undefine, 'failed')
    expect(change).toMatchObject({ errorCode: 'not_stored', isPersisted: false })
    expect(change.reason).toMatch(/^Nothing was changed\. .* libvirt says .*failed to get domain 'off1'/)
    expect(change.steps.map(({ status }) => status)).toEqual(['failed'])
    expect(await desired()).toEqual([])
    const actions = (await site.sim.auditOf(change.id)).map(({ action, detail }) => [action, detail['status']])
    expect(actions).toEqual(
      expect.arrayContaining([
        ['change.step-result', 'failed'],
        ['change.end', 'failed'],
      ]),
    )
    const again = { params: { changeId: change.id } }
    expect(await site.sim.refusal(ROUTES.storeChange, again)).toMatchObject({ code: 'nothing_to_do' })
    expect(await site.sim.refusal(ROUTES.undoChange, { ...again, body: {} })).toMatchObject({ code: 'nothing_to_do' })
  })
})

describe('a change of which some was done', () => {
  const NETWORK: IntentInput = { kind: 'network.set', name: 'net-fail-store', forward: 'bridge', bridge: 'br0' }

  it('wants only what was found of it, and all of it once the rest is stored', async () => {
    const change = await site.kept(NETWORK, {
      kind: 'portVlan.set',
      bridge: 'br0',
      port: 'eth2',
      mode: 'access',
      tag: 20,
    })
    expect(change).toMatchObject({ isPersisted: false })
    const found = await desired()
    expect(found.map(({ key }) => key).sort()).toEqual(['network:net-fail-store', 'ovs-port:br0/eth2'])
    const value = async () =>
      (await site.sim.console.runtime.desired.wantedOf(site.hostId)).find(({ key }) => key.startsWith('network:'))
        ?.object.value
    expect(await value()).toMatchObject({ isActive: true, isPersistent: false, isAutostart: false })
    site.host.heal()
    await site.sim.answer(ROUTES.storeChange, { params: { changeId: change.id } })
    expect(await value()).toMatchObject({ isActive: true, isPersistent: true, isAutostart: true })
  })
})
