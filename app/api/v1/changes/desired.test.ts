import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { HOST_EVENTS } from '@/lib/contract/events'
import { ROUTES } from '@/lib/contract/routes'
import type { IntentInput } from '@/lib/core/plan/intent'
import { diffObjects } from '@/lib/core/plan/objects'
import { BOOTSTRAP_TOKEN, call } from '@/lib/server/testing/console'
import { readEvents } from '@/lib/server/testing/read-events'
import type { SimConsole } from '@/lib/server/testing/sim-console'
import { startSimConsole, startSimHost } from '@/lib/server/testing/sim-console'
import type { SimHost } from '@/lib/simhost/sim-host'

const ME = 'token:PATCHBAY_BOOTSTRAP_TOKEN'
const PORT = { kind: 'portVlan.set', bridge: 'br0', port: 'eth2', mode: 'access', tag: 20 } as const
const ETH2 = { kind: 'ovs-port', owner: 'br0', name: 'eth2' } as const

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

const tagOf = (port: string) => host.run(['ovs-vsctl', 'get', 'port', port, 'tag']).stdout.trim()
const stateOf = async () => {
  await sim.answer(ROUTES.refreshHost, { params: { hostId } })
  return ROUTES.getHostState.response.parse(await sim.answer(ROUTES.getHostState, { params: { hostId } })).state
}
const kept = async (...intents: IntentInput[]) => {
  const { id } = await sim.plan(hostId, { intents })
  await sim.apply(id)
  return sim.until(id, 'confirmed')
}
const undo = async (changeId: string, body = {}) =>
  ROUTES.undoChange.response.parse(await sim.answer(ROUTES.undoChange, { params: { changeId }, body }))
const desired = async () =>
  ROUTES.getDesired.response.parse(await sim.answer(ROUTES.getDesired, { params: { hostId } })).objects
const drift = async () => {
  await sim.answer(ROUTES.refreshHost, { params: { hostId } })
  return ROUTES.getDrift.response.parse(await sim.answer(ROUTES.getDrift, { params: { hostId } })).drift
}
type ObjectsRoute = 'adoptObjects' | 'releaseObjects' | 'acceptDrift' | 'pushDesired'
const decide = (route: ObjectsRoute, ...objects: object[]) =>
  sim.answer(ROUTES[route], { params: { hostId }, body: { objects } })

describe('undo', () => {
  it('takes a confirmed change back to the exact old state, and says which took which', async () => {
    const before = await stateOf()
    const change = await kept(PORT, { kind: 'ovsBridge.set', name: 'ovsbr1' })
    const back = await undo(change.id)
    expect(back).toMatchObject({ status: 'planned', undoOf: change.id, title: `Undo: ${change.title}` })
    await sim.apply(back.id)
    await sim.until(back.id, 'confirmed')
    expect(diffObjects(before, await stateOf())).toEqual([])
    expect((await sim.readChange(change.id)).undoneBy).toBe(back.id)
    const params = { changeId: change.id }
    expect(await sim.refusal(ROUTES.undoChange, { params, body: {} })).toMatchObject({ code: 'nothing_to_do' })
  })

  it('refuses what was never kept, and what others changed since unless it may be overwritten', async () => {
    const planned = await sim.plan(hostId, { intents: [PORT] })
    expect(await sim.refusal(ROUTES.undoChange, { params: { changeId: planned.id }, body: {} })).toMatchObject({
      code: 'nothing_to_do',
    })
    const change = await kept(PORT)
    host.run(['ovs-vsctl', 'set', 'port', 'eth2', 'tag=30'])
    const refused = await sim.refusal(ROUTES.undoChange, { params: { changeId: change.id }, body: {} })
    expect(refused).toMatchObject({ status: 422, code: 'plan_refused' })
    const back = await undo(change.id, { overwrite: true })
    await sim.apply(back.id)
    await sim.until(back.id, 'confirmed')
    expect(tagOf('eth2')).toBe('[]')
  })
})

describe('what is wanted', () => {
  it('is written by confirmed changes, revision by revision, and goes back with their undoing', async () => {
    expect(await desired()).toEqual([])
    const first = await kept(PORT)
    expect(await desired()).toMatchObject([
      { key: 'ovs-port:br0/eth2', ref: ETH2, revision: 1, isWanted: true, changedBy: ME, changeId: first.id },
    ])
    const second = await kept({ ...PORT, tag: 30 })
    expect(await desired()).toMatchObject([{ revision: 2, changeId: second.id }])
    expect(await drift()).toEqual([])

    const back = await undo(second.id)
    await sim.apply(back.id)
    await sim.until(back.id, 'confirmed')
    expect(await desired()).toMatchObject([{ revision: 3, changeId: back.id }])
    const further = await undo(first.id)
    await sim.apply(further.id)
    await sim.until(further.id, 'confirmed')
    expect(await desired()).toEqual([])
    expect(await drift()).toEqual([])
  })

  it('is not written by a change that was taken back', async () => {
    const { id } = await sim.plan(hostId, { intents: [PORT, { kind: 'ovsBridge.set', name: 'br-lies' }] })
    await sim.apply(id)
    await sim.until(id, 'rolled_back')
    expect(await desired()).toEqual([])
  })

  it('can be taken from what runs, and let go again', async () => {
    await decide('adoptObjects', ETH2)
    expect(await desired()).toMatchObject([{ revision: 1, changeId: null, changedBy: ME }])
    await decide('releaseObjects', ETH2)
    expect(await desired()).toEqual([])
    const again = await sim.refusal(ROUTES.releaseObjects, { params: { hostId }, body: { objects: [ETH2] } })
    expect(again).toMatchObject({ status: 404, message: expect.stringContaining('OVS port eth2 of br0') })
    const tap = { kind: 'ovs-port', owner: 'br0', name: 'vnet0' }
    expect(await sim.refusal(ROUTES.adoptObjects, { params: { hostId }, body: { objects: [tap] } })).toMatchObject({
      code: 'nothing_to_do',
    })
    const { entries } = await sim.console.runtime.audit.list({ limit: 10 })
    expect(entries.map(({ action }) => action)).toEqual(expect.arrayContaining(['desired.adopt', 'desired.release']))
  })
})

describe('drift', () => {
  beforeEach(async () => {
    await kept(PORT)
    expect(await drift()).toEqual([])
    sim.console.clock.now = new Date('2030-01-01T14:02:00.000Z')
    host.run(['ovs-vsctl', 'set', 'port', 'eth2', 'tag=30'])
  })

  it('says why in a line, and since when', async () => {
    expect(await drift()).toMatchObject([
      {
        ...{ key: 'ovs-port:br0/eth2', ref: ETH2, description: 'OVS port eth2 of br0' },
        ...{ reasons: [expect.stringMatching(/20 wanted, 30 found/)], since: '2030-01-01T14:02:00.000Z' },
      },
    ])
    sim.console.clock.now = new Date('2030-01-01T15:00:00.000Z')
    host.run(['ovs-vsctl', 'set', 'port', 'eth2', 'tag=31'])
    expect(await drift()).toMatchObject([
      { reasons: [expect.stringMatching(/20 wanted, 31 found/)], since: '2030-01-01T14:02:00.000Z' },
    ])
    host.run(['ovs-vsctl', 'set', 'port', 'eth2', 'tag=20'])
    expect(await drift()).toEqual([])
  })

  it('is told to who follows the host, and again to who comes later', async () => {
    const follow = async () =>
      readEvents((await call(ROUTES.followHost, { token: BOOTSTRAP_TOKEN, params: { hostId } })).body)
    const toldOf = async ({ until }: Awaited<ReturnType<typeof follow>>) =>
      HOST_EVENTS.drift.parse((await until('drift')).data).drift.map(({ reasons }) => reasons.join())
    const early = await follow()
    expect(await toldOf(early), 'from before').toEqual([])
    expect(await toldOf(early)).toEqual([expect.stringMatching(/20 wanted, 30 found/)])
    const late = await follow()
    expect(await toldOf(late)).toEqual([expect.stringMatching(/20 wanted, 30 found/)])
    host.run(['ovs-vsctl', 'set', 'port', 'eth2', 'tag=31'])
    expect(await toldOf(late)).toEqual([expect.stringMatching(/20 wanted, 31 found/)])
    await decide('acceptDrift', ETH2)
    expect(await toldOf(late)).toEqual([])
    await Promise.all([early.cancel(), late.cancel()])
  })

  it('is accepted: theirs is wanted from now on', async () => {
    await decide('acceptDrift', ETH2)
    expect(await drift()).toEqual([])
    expect(await desired()).toMatchObject([{ revision: 2, changeId: null }])
  })

  it('is pushed: a planned change brings ours back', async () => {
    const change = ROUTES.pushDesired.response.parse(await decide('pushDesired', ETH2))
    expect(change).toMatchObject({ status: 'planned', title: 'Put back OVS port eth2 of br0' })
    await sim.apply(change.id)
    await sim.until(change.id, 'confirmed')
    expect(tagOf('eth2')).toBe('20')
    expect(await drift()).toEqual([])
    const nothing = await sim.refusal(ROUTES.pushDesired, { params: { hostId }, body: { objects: [ETH2] } })
    expect(nothing.code).toBe('nothing_to_do')
  })
})
