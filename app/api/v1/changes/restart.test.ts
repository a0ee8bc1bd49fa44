import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Failpoint } from '@/lib/server/change/change-types'
import type { SimConsole } from '@/lib/server/testing/sim-console'
import { startSimConsole, startSimHost } from '@/lib/server/testing/sim-console'
import type { SimHost } from '@/lib/simhost/sim-host'

const PORT = { kind: 'portVlan.set', bridge: 'br0', port: 'eth2', mode: 'access', tag: 125 } as const

let folder: string
let host: SimHost
let sim: SimConsole
beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'patchbay-restart-'))
  host = await startSimHost()
})
afterEach(async () => {
  await sim.console.stop()
  await host.stop()
  rmSync(folder, { recursive: true })
})

const start = async (options = {}) =>
  (sim = await startSimConsole(options, { DATABASE_URL: `file:${path.join(folder, 'patchbay.db')}` }))
const tagOf = (port: string) => host.run(['ovs-vsctl', 'get', 'port', port, 'tag']).stdout.trim()
const isLocked = () => host.guard.has('/var/lib/patchbay/lock')

/** Stops dead at a point of a change, as a killed process does: nothing more is done, told or written. */
function stopAt(point: Failpoint) {
  let reach: () => void = () => undefined
  const reached = new Promise<void>((resolve) => (reach = resolve))
  const failpoint = (name: Failpoint): Promise<void> => {
    if (name !== point) return Promise.resolve()
    reach()
    return new Promise(() => undefined)
  }
  return { reached, failpoint }
}

describe('a console that ends in the middle of a change', () => {
  it.each([
    ['after_preflight', 'failed', '[]'],
    ['after_upload', 'failed', '[]'],
    ['after_lock', 'failed', '[]'],
    ['after_arm', 'rolled_back', '[]'],
    ['mid_apply', 'rolled_back', '[]'],
    ['after_apply', 'rolled_back', '[]'],
    ['before_confirm', 'rolled_back', '[]'],
    ['after_claim', 'confirmed', '125'],
    ['after_persist', 'confirmed', '125'],
  ] as const)('%s: at its next start the change is %s', async (point, status, tag) => {
    const { reached, failpoint } = stopAt(point)
    await start({ failpoint })
    const hostId = await sim.addHost(host)
    const { id } = await sim.plan(hostId, { intents: [PORT] })
    await sim.apply(id)
    await reached
    expect(isLocked()).toBe(point !== 'after_preflight' && point !== 'after_upload')
    await sim.console.stop()

    await start()
    const done = await sim.until(id, status)
    expect(done.endedAt).not.toBeNull()
    expect(tagOf('eth2')).toBe(tag)
    expect(isLocked()).toBe(false)
    const actions = (await sim.auditOf(id)).map(({ action, actor }) => `${action} ${actor}`)
    expect(actions).toEqual(expect.arrayContaining(['change.resume system', 'change.end system']))
    // The host is free for the next.
    const next = await sim.plan(hostId, { intents: [{ ...PORT, tag: 7 }] })
    await sim.apply(next.id)
    await sim.until(next.id, 'confirmed')
    expect(tagOf('eth2')).toBe('7')
  })

  it('asks at its next start what became of a rollback that had failed', async () => {
    await start()
    const { id } = await sim.plan(await sim.addHost(host), {
      intents: [{ kind: 'linuxBridge.set', name: 'br-fail-undo' }],
    })
    await sim.apply(id, { confirm: 'manual' })
    await sim.until(id, 'awaiting_confirmation')
    await sim.decide('cancel', id)
    await sim.until(id, 'rollback_failed')
    await sim.console.stop()
    host.heal()
    await host.runScript(['sh', `/var/lib/patchbay/txn/${id}/guard.sh`, 'again'])

    await start()
    await sim.until(id, 'rolled_back')
    expect(isLocked()).toBe(false)
    expect((await sim.auditOf(id)).at(-1)).toMatchObject({ action: 'change.retried', actor: 'system' })
  })

  it('waits for a host that is away, and says so', async () => {
    await start()
    const { id } = await sim.plan(await sim.addHost(host), { intents: [PORT] })
    await sim.apply(id, { confirm: 'manual' })
    await sim.until(id, 'awaiting_confirmation')
    await sim.console.stop()
    host.access.refusesAuth = true
    await start()
    await expect
      .poll(async () => (await sim.readChange(id)).notes.at(-1)?.text, { timeout: 20_000 })
      .toContain('the host is not reached yet')
    expect((await sim.readChange(id)).status).toBe('awaiting_confirmation')
    host.access.refusesAuth = false
    await sim.until(id, 'rolled_back')
    expect(tagOf('eth2')).toBe('[]')
  })
})
