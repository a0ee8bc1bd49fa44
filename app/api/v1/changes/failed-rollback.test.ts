import { describe, expect, it } from 'vitest'
import type { Change } from '@/lib/contract/changes'
import { ROUTES } from '@/lib/contract/routes'
import { BOOTSTRAP_TOKEN, call, tokenOf } from '@/lib/server/testing/console'
import { ME, simSite } from '@/lib/server/testing/sim-site'

/** A bridge that can be made and not removed, as long as the host is not healed. */
const BRIDGE = { kind: 'linuxBridge.set', name: 'br-fail-undo' } as const

const site = simSite()

const isLocked = () => site.host.run(['cat', '/var/lib/patchbay/lock/owner']).status === 0
const isThere = () => site.host.run(['ip', 'link', 'show', 'dev', BRIDGE.name]).status === 0
const retry = async (changeId: string) =>
  ROUTES.retryRollback.response.parse(await site.sim.answer(ROUTES.retryRollback, { params: { changeId } }))
const release = async (changeId: string) =>
  ROUTES.releaseHost.response.parse(await site.sim.answer(ROUTES.releaseHost, { params: { changeId } }))

/** Applied, and its undoing has failed. */
async function leftOver(): Promise<Change> {
  const { id } = await site.sim.plan(site.hostId, { intents: [BRIDGE] })
  await site.sim.apply(id, { confirm: 'manual' })
  await site.sim.until(id, 'awaiting_confirmation')
  await site.sim.decide('cancel', id)
  return site.sim.until(id, 'rollback_failed')
}

describe('a rollback that failed', () => {
  it('is tried again when a person says so, until everything is back', async () => {
    const change = await leftOver()
    expect(change.steps[0]).toMatchObject({ status: 'done' })
    expect(await retry(change.id)).toMatchObject({ status: 'rollback_failed', releasedAt: null })
    expect(isLocked()).toBe(true)
    site.host.heal()
    const back = await retry(change.id)
    expect(back, back.reason ?? '').toMatchObject({ status: 'rolled_back' })
    expect(back.reason).toContain('as it was before')
    expect(back.steps[0]).toMatchObject({ status: 'undone' })
    expect([isThere(), isLocked()]).toEqual([false, false])
    const entries = await site.sim.auditOf(change.id)
    const ours = entries.filter(({ action }) => /retry-rollback|retried/.test(action))
    expect(ours.map(({ action, actor, detail }) => [action, actor, detail['status']])).toEqual([
      ['change.retry-rollback', ME, undefined],
      ['change.retried', ME, 'rollback_failed'],
      ['change.retry-rollback', ME, undefined],
      ['change.retried', ME, 'rolled_back'],
    ])
  }, 60_000)

  it('is known to be over where the host has put everything back without us', async () => {
    const { id } = await leftOver()
    site.host.heal()
    await site.host.runScript(['sh', `/var/lib/patchbay/txn/${id}/guard.sh`, 'again'])
    expect(await site.sim.until(id, 'rolled_back')).toMatchObject({ releasedAt: null })
    expect([isThere(), isLocked()]).toEqual([false, false])
  }, 60_000)

  it('is left as it is when a person wants that: the host is free for other changes', async () => {
    const { id } = await leftOver()
    const left = await release(id)
    expect(left).toMatchObject({ status: 'rollback_failed', releasedAt: expect.any(String) })
    expect([isThere(), isLocked()]).toEqual([true, false])
    for (const spec of [ROUTES.retryRollback, ROUTES.releaseHost])
      expect(await site.sim.refusal(spec, { params: { changeId: id } })).toMatchObject({ code: 'nothing_to_do' })
    await site.kept({ kind: 'linuxBridge.set', name: 'br9' })
  }, 60_000)

  it('is followed no more once its host is removed', async () => {
    const { id } = await leftOver()
    await call(ROUTES.deleteHost, { params: { hostId: site.hostId }, token: BOOTSTRAP_TOKEN })
    await site.sim.console.runtime.changes.failedRollbacks.follow(id)
    expect(await site.sim.readChange(id)).toMatchObject({ status: 'rollback_failed', releasedAt: null })
    expect(site.sim.console.logLines()).not.toContain('could not be asked')
  }, 60_000)

  it('is for operators, and for changes that have one', async () => {
    const { id } = await site.sim.plan(site.hostId, { intents: [BRIDGE] })
    const token = await tokenOf(site.sim.console, 'viewer')
    for (const spec of [ROUTES.retryRollback, ROUTES.releaseHost]) {
      expect(await site.sim.refusal(spec, { params: { changeId: id }, token })).toMatchObject({ code: 'forbidden' })
      expect(await site.sim.refusal(spec, { params: { changeId: id } })).toMatchObject({ code: 'nothing_to_do' })
    }
  })
})
