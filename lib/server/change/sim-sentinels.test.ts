import { describe, expect, it, vi } from 'vitest'
import type { IntentInput } from '@/lib/core/intents/intent'
import { ChangeControl } from './change-control'
import type { ChangeEvent } from './change-types'
import { runChange } from './run-change'
import {
  consoleOf,
  expectUntouched,
  hooksOf,
  isLocked,
  observe,
  PATIENCE,
  plan,
  requestFor,
  startHost,
} from '../testing/sim-change'

/** The names that make a change go wrong on a simulated host, each as the console shows it. */

const bridge = (name: string): IntentInput => ({ kind: 'linuxBridge.set', name })

/** Works, and is taken back all the same. */
const asTheTestWants = () => Promise.resolve(['as the test wants it'])

describe('br-fail-undo', () => {
  it('stays where the rollback cannot remove it: the host says what is left, and stays locked', async () => {
    const host = await startHost()
    const planned = await plan(host, [bridge('br-fail-undo')])
    const { deps } = consoleOf(host, { ...hooksOf(planned), findDiscrepancies: asTheTestWants })
    const request = requestFor(planned, { windowSeconds: 2 })
    const outcome = await runChange(request, deps)
    expect(outcome).toMatchObject({ state: 'rollback_failed' })
    expect(outcome.reason).toMatch(/Not everything could be put back: .*br-fail-undo.* The host stays locked/)
    expect(outcome.reason).toContain(`/txn/${request.transaction.id}/guard.sh again`)
    expect(outcome.rollback).toContainEqual({ outcome: 'open', step: 1, action: 1 })
    expect(isLocked(host)).toBe(true)
    const next = await runChange(requestFor(planned), consoleOf(host, hooksOf(planned)).deps)
    expect(next).toMatchObject({ state: 'failed', error: 'host_locked' })
  })

  it('goes with the script that the console names, once it can', async () => {
    const host = await startHost()
    const before = await observe(host)
    const planned = await plan(host, [bridge('br-fail-undo')])
    const { deps } = consoleOf(host, { ...hooksOf(planned), findDiscrepancies: asTheTestWants })
    const request = requestFor(planned, { windowSeconds: 2 })
    await runChange(request, deps)
    host.heal()
    const folder = `/var/lib/patchbay/txn/${request.transaction.id}`
    expect(await host.runScript(['sh', `${folder}/rollback.sh`])).toMatchObject({ status: 0 })
    await host.runScript(['sh', `${folder}/guard.sh`, 'release'])
    await expectUntouched(host, before)
  })
})

describe('br-slow-apply', () => {
  it('is seen to run while it takes its time, and is kept', async () => {
    const host = await startHost()
    const planned = await plan(host, [bridge('br-slow-apply'), bridge('br1')])
    const { deps, events } = consoleOf(host, hooksOf(planned))
    const request = requestFor(planned)
    const running = runChange(request, deps)
    await vi.waitFor(() => expect(stepsIn(events)).toMatch(/^running,waiting/), PATIENCE)
    await vi.waitFor(() => {
      host.hurryApply(request.transaction.id)
      expect(stepsIn(events)).toMatch(/^done/)
    }, PATIENCE)
    expect(await running).toMatchObject({ state: 'confirmed' })
  })

  it('is stopped in the middle by who wants it undone', async () => {
    const host = await startHost()
    const before = await observe(host)
    const planned = await plan(host, [bridge('br-slow-apply'), bridge('br1')])
    const control = new ChangeControl()
    const { deps, events } = consoleOf(host, hooksOf(planned))
    const running = runChange(requestFor(planned), deps, control)
    await vi.waitFor(() => expect(stepsIn(events)).toMatch(/^running,waiting/), PATIENCE)
    control.undo()
    const outcome = await running
    expect(outcome).toMatchObject({ state: 'rolled_back' })
    expect(outcome.steps.map(({ status }) => status)).not.toContain('done')
    await expectUntouched(host, before)
  })
})

describe('br-cuts-link', () => {
  it('cuts the host off whatever the plan says, and the host takes it back when the window ends', async () => {
    const host = await startHost()
    const before = await observe(host)
    const planned = await plan(host, [bridge('br-cuts-link')])
    expect(planned.risk.level).toBe('R0')
    const { deps } = consoleOf(host, hooksOf(planned))
    const running = runChange(requestFor(planned, { windowSeconds: 2 }), deps)
    await vi.waitFor(() => expect(host.isReachedAt('127.0.0.1')).toBe(false), PATIENCE)
    await expect(deps.connect({ signal: AbortSignal.timeout(2_000) })).rejects.toMatchObject({
      code: 'host_unreachable',
    })
    expect(await running).toMatchObject({ state: 'rolled_back' })
    expect(host.isReachedAt('127.0.0.1')).toBe(true)
    await expectUntouched(host, before)
  })
})

/** As they were told last: "done,running,waiting". */
const stepsIn = (events: readonly ChangeEvent[]): string =>
  events.flatMap((event) => (event.kind === 'steps' ? [event.steps.map(({ status }) => status).join()] : [])).at(-1) ??
  ''
