import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { newLink } from '@/lib/core/objects/new-objects'
import type { ObjectChange } from '@/lib/core/objects/object-ref'
import type { SimHost } from '@/lib/simhost/sim-host'
import { appendRevisions, listNewestRevisions } from '../db/desired'
import type { SimConsole } from '../testing/sim-console'
import { startSimConsole, startSimHost } from '../testing/sim-console'
import { noteStored } from './note-confirmed'

let folder: string
let host: SimHost
let sim: SimConsole
beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'patchbay-note-'))
  host = await startSimHost()
  sim = await startSimConsole({}, { DATABASE_URL: `file:${path.join(folder, 'patchbay.db')}` })
})
afterEach(async () => {
  await sim.console.stop()
  await host.stop()
  rmSync(folder, { recursive: true })
})

it('wants what was stored later, but not what somebody has decided otherwise about since', async () => {
  const hostId = await sim.addHost(host)
  const { db, fleet, desired: store } = sim.console.runtime
  const names = ['kept', 'released', 'other', 'elder', 'unstored']
  const changes = names.map((name): ObjectChange => ({
    kind: 'link',
    owner: null,
    name,
    before: null,
    after: newLink(name, 'bridge'),
  }))
  const step = (stored: readonly ObjectChange[]) => ({
    ...{
      id: 's1',
      summary: 'Store it',
      run: { argv: ['true'] },
      undo: [],
      scope: 'stored' as const,
      settles: null,
    },
    objects: stored.map(({ kind, owner, name }) => ({ kind, owner, name })),
  })
  const at = (minute: number): Date => new Date(Date.UTC(2030, 0, 1, 10, minute))
  const revision = (name: string, number: number, changeId: string | null, minute: number) => ({
    ...{ hostId, key: `link:${name}`, revision: number, changedAt: at(minute), changedBy: 'user:anna', changeId },
    object: null,
  })
  await appendRevisions(db, [
    revision('kept', 1, 'c1', 1),
    revision('released', 1, 'c1', 1),
    revision('released', 2, null, 9),
    revision('other', 1, 'c2', 9),
    revision('elder', 1, 'c0', 0),
  ])
  await noteStored(
    { db, fleet, store },
    { id: 'c1', hostId, undoOfId: null, appliedBy: 'user:anna', createdBy: 'user:anna', endedAt: at(2) },
    { changes, definitions: [], steps: [step(changes.slice(0, 4))] },
  )
  const newest = await listNewestRevisions(db, hostId)
  expect(newest.map(({ key, revision: number, object }) => [key, number, object !== null])).toEqual([
    ['link:elder', 2, true],
    ['link:kept', 2, true],
    ['link:other', 1, false],
    ['link:released', 2, false],
  ])
})
