import { expect, test } from '@playwright/test'
import type { Change } from '@/lib/contract/changes'
import type { IntentInput } from '@/lib/core/intents/intent'
import { fieldSite } from './field-site'

const site = fieldSite('labm', '198.43')
test.describe.configure({ timeout: 360_000 })
test.beforeAll(() => site.host.seed('one-mac-twice'))

/** A change that is cancelled, and one that is kept and taken back: both times the host says what it said before. */
async function thereAndBack(edits: IntentInput[]): Promise<Change> {
  const before = inAnyOrder(await site.dumps())
  const cancelled = await site.cancelled(edits)
  expect(cancelled.status, site.story(cancelled)).toBe('rolled_back')
  expect(inAnyOrder(await site.dumps())).toEqual(before)
  const kept = await site.kept(edits)
  expect(inAnyOrder(await site.dumps())).not.toEqual(before)
  await site.undone(kept)
  expect(inAnyOrder(await site.dumps())).toEqual(before)
  return kept
}

/** libvirt puts a device that is attached again behind the others, under its old address: the lines of definitions are sorted. */
const inAnyOrder = ({ guests, ...rest }: Awaited<ReturnType<typeof site.dumps>>) => ({
  ...rest,
  guests: JSON.stringify(guests).split('\\n').sort(),
})

test('guests with one MAC twice hinder no change beside them', async () => {
  const kept = await thereAndBack([{ kind: 'linuxBridge.set', name: 'br-new', ports: ['eth2'] }])
  expect(kept.plan.changes.filter(({ kind }) => kind === 'guest-nic')).toEqual([])
})

test('each of a team is moved, and the other left alone', async () => {
  await thereAndBack([{ kind: 'guestNic.move', guest: 'team1', nic: 'net1', target: { bridge: 'br-other' } }])
})

test('each of a team is unplugged or set down, and the other left alone', { tag: '@again' }, async () => {
  await thereAndBack([{ kind: 'guestNic.detach', guest: 'team1', nic: 'net0' }])
  await thereAndBack([{ kind: 'guestNic.setLink', guest: 'team2', nic: 'net0', state: 'down' }])
})

test('what libvirt refuses or could take for another is refused with the reason', async () => {
  const move = { kind: 'guestNic.move', guest: 'team1', nic: 'net0', target: { bridge: 'br-other' } } as const
  expect(await site.refusal([move])).toContain('a device of the host')
  expect(await site.refusal([{ kind: 'guestNic.detach', guest: 'twins', nic: 'net0' }])).toContain(
    'Give them different addresses first',
  )
})
