import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { ROUTES } from '@/lib/contract/routes'
import type { SimConsole } from '../testing/sim-console'
import { startSimConsole, startSimHost } from '../testing/sim-console'
import type { SimHost } from '@/lib/simhost/sim-host'
import { appendRevisions, listNewestRevisions } from '../db/desired'

let folder: string
let host: SimHost
let sim: SimConsole
const start = async () => {
  sim = await startSimConsole({}, { DATABASE_URL: `file:${path.join(folder, 'patchbay.db')}` })
}
beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'patchbay-mend-'))
  host = await startSimHost()
  await start()
})
afterEach(async () => {
  await sim.console.stop()
  await host.stop()
  rmSync(folder, { recursive: true })
})

it('mends NICs that were recorded as wanted absent by their place, once', async () => {
  const hostId = await sim.addHost(host)
  await sim.answer(ROUTES.refreshHost, { params: { hostId } })
  const { db, fleet } = sim.console.runtime
  const guest = fleet.get(hostId)?.snapshot().reading?.state.guests[0]
  const [uuid, mac] = [guest?.uuid ?? '', guest?.nics[0]?.running?.mac ?? '']
  // As an earlier version wrote it, of the NIC that is there and of one that has gone since.
  const rows = ['net0', 'net5'].map((name) => ({
    ...{
      hostId,
      key: `guest-nic:${uuid}/${name}`,
      revision: 1,
      changedAt: new Date('2030-01-01'),
      changedBy: 'user:anna',
    },
    changeId: null,
    object: JSON.stringify({
      ref: { kind: 'guest-nic', owner: uuid, name },
      value: null,
      definition: { running: null, stored: null },
    }),
  }))
  await appendRevisions(db, rows)
  const history = () =>
    sim.console.runtime.db.desiredRevision.findMany({ orderBy: [{ key: 'asc' }, { revision: 'asc' }] })
  const restart = async () => {
    await sim.console.stop()
    await start()
    await vi.waitFor(() => expect(sim.console.runtime.fleet.get(hostId)?.snapshot().reading).toBeTruthy(), 15_000)
  }

  await restart()
  await vi.waitFor(async () => expect(await history()).toHaveLength(5), { timeout: 15_000 })
  const newest = await listNewestRevisions(sim.console.runtime.db, hostId)
  expect(newest.map(({ key, revision, object, changedBy }) => [key, revision, object !== null, changedBy])).toEqual([
    [`guest-nic:${uuid}/${mac}`, 1, true, 'system'],
    [`guest-nic:${uuid}/net0`, 2, false, 'system'],
    [`guest-nic:${uuid}/net5`, 2, false, 'system'],
  ])
  const mended = async () =>
    (await sim.console.runtime.audit.list({ limit: 50 })).entries.filter(({ action }) => action === 'desired.mend')
  expect((await mended()).map(({ detail }) => detail)).toMatchObject([
    { objects: [{ to: `guest-nic:${uuid}/${mac}` }, { to: null, why: 'no such NIC is there any more' }] },
  ])
  expect(sim.console.logLines()).toContain('wanted absent by their place')

  const shown = ROUTES.getDesired.response.parse(await sim.answer(ROUTES.getDesired, { params: { hostId } }))
  expect(shown.objects).toMatchObject([{ key: `guest-nic:${uuid}/${mac}`, isWanted: true }])

  await restart()
  expect(ROUTES.getDrift.response.parse(await sim.answer(ROUTES.getDrift, { params: { hostId } })).drift).toEqual([])
  expect(await history()).toHaveLength(5)
  expect(await mended()).toHaveLength(1)
})
