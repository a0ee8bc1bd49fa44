import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { HOST_EVENTS } from '@/lib/contract/events'
import { ROUTES } from '@/lib/contract/routes'
import type { IntentInput } from '@/lib/core/plan/intent'
import { BOOTSTRAP_TOKEN, call } from '@/lib/server/testing/console'
import { readEvents } from '@/lib/server/testing/read-events'
import type { SimConsole } from '@/lib/server/testing/sim-console'
import { startSimConsole, startSimHost } from '@/lib/server/testing/sim-console'
import type { SimHost } from '@/lib/simhost/sim-host'

const NETWORK = {
  kind: 'network.set',
  name: 'lab',
  forward: 'bridge',
  bridge: 'br0',
  virtualport: 'openvswitch',
} as const
const GROUP = { kind: 'portgroup.set', network: 'lab', name: 'Vlan125', vlan: { mode: 'access', tag: 125 } } as const

let host: SimHost
let sim: SimConsole
let hostId: string
beforeEach(async () => {
  host = await startSimHost()
  sim = await startSimConsole()
  hostId = await sim.addHost(host)
})
afterEach(async () => {
  await sim.console.stop()
  await host.stop()
})

const kept = async (...intents: IntentInput[]) => {
  const { id } = await sim.plan(hostId, { intents })
  await sim.apply(id)
  return sim.until(id, 'confirmed')
}

describe('changes of what libvirt keeps', () => {
  it('edit definitions as the host has them, and store them after the confirmation', async () => {
    await kept(NETWORK)
    const change = await kept(GROUP)
    expect(change.plan.definitions.map(({ owner, scope }) => `${owner} ${scope}`)).toContain('lab stored')
    expect(host.run(['virsh', 'net-dumpxml', 'lab', '--inactive']).stdout).toContain('Vlan125')
    expect(change.steps.map(({ status }) => status)).toEqual(change.steps.map(() => 'done'))
    const stored = change.steps.filter(({ scope }) => scope === 'stored').map(({ id }) => id)
    expect(stored.length).toBeGreaterThan(0)
    const results = (await sim.auditOf(change.id)).filter(({ action }) => action === 'change.step-result')
    expect(results.map(({ detail }) => detail['step'])).toEqual(expect.arrayContaining(stored))

    const moved = await kept({
      ...{ kind: 'guestNic.move', guest: 'web1', nic: 'net0' },
      target: { network: 'lab', portgroup: 'Vlan125' },
    })
    expect(moved.plan.guestsDisrupted.map(({ guestName }) => guestName)).toEqual(['web1'])
    const back = ROUTES.undoChange.response.parse(
      await sim.answer(ROUTES.undoChange, { params: { changeId: moved.id }, body: {} }),
    )
    await sim.apply(back.id)
    await sim.until(back.id, 'confirmed')
    expect(host.run(['virsh', 'dumpxml', 'web1', '--inactive']).stdout).not.toContain('Vlan125')
  })

  it('say so where they work now and could not be stored', async () => {
    const { id } = await sim.plan(hostId, { intents: [{ ...NETWORK, name: 'net-fail-store' }] })
    await sim.apply(id)
    const done = await sim.until(id, 'confirmed')
    expect(done).toMatchObject({ isPersisted: false, reason: expect.stringContaining('No space left on device') })
  })
})

describe('events of a change', () => {
  it('come on the stream of its host, and what was missed comes at the beginning', async () => {
    const follow = async () =>
      readEvents((await call(ROUTES.followHost, { token: BOOTSTRAP_TOKEN, params: { hostId } })).body)
    const stream = await follow()
    const { id } = await sim.plan(hostId, { intents: [{ kind: 'ovsBridge.set', name: 'ovsbr1' }] })
    await sim.apply(id)
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
    const planned = await sim.plan(hostId, { intents, confirmAddress: '127.0.0.88' })
    expect(planned.risk).toBe('R2')
    await sim.apply(planned.id)
    await sim.until(planned.id, 'confirmed')
    const now = ROUTES.getHost.response.parse(await sim.answer(ROUTES.getHost, { params: { hostId } }))
    expect(now.address).toBe('127.0.0.88')
    const moved = (await sim.auditOf(planned.id)).find(({ action }) => action === 'host.update')
    expect(moved?.detail).toMatchObject({ address: '127.0.0.88', previousAddress: '127.0.0.1' })
    await sim.answer(ROUTES.refreshHost, { params: { hostId } })
  })
})
