import { describe, expect, it } from 'vitest'
import { HOST_EVENTS } from '@/lib/contract/events'
import { ROUTES } from '@/lib/contract/routes'
import type { IntentInput } from '@/lib/core/intents/intent'
import { afterChange } from '@/lib/server/change/after-change'
import { planOf } from '@/lib/server/change/change-view'
import { readChangeDetail } from '@/lib/server/db/change'
import { BOOTSTRAP_TOKEN, call } from '@/lib/server/testing/console'
import { readEvents } from '@/lib/server/testing/read-events'
import { simSite } from '@/lib/server/testing/sim-site'

const NETWORK = {
  kind: 'network.set',
  name: 'lab',
  forward: 'bridge',
  bridge: 'br0',
  virtualport: 'openvswitch',
} as const
const GROUP = { kind: 'portgroup.set', network: 'lab', name: 'Vlan125', vlan: { mode: 'access', tag: 125 } } as const

const site = simSite()

describe('changes of what libvirt keeps', () => {
  it('edit definitions as the host has them, and store them after the confirmation', { timeout: 180_000 }, async () => {
    await site.kept(NETWORK)
    const change = await site.kept(GROUP)
    expect(change.plan.definitions.map(({ owner, scope }) => `${owner} ${scope}`)).toContain('lab stored')
    expect(site.host.run(['virsh', 'net-dumpxml', 'lab', '--inactive']).stdout).toContain('Vlan125')
    expect(change.steps.map(({ status }) => status)).toEqual(change.steps.map(() => 'done'))
    const stored = change.steps.filter(({ scope }) => scope === 'stored').map(({ id }) => id)
    expect(stored.length).toBeGreaterThan(0)
    const results = (await site.sim.auditOf(change.id)).filter(({ action }) => action === 'change.step-result')
    expect(results.map(({ detail }) => detail['step'])).toEqual(expect.arrayContaining(stored))

    const moved = await site.kept({
      ...{ kind: 'guestNic.move', guest: 'web1', nic: 'net0' },
      target: { network: 'lab', portgroup: 'Vlan125' },
    })
    expect(moved.plan.guestsDisrupted.map(({ guestName }) => guestName)).toEqual(['web1'])
    const back = ROUTES.undoChange.response.parse(
      await site.sim.answer(ROUTES.undoChange, { params: { changeId: moved.id }, body: {} }),
    )
    await site.sim.apply(back.id)
    await site.sim.until(back.id, 'confirmed')
    expect(site.host.run(['virsh', 'dumpxml', 'web1', '--inactive']).stdout).not.toContain('Vlan125')
  })
})

describe('events of a change', () => {
  it('come on the stream of its host, and what was missed comes at the beginning', async () => {
    const follow = async () =>
      readEvents((await call(ROUTES.followHost, { token: BOOTSTRAP_TOKEN, params: { hostId: site.hostId } })).body)
    const stream = await follow()
    const { id } = await site.sim.plan(site.hostId, { intents: [{ kind: 'ovsBridge.set', name: 'ovsbr1' }] })
    await site.sim.apply(id)
    const first = HOST_EVENTS.change.parse((await stream.until('change', { id })).data)
    expect(first).toMatchObject({ status: 'applying', steps: [{ status: 'waiting' }] })
    const last = HOST_EVENTS.change.parse((await stream.until('change', { id, status: 'confirmed' })).data)
    expect(last.notes.length).toBeGreaterThan(first.notes.length)
    await stream.cancel()
    const late = await follow()
    expect((await late.until('change')).data).toEqual(last)
    await late.cancel()
  })
})

describe('a change of the address that the host is reached at', () => {
  it('is confirmed at the new one, which is where the host is reached from then on', async () => {
    const intents: IntentInput[] = [{ kind: 'address.set', link: 'eth0', addresses: ['127.0.0.88/24'] }]
    const planned = await site.sim.plan(site.hostId, { intents, confirmAddress: '127.0.0.88' })
    expect(planned.risk).toBe('R2')
    await site.sim.apply(planned.id)
    await site.sim.until(planned.id, 'confirmed')
    const now = ROUTES.getHost.response.parse(
      await site.sim.answer(ROUTES.getHost, { params: { hostId: site.hostId } }),
    )
    expect(now.address).toBe('127.0.0.88')
    const moved = (await site.sim.auditOf(planned.id)).find(({ action }) => action === 'host.update')
    expect(moved?.detail).toMatchObject({ address: '127.0.0.88', previousAddress: '127.0.0.1' })
    await site.sim.answer(ROUTES.refreshHost, { params: { hostId: site.hostId } })

    const { runtime } = site.sim.console
    await runtime.db.host.updateMany({ data: { address: 'kvm1.test' } })
    const row = await runtime.db.change.findUniqueOrThrow({ where: { id: planned.id } })
    const plan = planOf(await readChangeDetail(runtime.db, planned.id))
    await afterChange(runtime, { ...row, undos: [] }, plan, { state: 'confirmed', isPersisted: true })
    expect(await runtime.db.host.findFirst(), 'where an administrator moved it since').toMatchObject({
      address: 'kvm1.test',
    })
  })
})
