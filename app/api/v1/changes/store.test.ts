import { describe, expect, it } from 'vitest'
import { ROUTES } from '@/lib/contract/routes'
import { tokenOf } from '@/lib/server/testing/console'
import { ME, simSite } from '@/lib/server/testing/sim-site'

/** A network that works and cannot be stored, as long as the host is not healed. */
const NETWORK = {
  kind: 'network.set',
  name: 'net-fail-store',
  forward: 'bridge',
  bridge: 'br0',
  virtualport: 'openvswitch',
} as const

const site = simSite()

const storedXml = () => site.host.run(['virsh', 'net-dumpxml', NETWORK.name, '--inactive'])
const isLocked = () => site.host.run(['cat', '/var/lib/patchbay/lock/owner']).status === 0
const store = async (changeId: string) =>
  ROUTES.storeChange.response.parse(await site.sim.answer(ROUTES.storeChange, { params: { changeId } }))
const refusal = (changeId: string, token?: string) =>
  site.sim.refusal(ROUTES.storeChange, { params: { changeId }, ...(token !== undefined && { token }) })

describe('a kept change that could not be stored', () => {
  it('says so, and is stored once the host can', async () => {
    const change = await site.kept(NETWORK)
    expect(change).toMatchObject({
      isPersisted: false,
      reason: expect.stringContaining('No space left on device'),
    })
    expect(await refusal(change.id)).toMatchObject({
      ...{ status: 502, code: 'not_stored' },
      message: expect.stringContaining('No space left on device'),
    })
    expect(await site.sim.readChange(change.id)).toMatchObject({ status: 'confirmed', isPersisted: false })
    expect(isLocked()).toBe(false)

    site.host.heal()
    const stored = await store(change.id)
    expect(stored).toMatchObject({
      ...{ status: 'confirmed', isPersisted: true, reason: null, endedAt: change.endedAt },
    })
    expect(stored.steps.map(({ status }) => status)).toEqual(stored.steps.map(() => 'done'))
    expect(storedXml().stdout).toContain(`<name>${NETWORK.name}</name>`)
    expect(isLocked()).toBe(false)
    expect(await refusal(change.id)).toMatchObject({ code: 'nothing_to_do' })
  })

  it('leaves who tried, what was run, and what came of it', async () => {
    const { id } = await site.kept(NETWORK)
    const before = (await site.sim.auditOf(id)).length
    await refusal(id)
    site.host.heal()
    await store(id)
    const entries = (await site.sim.auditOf(id)).slice(before)
    const actions = entries.map(({ action }) => action).filter((action) => !/^change\.acted?$/.test(action))
    const [failed, done] = [actions.indexOf('change.stored'), actions.lastIndexOf('change.stored')]
    expect(actions.slice(0, failed)).toEqual(
      expect.arrayContaining(['change.store', 'change.step', 'change.step-result']),
    )
    expect(actions.slice(failed + 1, done)).toEqual(expect.arrayContaining(['change.store', 'change.step']))
    expect(
      entries.filter(({ action }) => action === 'change.stored').map(({ detail }) => detail['isPersisted']),
    ).toEqual([false, true])
    for (const { actor, target } of entries) expect([actor, target]).toEqual([ME, 'host:kvm1'])
  })

  it('is not stored over what somebody has made of it since', async () => {
    const { id } = await site.kept(NETWORK)
    site.host.heal()
    site.host.run(
      ['virsh', 'net-define', '/dev/stdin'],
      `<network><name>${NETWORK.name}</name><forward mode='nat'/></network>`,
    )
    const foreign = storedXml().stdout
    expect(await refusal(id)).toMatchObject({ code: 'stale_plan', message: expect.stringContaining(NETWORK.name) })
    expect(storedXml().stdout).toBe(foreign)
    expect(isLocked()).toBe(false)
    expect((await site.sim.readChange(id)).isPersisted).toBe(false)
  })

  it('is not stored where its network no longer runs, nor by who only reads, nor where all is stored', async () => {
    const { id } = await site.kept(NETWORK)
    expect(await refusal(id, await tokenOf(site.sim.console, 'viewer'))).toMatchObject({ code: 'forbidden' })
    site.host.heal()
    site.host.run(['virsh', 'net-destroy', NETWORK.name])
    expect(await refusal(id)).toMatchObject({ code: 'stale_plan', message: expect.stringContaining('gone') })
    const planned = await site.sim.plan(site.hostId, { intents: [{ kind: 'ovsBridge.set', name: 'ovsbr1' }] })
    expect(await refusal(planned.id)).toMatchObject({ code: 'nothing_to_do' })
  })
})
