import { describe, expect, it, vi } from 'vitest'
import type { IntentInput } from '@/lib/core/intents/intent'
import type { Clock } from '../host/clock'
import { systemClock } from '../host/clock'
import { ChangeControl } from './change-control'
import type { ChangeDeps, ChangeEvent, Failpoint } from './change-types'
import { runChange } from './run-change'
import {
  BRIDGE,
  consoleOf,
  dieAt,
  expectUntouched,
  hooksOf,
  isLocked,
  NEVER,
  observe,
  PATIENCE,
  plan,
  requestFor,
  startHost,
} from '../testing/sim-change'

/** A guarded change as the console carries it out, on a simulated host: what the demo shows. */

describe('a planned change on a simulated host', () => {
  it('is confirmed over a connection made after it', async () => {
    const host = await startHost()
    const planned = await plan(host, BRIDGE)
    const { deps, events, links } = consoleOf(host, hooksOf(planned))
    const outcome = await runChange(requestFor(planned), deps)
    expect(outcome, `${outcome.reason}\n${outcome.hostLog}`).toMatchObject({ state: 'confirmed', isPersisted: true })
    expect(events.flatMap((event) => (event.kind === 'phase' ? [event.phase] : []))).toEqual([
      ...['preflight', 'upload', 'lock', 'rehearse', 'arm', 'apply', 'confirm', 'persist', 'release'],
    ])
    expect(links).toHaveLength(2)
    expect(outcome.bootGuard).toMatch(/systemd unit puts back/)
    expect(outcome.hostLog).toContain('guard: confirmed')
    expect((await plan(host, BRIDGE)).steps).toEqual([])
    expect(isLocked(host)).toBe(false)
  })

  describe('whose definitions are to be stored while libvirtd is away', () => {
    const NETWORK: IntentInput[] = [{ kind: 'network.set', name: 'net9', forward: 'bridge', bridge: 'br0' }]
    /** libvirtd dies once the change is kept, and is back after so many pauses. */
    async function keep(pauses: number) {
      const host = await startHost()
      const planned = await plan(host, NETWORK)
      const set = (isAway: boolean) =>
        host.apply(({ state }) => void (isAway ? state.stopped.add('libvirtd') : state.stopped.delete('libvirtd')))
      const waited: number[] = []
      const clock: Clock = {
        now: systemClock.now,
        after: (ms, act) => {
          waited.push(ms)
          if (waited.length >= pauses) set(false)
          return systemClock.after(0, act)
        },
      }
      const onEvent = (event: ChangeEvent) => {
        if (event.kind === 'phase' && event.phase === 'persist') set(true)
      }
      const { deps } = consoleOf(host, { ...hooksOf(planned, clock), onEvent })
      const outcome = await runChange(requestFor(planned), deps)
      return { host, outcome, waited }
    }

    it('stores them when it is back', async () => {
      const { host, outcome, waited } = await keep(3)
      expect(outcome, outcome.reason ?? '').toMatchObject({ state: 'confirmed', isPersisted: true, reason: null })
      expect(waited).toEqual([500, 1_000, 2_000])
      expect(host.run(['virsh', 'net-dumpxml', 'net9', '--inactive']).status).toBe(0)
    })

    it('says so where it does not come back', async () => {
      const { outcome, waited } = await keep(Number.POSITIVE_INFINITY)
      expect(outcome).toMatchObject({ state: 'confirmed', isPersisted: false })
      expect(outcome.reason).toMatch(/not stored.*failed to connect to the hypervisor/)
      expect(waited).toHaveLength(5)
    })
  })

  it('is put back at the end of the window when the console has vanished', async () => {
    const host = await startHost()
    const before = await observe(host)
    const planned = await plan(host, BRIDGE)
    const { deps, links } = consoleOf(host, hooksOf(planned))
    const request = requestFor(planned, { windowSeconds: 2 })
    await dieAt('after_apply', { deps, links }, request)
    await vi.waitFor(() => expectUntouched(host, before), { timeout: PATIENCE, interval: 50 })
    const log = host.run(['cat', `/var/lib/patchbay/txn/${request.transaction.id}/log`]).stdout
    expect(log).toMatch(
      /guard: armed for 2 s\n\d+ guard: fires --timer\n\d+ rollback: round 1, 0 open\n\d+ guard: rolled_back\n/,
    )
  })

  it('is put back at once when the host is not as planned', async () => {
    const host = await startHost()
    const before = await observe(host)
    const planned = await plan(host, BRIDGE)
    const findDiscrepancies = () => Promise.resolve(['as the test wants it'])
    const { deps } = consoleOf(host, { ...hooksOf(planned), findDiscrepancies })
    const outcome = await runChange(requestFor(planned, { windowSeconds: 2 }), deps)
    expect(outcome).toMatchObject({ state: 'rolled_back', rollback: [{ outcome: 'undone', step: 1, action: 1 }] })
    await expectUntouched(host, before)
  })

  it('is refused once somebody else has changed what it touches', async () => {
    const host = await startHost()
    const planned = await plan(host, [{ kind: 'portVlan.set', bridge: 'br0', port: 'eth2', mode: 'access', tag: 7 }])
    host.run(['ovs-vsctl', 'set', 'port', 'eth2', 'tag=99'])
    const before = await observe(host)
    const outcome = await runChange(requestFor(planned), consoleOf(host, hooksOf(planned)).deps)
    expect(outcome).toMatchObject({ state: 'stale', error: 'stale_plan' })
    await expectUntouched(host, before)
  })

  it('is called out of date, and its rollback not broken, where somebody else was quicker', async () => {
    const host = await startHost()
    const planned = await plan(host, BRIDGE)
    host.run(['ovs-vsctl', 'add-br', 'ovsbr1'])
    const hooks = hooksOf(planned)
    const readFingerprint: typeof hooks.readFingerprint = async (runner) => {
      const found = await hooks.readFingerprint(runner)
      // The rehearsal, which finds a bridge that was not to be there, has been answered long since.
      await runner.run([{ argv: ['true'], deadlineMs: 1_000, maxBytes: 100 }])
      return found
    }
    const outcome = await runChange(requestFor(planned), consoleOf(host, { ...hooks, readFingerprint }).deps)
    expect(outcome).toMatchObject({ state: 'stale', error: 'stale_plan' })
    expect(isLocked(host)).toBe(false)
  })

  it('leaves no lock where the connection ends before anything is armed', async () => {
    const host = await startHost()
    const before = await observe(host)
    const planned = await plan(host, BRIDGE)
    const { deps, links } = consoleOf(host, hooksOf(planned))
    const failpoint = (point: Failpoint) => {
      if (point === 'after_lock') host.server.dropConnections()
    }
    const outcome = await runChange(requestFor(planned), { ...deps, failpoint })
    expect(outcome).toMatchObject({ state: 'failed' })
    expect(links).toHaveLength(2)
    await expectUntouched(host, before)
  })

  it('names the step that fails, and the host is as before', async () => {
    const host = await startHost()
    const before = await observe(host)
    const planned = await plan(host, [...BRIDGE, { kind: 'linuxBridge.set', name: 'br-fail-apply' }])
    const outcome = await runChange(requestFor(planned), consoleOf(host, hooksOf(planned)).deps)
    expect(outcome.reason).toMatch(/Step \d \(.*br-fail-apply.*\) failed with status \d+: .*busy/)
    expect(outcome.state).toBe('rolled_back')
    await expectUntouched(host, before)
  })

  it('catches a step that only says it did something', async () => {
    const host = await startHost()
    const before = await observe(host)
    const planned = await plan(host, [...BRIDGE, { kind: 'linuxBridge.set', name: 'br-lies' }])
    const outcome = await runChange(requestFor(planned), consoleOf(host, hooksOf(planned)).deps)
    expect(outcome.reason).toMatch(/All steps ended well, and yet the host is not as planned: .*br-lies/)
    await expectUntouched(host, before)
  })

  it('shows its steps one by one', async () => {
    const host = await startHost({ stepMs: NEVER })
    const planned = await plan(host, [...BRIDGE, { kind: 'linuxBridge.set', name: 'br1' }])
    const request = requestFor(planned)
    const seen: string[] = []
    const onEvent = (event: ChangeEvent) => {
      if (event.kind !== 'steps') return
      seen.push(event.steps.map(({ status }) => status).join())
      host.hurryApply(request.transaction.id)
    }
    expect(await runChange(request, consoleOf(host, { ...hooksOf(planned), onEvent }).deps)).toMatchObject({
      state: 'confirmed',
    })
    const count = request.transaction.steps.length
    const wanted = Array.from({ length: count + 1 }, (_, done) =>
      Array.from({ length: count }, (_, i) => (i < done ? 'done' : i === done ? 'running' : 'waiting')).join(),
    )
    expect(seen).toEqual(wanted)
  })

  it('is confirmed over a connection that was begun after its last step, while the host verified', async () => {
    const host = await startHost({ secondMs: NEVER })
    const planned = await plan(host, [{ kind: 'linuxBridge.set', name: 'br-lies' }])
    const request = requestFor(planned)
    const { deps, links } = consoleOf(host, hooksOf(planned))
    const walAtConnect: string[] = []
    const connect: ChangeDeps['connect'] = async (options) => {
      walAtConnect.push(host.run(['cat', `/var/lib/patchbay/txn/${request.transaction.id}/wal`]).stdout)
      return deps.connect(options)
    }
    const running = runChange(request, { ...deps, connect })
    await vi.waitFor(() => expect(links).toHaveLength(2), PATIENCE)
    expect(walAtConnect[1]).toMatch(new RegExp(`E ${request.transaction.steps.length} 0\n$`))
    host.run(['ip', 'link', 'add', 'br-lies', 'type', 'bridge'])
    host.run(['ip', 'link', 'set', 'br-lies', 'up'])
    host.hurryApply(request.transaction.id)
    const outcome = await running
    expect(outcome, `${outcome.reason}\n${outcome.hostLog}`).toMatchObject({ state: 'confirmed' })
    expect(links).toHaveLength(2)
    expect(links.map(({ isClosed }) => isClosed)).toEqual([true, true])
  })

  it('leaves no connection open that was begun for a confirmation that never came', async () => {
    const host = await startHost({ secondMs: NEVER })
    const planned = await plan(host, [{ kind: 'linuxBridge.set', name: 'br-lies' }])
    const request = requestFor(planned)
    const { deps, links } = consoleOf(host, hooksOf(planned))
    const running = runChange(request, deps)
    await vi.waitFor(() => expect(links).toHaveLength(2), PATIENCE)
    host.hurryApply(request.transaction.id)
    expect(await running).toMatchObject({ state: 'rolled_back' })
    await vi.waitFor(() => expect(links.map(({ isClosed }) => isClosed)).toEqual([true, true]))
  })
})

describe('two people on a simulated host', () => {
  it('the second is told who holds it; the first keeps, after more time', async () => {
    const host = await startHost()
    const planned = await plan(host, BRIDGE)
    const { deps, events } = consoleOf(host, hooksOf(planned))
    const control = new ChangeControl()
    const running = runChange(
      requestFor(planned, { mode: 'manual', windowSeconds: 8, operator: 'Ada Lovelace' }),
      deps,
      control,
    )
    await vi.waitFor(() => expect(isWaiting(events)).toBe(true), PATIENCE)
    const other = await runChange(requestFor(planned), consoleOf(host, hooksOf(planned)).deps)
    expect(other).toMatchObject({ state: 'failed', error: 'host_locked' })
    expect(other.reason).toContain('Ada Lovelace')
    await control.extend(60)
    const left = () => events.flatMap((event) => (event.kind === 'window' ? [event.secondsLeft] : [])).at(-1)
    await vi.waitFor(() => expect(left()).toBeGreaterThan(30), PATIENCE)
    control.keep()
    expect(await running).toMatchObject({ state: 'confirmed' })
  })

  it('undo now', async () => {
    const host = await startHost()
    const before = await observe(host)
    const planned = await plan(host, BRIDGE)
    const { deps, events } = consoleOf(host, hooksOf(planned))
    const control = new ChangeControl()
    const running = runChange(requestFor(planned, { mode: 'manual' }), deps, control)
    await vi.waitFor(() => expect(isWaiting(events)).toBe(true), PATIENCE)
    control.undo()
    expect(await running).toMatchObject({ state: 'rolled_back' })
    await expectUntouched(host, before)
  })
})

const isWaiting = (events: readonly ChangeEvent[]): boolean =>
  events.some((event) => event.kind === 'state' && event.state === 'awaiting_confirmation')
