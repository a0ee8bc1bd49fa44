import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import type { IntentInput } from '@/lib/core/plan/intent'
import { fieldSite } from './field-site'

const site = fieldSite('labr', '198.33')
const seed = () => site.run(readFileSync(path.join(import.meta.dirname, '../seeds/ovs-everything.sh'), 'utf8'))
const REMOVAL: IntentInput[] = [{ kind: 'ovsBridge.remove', name: 'br-all' }]

test('a bridge with everything comes back as it was, or what does not is named', async () => {
  seed()
  const before = await site.dumps()
  const cancelled = await site.cancelled(REMOVAL)
  expect(cancelled.status, site.story(cancelled)).toBe('rolled_back')
  expect(cancelled.reason).toContain('The host is as it was before.')
  expect(await site.dumps()).toEqual(before)
  const kept = await site.kept(REMOVAL)
  const undone = await site.undone(kept)
  expect(undone.comparison).toEqual({ differences: [], notCompared: [] })
  expect(await site.dumps()).toEqual(before)
})
