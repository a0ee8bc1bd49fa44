import { expect, test } from '@playwright/test'
import type { IntentInput } from '@/lib/core/intents/intent'
import { fieldSite } from './field-site'

const site = fieldSite('labp', '198.31')

test('a bridge with a NIC is taken back to what the host said before', async () => {
  const before = await site.dumps()
  const edits: IntentInput[] = [
    { kind: 'ovsBridge.set', name: 'ovsbr1' },
    {
      kind: 'bond.set',
      bondKind: 'ovs',
      bridge: 'ovsbr1',
      name: 'bond0',
      members: ['eth2', 'eth3'],
      mode: 'active-backup',
    },
  ]
  const cancelled = await site.cancelled(edits)
  expect(cancelled.status, site.story(cancelled)).toBe('rolled_back')
  expect(await site.dumps()).toEqual(before)
  const kept = await site.kept(edits)
  expect(await site.dumps()).not.toEqual(before)
  await site.undone(kept)
  expect(await site.dumps()).toEqual(before)
})
