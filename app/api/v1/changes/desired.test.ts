import { beforeEach, describe, expect, it } from 'vitest'
import { HOST_EVENTS } from '@/lib/contract/events'
import { ROUTES } from '@/lib/contract/routes'
import { diffObjects } from '@/lib/core/objects/state-objects'
import { BOOTSTRAP_TOKEN, call } from '@/lib/server/testing/console'
import { readEvents } from '@/lib/server/testing/read-events'
import { ME, simSite } from '@/lib/server/testing/sim-site'

const PORT = { kind: 'portVlan.set', bridge: 'br0', port: 'eth2', mode: 'access', tag: 20 } as const
const ETH2 = { kind: 'ovs-port', owner: 'br0', name: 'eth2' } as const

const site = simSite()

const stateOf = async () => {
  await site.sim.answer(ROUTES.refreshHost, { params: { hostId: site.hostId } })
  return ROUTES.getHostState.response.parse(
    await site.sim.answer(ROUTES.getHostState, { params: { hostId: site.hostId } }),
  ).state
}
const undo = async (changeId: string, body = {}) =>
  ROUTES.undoChange.response.parse(await site.sim.answer(ROUTES.undoChange, { params: { changeId }, body }))
const desired = async () =>
  ROUTES.getDesired.response.parse(await site.sim.answer(ROUTES.getDesired, { params: { hostId: site.hostId } }))
    .objects
const drift = async () => {
  await site.sim.answer(ROUTES.refreshHost, { params: { hostId: site.hostId } })
  return ROUTES.getDrift.response.parse(await site.sim.answer(ROUTES.getDrift, { params: { hostId: site.hostId } }))
    .drift
}
type ObjectsRoute = 'adoptObjects' | 'releaseObjects' | 'acceptDrift' | 'pushDesired'
const decide = (route: ObjectsRoute, ...objects: object[]) =>
  site.sim.answer(ROUTES[route], { params: { hostId: site.hostId }, body: { objects } })

describe('undo', () => {
  it('takes a confirmed change back to the exact old state, and says which took which', async () => {
    const before = await stateOf()
    const change = await site.kept(PORT, { kind: 'ovsBridge.set', name: 'ovsbr1' })
    const back = await undo(change.id)
    expect(back).toMatchObject({ status: 'planned', undoOf: change.id, title: `Undo: ${change.title}` })
    await site.sim.apply(back.id)
    await site.sim.until(back.id, 'confirmed')
    expect(diffObjects(before, await stateOf())).toEqual([])
    expect((await site.sim.readChange(change.id)).undoneBy).toBe(back.id)
    const params = { changeId: change.id }
    expect(await site.sim.refusal(ROUTES.undoChange, { params, body: {} })).toMatchObject({ code: 'nothing_to_do' })
  })

  it('refuses what was never kept, and what others changed since unless it may be overwritten', async () => {
    const planned = await site.sim.plan(site.hostId, { intents: [PORT] })
    expect(await site.sim.refusal(ROUTES.undoChange, { params: { changeId: planned.id }, body: {} })).toMatchObject({
      code: 'nothing_to_do',
    })
    const change = await site.kept(PORT)
    site.host.run(['ovs-vsctl', 'set', 'port', 'eth2', 'tag=30'])
    const refused = await site.sim.refusal(ROUTES.undoChange, { params: { changeId: change.id }, body: {} })
    expect(refused).toMatchObject({ status: 422, code: 'plan_refused' })
    const back = await undo(change.id, { overwrite: true })
    await site.sim.apply(back.id)
    await site.sim.until(back.id, 'confirmed')
    expect(site.tagOf('eth2')).toBe('[]')
  })
})

describe('what is wanted', () => {
  it('is written by confirmed changes, revision by revision, and goes back with their undoing', async () => {
    expect(await desired()).toEqual([])
    const first = await site.kept(PORT)
    expect(await desired()).toMatchObject([
      { key: 'ovs-port:br0/eth2', ref: ETH2, revision: 1, isWanted: true, changedBy: ME, changeId: first.id },
    ])
    const second = await site.kept({ ...PORT, tag: 30 })
    expect(await desired()).toMatchObject([{ revision: 2, changeId: second.id }])
    expect(await drift()).toEqual([])

    const back = await undo(second.id)
    await site.sim.apply(back.id)
    await site.sim.until(back.id, 'confirmed')
    expect(await desired()).toMatchObject([{ revision: 3, changeId: back.id }])
    const further = await undo(first.id)
    await site.sim.apply(further.id)
    await site.sim.until(further.id, 'confirmed')
    expect(await desired()).toEqual([])
    expect(await drift()).toEqual([])
  })

  it('is not written by a change that was taken back', async () => {
    const { id } = await site.sim.plan(site.hostId, { intents: [PORT, { kind: 'ovsBridge.set', name: 'br-lies' }] })
    await site.sim.apply(id)
    await site.sim.until(id, 'rolled_back')
    expect(await desired()).toEqual([])
  })

  it('can be taken from what runs, and let go again', async () => {
    await decide('adoptObjects', ETH2)
    expect(await desired()).toMatchObject([{ revision: 1, changeId: null, changedBy: ME }])
    await decide('releaseObjects', ETH2)
    expect(await desired()).toEqual([])
    const again = await site.sim.refusal(ROUTES.releaseObjects, {
      params: { hostId: site.hostId },
      body: { objects: [ETH2] },
    })
    expect(again).toMatchObject({ status: 404, message: expect.stringContaining('OVS port eth2 of br0') })
    const tap = { kind: 'ovs-port', owner: 'br0', name: 'vnet0' }
    expect(
      await site.sim.refusal(ROUTES.adoptObjects, { params: { hostId: site.hostId }, body: { objects: [tap] } }),
    ).toMatchObject({
      code: 'nothing_to_do',
    })
    const { entries } = await site.sim.console.runtime.audit.list({ limit: 10 })
    expect(entries.map(({ action }) => action)).toEqual(expect.arrayContaining(['desired.adopt', 'desired.release']))
  })
})

describe("a guest's NIC that is taken over as it runs", () => {
  const plugElsewhere = () => {
    const xml = site.host.run(['virsh', 'dumpxml', 'web1', '--inactive']).stdout
    site.host.run(['virsh', 'define', '/dev/stdin'], xml.replace("<source bridge='br0'/>", "<source bridge='br1'/>"))
  }

  it.each(['mac', 'name'] as const)('is wanted, and its drift is seen: named by its %s', async (by) => {
    const guest = (await stateOf()).guests[0]
    const mac = guest?.nics[0]?.running?.mac ?? ''
    const ref = { kind: 'guest-nic', owner: guest?.uuid, name: by === 'mac' ? mac : 'net0' }
    await decide('adoptObjects', ref)
    expect(await desired()).toMatchObject([{ isWanted: true, ref: { ...ref, name: mac } }])
    expect(await drift()).toEqual([])
    plugElsewhere()
    expect(await drift()).toMatchObject([{ ref: { name: mac }, reasons: [expect.stringContaining('br1')] }])
  })

  it('is not recorded as wanted absent where there is none, or where nobody can tell', async () => {
    const refuse = (ref: object) =>
      site.sim.refusal(ROUTES.adoptObjects, { params: { hostId: site.hostId }, body: { objects: [ref] } })
    const { uuid = '', nics = [] } = (await stateOf()).guests[0] ?? {}
    expect(await refuse({ kind: 'guest-nic', owner: uuid, name: 'net7' })).toMatchObject({
      code: 'not_found',
      message: expect.stringContaining('web1 has no NIC net7: it has net0'),
    })
    site.host.machine.state.stopped.add('libvirtd')
    expect(await refuse({ kind: 'guest-nic', owner: uuid, name: nics[0]?.running?.mac })).toMatchObject({
      code: 'not_found',
      message: expect.stringContaining('could not be read whole'),
    })
    expect(await desired()).toEqual([])
  })
})

describe('drift', () => {
  beforeEach(async () => {
    await site.kept(PORT)
    expect(await drift()).toEqual([])
    site.sim.console.clock.now = new Date('2030-01-01T14:02:00.000Z')
    site.host.run(['ovs-vsctl', 'set', 'port', 'eth2', 'tag=30'])
  })

  it('says why in a line, and since when', async () => {
    expect(await drift()).toMatchObject([
      {
        ...{ key: 'ovs-port:br0/eth2', ref: ETH2, description: 'OVS port eth2 of br0' },
        ...{ reasons: [expect.stringMatching(/20 wanted, 30 found/)], since: '2030-01-01T14:02:00.000Z' },
      },
    ])
    site.sim.console.clock.now = new Date('2030-01-01T15:00:00.000Z')
    site.host.run(['ovs-vsctl', 'set', 'port', 'eth2', 'tag=31'])
    expect(await drift()).toMatchObject([
      { reasons: [expect.stringMatching(/20 wanted, 31 found/)], since: '2030-01-01T14:02:00.000Z' },
    ])
    site.host.run(['ovs-vsctl', 'set', 'port', 'eth2', 'tag=20'])
    expect(await drift()).toEqual([])
  })

  it('is told to who follows the host, and again to who comes later', async () => {
    const follow = async () =>
      readEvents((await call(ROUTES.followHost, { token: BOOTSTRAP_TOKEN, params: { hostId: site.hostId } })).body)
    const toldOf = async ({ until }: Awaited<ReturnType<typeof follow>>) =>
      HOST_EVENTS.drift.parse((await until('drift')).data).drift.map(({ reasons }) => reasons.join())
    const early = await follow()
    expect(await toldOf(early), 'from before').toEqual([])
    expect(await toldOf(early)).toEqual([expect.stringMatching(/20 wanted, 30 found/)])
    const late = await follow()
    expect(await toldOf(late)).toEqual([expect.stringMatching(/20 wanted, 30 found/)])
    site.host.run(['ovs-vsctl', 'set', 'port', 'eth2', 'tag=31'])
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
    await site.sim.apply(change.id)
    await site.sim.until(change.id, 'confirmed')
    expect(site.tagOf('eth2')).toBe('20')
    expect(await drift()).toEqual([])
    const nothing = await site.sim.refusal(ROUTES.pushDesired, {
      params: { hostId: site.hostId },
      body: { objects: [ETH2] },
    })
    expect(nothing.code).toBe('nothing_to_do')
  })
})
