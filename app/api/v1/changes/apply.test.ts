import { describe, expect, it } from 'vitest'
import { ROUTES } from '@/lib/contract/routes'
import { tokenOf } from '@/lib/server/testing/console'
import { ME, simSite } from '@/lib/server/testing/sim-site'

const VLAN_BRIDGE = { kind: 'ovsBridge.set', name: 'ovsbr1' } as const
const PORT = { kind: 'portVlan.set', bridge: 'br0', port: 'eth2', mode: 'access', tag: 125 } as const

const site = simSite()

describe('a change that is kept by itself', () => {
  it('is planned, applied, confirmed, on record, and in the picture', async () => {
    const planned = await site.sim.plan(site.hostId, { intents: [PORT, VLAN_BRIDGE] })
    const begun = await site.sim.apply(planned.id)
    expect(begun).toMatchObject({ status: 'applying', mode: 'auto', windowSeconds: planned.plan.timeoutSeconds })
    const done = await site.sim.until(planned.id, 'confirmed')
    expect(site.tagOf('eth2')).toBe('125')
    expect(done).toMatchObject({ reason: null, errorCode: null, deadlineAt: null, isPersisted: true })
    expect(done.steps.map(({ status, exitStatus }) => [status, exitStatus])).toEqual(done.steps.map(() => ['done', 0]))
    expect(done.notes.map(({ phase }) => phase)).toEqual(
      expect.arrayContaining(['preflight', 'upload', 'lock', 'arm', 'apply', 'confirm', 'release']),
    )
    expect(done.hostLog).not.toBe('')
    await expect
      .poll(async () => {
        const { state } = ROUTES.getHostState.response.parse(
          await site.sim.answer(ROUTES.getHostState, { params: { hostId: site.hostId } }),
        )
        return state.ovs?.bridges.map(({ name }) => name)
      })
      .toContain('ovsbr1')
  })

  it('leaves an intent before and a result behind every step, in a chain that is whole', async () => {
    const { id, steps } = await site.sim.plan(site.hostId, { intents: [PORT, VLAN_BRIDGE] })
    await site.sim.apply(id)
    await site.sim.until(id, 'confirmed')
    const entries = await site.sim.auditOf(id)
    const actions = entries.map(({ action }) => action)
    expect(actions.slice(0, 3)).toEqual(['change.plan', 'change.apply', 'change.act'])
    expect(actions.at(-1)).toBe('change.end')
    const of = (action: string) => entries.filter((entry) => entry.action === action)
    expect(of('change.step').map(({ detail }) => detail['argv'])).toEqual(steps.map(({ argv }) => argv))
    expect(of('change.step-result').map(({ detail }) => [detail['step'], detail['exitStatus']])).toEqual(
      steps.map((step) => [step.id, 0]),
    )
    expect(of('change.act').length).toBe(of('change.acted').length)
    for (const { actor, target } of entries) expect([actor, target]).toEqual([ME, 'host:kvm1'])
    expect(JSON.stringify(entries)).not.toContain(site.host.access.password)
  })

  it('is undone by the host where a step fails', async () => {
    const { id } = await site.sim.plan(site.hostId, {
      intents: [PORT, { kind: 'ovsBridge.set', name: 'br-fail-apply' }],
    })
    await site.sim.apply(id)
    const done = await site.sim.until(id, 'rolled_back')
    expect(done.reason).toMatch(/failed with status .* The host is as it was before/)
    expect(done.steps.map(({ status }) => status)).toContain('undone')
    expect(site.tagOf('eth2')).toBe('[]')
  })

  it('is undone where a tool lies', async () => {
    const { id } = await site.sim.plan(site.hostId, { intents: [{ kind: 'ovsBridge.set', name: 'br-lies' }] })
    await site.sim.apply(id)
    expect((await site.sim.until(id, 'rolled_back')).reason).toContain('not as planned')
  })

  it('is stale where somebody else was quicker', async () => {
    const { id } = await site.sim.plan(site.hostId, { intents: [PORT] })
    site.host.run(['ovs-vsctl', 'set', 'port', 'eth2', 'tag=7'])
    await site.sim.apply(id)
    expect(await site.sim.until(id, 'stale')).toMatchObject({ errorCode: 'stale_plan' })
    expect(site.tagOf('eth2')).toBe('7')
  })
})

describe('a change that a person keeps', () => {
  it('waits, is given more time, and is kept', async () => {
    const { id } = await site.sim.plan(site.hostId, { intents: [PORT] })
    await site.sim.apply(id, { confirm: 'manual' })
    const waiting = await site.sim.until(id, 'awaiting_confirmation')
    expect(waiting).toMatchObject({ mode: 'manual', windowSeconds: 300 })
    const deadlineOf = async () => new Date((await site.sim.readChange(id)).deadlineAt ?? 0).getTime()
    await expect.poll(deadlineOf).toBeGreaterThan(0)
    const before = await deadlineOf()
    await site.sim.answer(ROUTES.extendChange, { params: { changeId: id }, body: { seconds: 500 } })
    await expect.poll(deadlineOf).toBeGreaterThan(before + 100_000)
    await site.sim.decide('confirm', id)
    await site.sim.until(id, 'confirmed')
    expect((await site.sim.auditOf(id)).map(({ action }) => action)).toEqual(
      expect.arrayContaining(['change.extend', 'change.confirm', 'change.end']),
    )
    expect(await site.sim.refusal(ROUTES.confirmChange, { params: { changeId: id } })).toMatchObject({
      code: 'change_over',
    })
  })

  it('is undone now', async () => {
    const { id } = await site.sim.plan(site.hostId, { intents: [PORT] })
    await site.sim.apply(id, { confirm: 'manual' })
    await site.sim.until(id, 'awaiting_confirmation')
    expect(site.tagOf('eth2')).toBe('125')
    await site.sim.decide('cancel', id)
    expect((await site.sim.until(id, 'rolled_back')).reason).toContain('Undone as asked')
    expect(site.tagOf('eth2')).toBe('[]')
  })
})

describe('who may, and when', () => {
  it('one at a time on a host, and whoever is second is told whose it is', async () => {
    const [first, second] = [
      await site.sim.plan(site.hostId, { intents: [PORT] }),
      await site.sim.plan(site.hostId, { intents: [VLAN_BRIDGE] }),
    ]
    await site.sim.apply(first.id, { confirm: 'manual' })
    const late = await site.sim.refusal(ROUTES.applyChange, { params: { changeId: second.id }, body: {} })
    expect(late).toMatchObject({
      ...{ status: 409, code: 'host_locked' },
      details: { operator: ME, changeId: first.id },
    })
    expect(await site.sim.refusal(ROUTES.deleteHost, { params: { hostId: site.hostId } })).toMatchObject({
      code: 'host_locked',
    })
    expect(await site.sim.refusal(ROUTES.applyChange, { params: { changeId: first.id }, body: {} })).toMatchObject({
      code: 'already_begun',
    })
    await site.sim.until(first.id, 'awaiting_confirmation')
    await site.sim.decide('cancel', first.id)
    await site.sim.until(first.id, 'rolled_back')
    await expect.poll(async () => (await site.sim.apply(second.id).catch(() => null))?.status).toBe('applying')
    await site.sim.until(second.id, 'confirmed')
  })

  it('not while the same machine is changed by another entry, which is named', async () => {
    const twin = await site.sim.addHost(site.host, 'kvm1-again')
    const read = ROUTES.getHost.response
    const hostOf = async (hostId: string) => read.parse(await site.sim.answer(ROUTES.getHost, { params: { hostId } }))
    await expect.poll(async () => (await hostOf(twin)).notes.map(({ kind }) => kind)).toEqual(['same_machine'])
    expect((await hostOf(site.hostId)).notes[0]?.message).toContain('also added as kvm1-again')
    const first = await site.sim.plan(site.hostId, { intents: [PORT] })
    const second = await site.sim.plan(twin, { intents: [VLAN_BRIDGE] })
    await site.sim.apply(first.id, { confirm: 'manual' })
    const late = await site.sim.refusal(ROUTES.applyChange, { params: { changeId: second.id }, body: {} })
    expect(late).toMatchObject({ code: 'host_locked', details: { operator: ME, changeId: first.id } })
    expect(late.message).toContain('kvm1-again is the same machine as kvm1')
    await site.sim.until(first.id, 'awaiting_confirmation')
    await site.sim.decide('cancel', first.id)
    await site.sim.until(first.id, 'rolled_back')
  })

  it('nobody who only reads', async () => {
    const { id } = await site.sim.plan(site.hostId, { intents: [PORT] })
    const token = await tokenOf(site.sim.console, 'viewer')
    for (const spec of [ROUTES.applyChange, ROUTES.confirmChange, ROUTES.cancelChange, ROUTES.extendChange])
      expect(await site.sim.refusal(spec, { params: { changeId: id }, body: { seconds: 60 }, token })).toMatchObject({
        ...{ status: 403, code: 'forbidden' },
      })
    expect((await site.sim.readChange(id)).status).toBe('planned')
  })

  it('not without sudo that was there when it was planned', async () => {
    await site.sim.answer(ROUTES.updateHost, {
      params: { hostId: site.hostId },
      body: { username: 'admin', sudo: true, auth: { kind: 'password', password: site.host.access.password } },
    })
    const { id } = await site.sim.plan(site.hostId, { intents: [PORT] })
    site.host.sudoers.delete('admin')
    await site.sim.apply(id)
    const done = await site.sim.until(id, 'failed')
    expect(done.errorCode).toBe('sudo_refused')
    expect(site.tagOf('eth2')).toBe('[]')
  })

  it('not twice, not before it was applied, not what is there already, and not what was given up', async () => {
    const empty = await site.sim.plan(site.hostId, { intents: [{ kind: 'ovsBridge.set', name: 'br0' }] })
    expect(empty.steps).toEqual([])
    expect(await site.sim.refusal(ROUTES.applyChange, { params: { changeId: empty.id }, body: {} })).toMatchObject({
      code: 'nothing_to_do',
    })
    const { id } = await site.sim.plan(site.hostId, { intents: [PORT] })
    const params = { changeId: id }
    expect(await site.sim.refusal(ROUTES.confirmChange, { params })).toMatchObject({ code: 'not_awaiting' })
    const given = await site.sim.decide('cancel', id)
    expect(given).toMatchObject({ status: 'failed', reason: expect.stringContaining('Given up') })
    expect(await site.sim.refusal(ROUTES.applyChange, { params, body: {} })).toMatchObject({ code: 'already_begun' })
    expect(await site.sim.refusal(ROUTES.cancelChange, { params })).toMatchObject({ code: 'change_over' })
  })
})
