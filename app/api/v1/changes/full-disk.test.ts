import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ROUTES } from '@/lib/contract/routes'
import type { Failpoint } from '@/lib/server/change/change-types'
import { call } from '@/lib/server/testing/console'
import type { SimConsole } from '@/lib/server/testing/sim-console'
import { startSimConsole, startSimHost } from '@/lib/server/testing/sim-console'
import type { SimHost } from '@/lib/simhost/sim-host'

const PORT = { kind: 'portVlan.set', bridge: 'br0', port: 'eth3', mode: 'access', tag: 10 } as const

let host: SimHost
let sim: SimConsole
let atArm: () => Promise<void>
beforeEach(async () => {
  host = await startSimHost()
  host.run(['ovs-vsctl', 'add-port', 'br0', 'eth3'])
  atArm = () => Promise.resolve()
  const failpoint = (name: Failpoint) => (name === 'after_arm' ? atArm() : Promise.resolve())
  sim = await startSimConsole({ failpoint })
})
afterEach(async () => {
  await sim.console.stop()
  await host.stop()
})

const setWritable = (is: boolean) => sim.console.runtime.db.$queryRawUnsafe(`PRAGMA query_only = ${is ? 0 : 1}`)
/** As a full disk does: no page more than there are. */
async function fill() {
  const { db } = sim.console.runtime
  const [row] = await db.$queryRawUnsafe<{ page_count: bigint }[]>('PRAGMA page_count')
  await db.$queryRawUnsafe(`PRAGMA max_page_count = ${row?.page_count ?? 1}`)
}
const health = async () => ROUTES.getHealth.response.parse(await (await call(ROUTES.getHealth)).json()).storage
const tagOf = (port: string) => host.run(['ovs-vsctl', 'get', 'port', port, 'tag']).stdout.trim()
const isTouched = () => host.guard.has('/var/lib/patchbay')
const planned = async () => (await sim.plan(await sim.addHost(host), { intents: [PORT] })).id

describe('a disk that cannot be written', () => {
  it('is named in /health and in the log, and is over when it is', async () => {
    expect(await health()).toEqual({ state: 'ok', reason: null })
    await setWritable(false)
    await sim.console.runtime.storage.probe()
    expect(await health()).toMatchObject({ state: 'failing', reason: expect.stringMatching(/database: .*read-only/) })
    expect(sim.console.logLines()).toContain('the database cannot be relied on')
    await setWritable(true)
    await sim.console.runtime.storage.probe()
    expect(await health()).toEqual({ state: 'ok', reason: null })
  })

  it('lets no change of a host begin: nothing is put there', async () => {
    const changeId = await planned()
    const { hostId } = await sim.readChange(changeId)
    await setWritable(false)
    const refused = await sim.refusal(ROUTES.applyChange, { params: { changeId }, body: {} })
    expect(refused).toMatchObject({
      status: 507,
      code: 'storage_unwritable',
      message: expect.stringContaining('read-only'),
    })
    expect([isTouched(), sim.console.runtime.changes.underWay.holderOf(hostId)]).toEqual([false, null])
    await setWritable(true)
    expect((await sim.readChange(changeId)).status).toBe('planned')
  })

  it('refuses what it cannot record with the reason, also where only the disk is full', async () => {
    await fill()
    const body = { name: 'x'.repeat(64), role: 'viewer' }
    const { db, audit } = sim.console.runtime
    const detail = { text: Array.from({ length: 100 }, () => 'x'.repeat(1_900)) }
    await expect(
      audit.append({ actor: 'system', address: null, action: 'host.probe', target: body.name, detail }),
    ).rejects.toThrow()
    expect(await health()).toMatchObject({ state: 'failing', reason: expect.stringContaining('the disk is full') })
    expect(await db.auditEntry.count({ where: { target: body.name } })).toBe(0)
  })

  it('in the middle of a change: the host puts everything back, and that is recorded once it can be', async () => {
    const changeId = await planned()
    const armed = new Promise<void>((resolve) => {
      atArm = async () => {
        await setWritable(false)
        resolve()
      }
    })
    await sim.apply(changeId)
    await armed
    await expect.poll(() => sim.console.logLines(), { timeout: 10_000 }).toContain('its host undoes it')
    expect(await health()).toMatchObject({ state: 'failing' })
    await setWritable(true)
    const ended = await sim.until(changeId, 'rolled_back')
    expect([ended.reason, tagOf('eth3')]).toEqual([expect.stringContaining('as it was before'), '[]'])
  })
})
