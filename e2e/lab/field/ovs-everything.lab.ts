import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import type { IntentInput } from '@/lib/core/intents/intent'
import { AuditListResponse } from '@/lib/contract/audit'
import type { Change } from '@/lib/contract/changes'
import { fieldSite } from './field-site'

const site = fieldSite('labr', '198.33')
const seed = () => site.run(readFileSync(path.join(import.meta.dirname, '../seeds/ovs-everything.sh'), 'utf8'))
const REMOVAL: IntentInput[] = [{ kind: 'ovsBridge.remove', name: 'br-all' }]
const AS_BEFORE = { differences: [], notCompared: [] }

/** What the audit says of the end of a change. */
async function auditedEnd({ id }: Change): Promise<unknown> {
  const { entries } = AuditListResponse.parse((await site.server.api('GET', '/audit?limit=50')).body)
  return entries.find(({ action, detail }) => action === 'change.end' && detail['change'] === id)?.detail
}

test('a bridge with everything comes back as it was, or what does not is named', async () => {
  seed()
  const before = await site.dumps()
  const cancelled = await site.cancelled(REMOVAL)
  expect(cancelled.status, site.story(cancelled)).toBe('rolled_back')
  expect(cancelled.reason).toContain('The host is as it was before.')
  expect(cancelled.comparison).toEqual(AS_BEFORE)
  expect(await auditedEnd(cancelled)).toMatchObject({ reason: cancelled.reason, comparison: AS_BEFORE })
  expect(await site.dumps()).toEqual(before)
  const kept = await site.kept(REMOVAL)
  const undone = await site.undone(kept)
  expect(undone.comparison).toEqual(AS_BEFORE)
  expect(await site.dumps()).toEqual(before)
})

test('what cannot come back is named before, and at the end wherever the end is told', async () => {
  site.run('ovs-ofctl -O OpenFlow13 add-group br-all group_id=5,type=all,bucket=output:local')
  expect((await site.plan(REMOVAL)).plan.warnings.join('\n')).toMatch(
    /br-all has .*group.*: taken back, it comes without/,
  )
  const cancelled = await site.cancelled(REMOVAL)
  expect(cancelled.status, site.story(cancelled)).toBe('rolled_back')
  expect(cancelled.reason).toMatch(/Not all is as it was before: .*group/)
  expect(site.story(cancelled)).not.toContain('The host is as it was before')
  expect(cancelled.comparison?.differences).toHaveLength(1)
  const { reason, comparison } = cancelled
  expect(await auditedEnd(cancelled)).toMatchObject({ reason, comparison })
})

test('one more controller leaves the others as they are', async () => {
  const before = await site.dumps()
  const controllers = ['tcp:127.0.0.1:6699', 'tcp:127.0.0.1:6700']
  const kept = await site.kept([{ kind: 'ovsBridge.set', name: 'br-all', controllers }])
  expect(site.run('ovs-vsctl --columns=target,connection_mode find controller connection_mode=out-of-band')).toContain(
    'tcp:127.0.0.1:6699',
  )
  await site.undone(kept)
  expect(await site.dumps()).toEqual(before)
})
