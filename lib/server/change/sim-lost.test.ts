import { describe, expect, it, vi } from 'vitest'
import type { ChangeOutcome, Failpoint } from './change-types'
import { resumeChange } from './resume-change'
import { runChange } from './run-change'
import {
  BRIDGE,
  consoleOf,
  dieAt,
  expectUntouched,
  hooksOf,
  isLocked,
  observe,
  PATIENCE,
  plan,
  requestFor,
  startHost,
} from '../testing/sim-change'

/** The host, or the console, out of sight within a change. */

describe('the way to a simulated host', () => {
  it('is cut by a change and comes back at the end of the window', async () => {
    const host = await startHost()
    const before = await observe(host)
    // The address goes into a bridge that has no cable.
    const planned = await plan(host, [
      { kind: 'ovsBridge.set', name: 'brmgmt' },
      { kind: 'uplink.move', nic: 'eth0', bridge: 'brmgmt' },
      { kind: 'portVlan.set', bridge: 'brmgmt', port: 'eth0', mode: 'access', tag: 10 },
    ])
    expect(planned.risk.level).toBe('R2')
    const { deps, events } = consoleOf(host, hooksOf(planned))
    const running = runChange(requestFor(planned, { windowSeconds: 3 }), deps)
    await vi.waitFor(() => expect(host.isReachedAt('127.0.0.1')).toBe(false), PATIENCE)
    await expect(deps.connect({ signal: AbortSignal.timeout(2_000) })).rejects.toMatchObject({
      code: 'host_unreachable',
    })
    const outcome: ChangeOutcome = await running
    expect(outcome, `${outcome.reason}\n${outcome.hostLog}`).toMatchObject({ state: 'rolled_back' })
    expect(events.some(({ kind }) => kind === 'window')).toBe(true)
    await expectUntouched(host, before)
  })

  it('moves into a bridge with its address, and is confirmed where it was reached before', async () => {
    const host = await startHost()
    const planned = await plan(host, [
      { kind: 'ovsBridge.set', name: 'brmgmt' },
      { kind: 'uplink.move', nic: 'eth0', bridge: 'brmgmt' },
    ])
    expect(planned.risk.level).toBe('R2')
    const outcome = await runChange(requestFor(planned), consoleOf(host, hooksOf(planned)).deps)
    expect(outcome, `${outcome.reason}\n${outcome.hostLog}`).toMatchObject({ state: 'confirmed' })
  })

  it('moves to another address, where the change is confirmed', async () => {
    const host = await startHost()
    const planned = await plan(host, [{ kind: 'address.set', link: 'eth0', addresses: ['127.0.0.88/24'] }])
    const { deps } = consoleOf(host, hooksOf(planned))
    expect(planned.confirm).toEqual({ isNeeded: true, address: '127.0.0.88' })
    const outcome = await runChange(requestFor(planned), deps)
    expect(outcome, `${outcome.reason}\n${outcome.hostLog}`).toMatchObject({ state: 'confirmed' })
    expect(host.isReachedAt('127.0.0.1')).toBe(false)
    expect(host.isReachedAt('127.0.0.88')).toBe(true)
  })
})

describe('a simulated host after the console has gone', () => {
  for (const point of [
    'after_preflight',
    'after_upload',
    'after_lock',
    'after_arm',
    'mid_apply',
    'after_apply',
    'before_confirm',
  ] as const) {
    it(`at ${point}: the next console finds it as it was, and free`, async () => {
      const host = await startHost()
      const before = await observe(host)
      const planned = await plan(host, BRIDGE)
      const request = requestFor(planned)
      await dieAt(point, consoleOf(host, hooksOf(planned)), request)
      const outcome = await resumeChange(request, consoleOf(host, hooksOf(planned)).deps)
      expect(['rolled_back', 'failed'], `${outcome.reason}`).toContain(outcome.state)
      await expectUntouched(host, before)
    })
  }

  it('at after_claim: the next console stores and frees it', async () => {
    const host = await startHost()
    const planned = await plan(host, BRIDGE)
    const request = requestFor(planned)
    await dieAt('after_claim', consoleOf(host, hooksOf(planned)), request)
    expect(await resumeChange(request, consoleOf(host, hooksOf(planned)).deps)).toMatchObject({ state: 'confirmed' })
    expect(isLocked(host)).toBe(false)
  })

  it('is stored and freed over a new connection where the old one ends right after the claim', async () => {
    const host = await startHost()
    const network = { kind: 'network.set', name: 'net1', forward: 'bridge', bridge: 'br0' } as const
    const planned = await plan(host, [{ ...network, virtualport: 'openvswitch' }])
    const failpoint = (point: Failpoint) => {
      if (point === 'after_claim') host.dropConnections()
    }
    const outcome = await runChange(requestFor(planned), { ...consoleOf(host, hooksOf(planned)).deps, failpoint })
    expect(outcome, `${outcome.reason}`).toMatchObject({ state: 'confirmed', isPersisted: true })
    expect(isLocked(host)).toBe(false)
  })

  it('puts everything back when it is restarted within the window', async () => {
    const host = await startHost()
    const before = await observe(host)
    const planned = await plan(host, [...BRIDGE, { kind: 'linuxBridge.set', name: 'br1' }])
    await dieAt('after_apply', consoleOf(host, hooksOf(planned)), requestFor(planned))
    await host.reboot()
    await expectUntouched(host, before)
  })
})
