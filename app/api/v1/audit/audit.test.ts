import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { AuditEntry } from '@/lib/contract/audit'
import { ROUTES } from '@/lib/contract/routes'
import type { AuditEvent } from '@/lib/server/audit/audit-log'
import type { TestConsole } from '@/lib/server/testing/console'
import { BOOTSTRAP_TOKEN, call, startTestConsole } from '@/lib/server/testing/console'

const token = BOOTSTRAP_TOKEN
const CHANGE = '01ARZ3NDEKTSV4RRFFQ69G5FAV'

let console: TestConsole
beforeEach(async () => {
  console = await startTestConsole()
  const write = async (minute: number, ...events: Partial<AuditEvent>[]) => {
    console.clock.now = new Date(Date.UTC(2030, 0, 1, 14, minute))
    const base = { actor: 'user:ada', address: '192.0.2.7', action: 'host.create', target: 'host:kvm1' } as const
    await console.runtime.audit.append(...events.map((event) => ({ ...base, ...event })))
  }
  await write(1, {})
  await write(2, { action: 'change.plan', detail: { change: CHANGE } }, { action: 'change.apply', target: 'host:kvm2' })
  await write(3, { actor: '=cmd|calc', action: 'host.probe', target: null, detail: { said: '"quoted",\r\nlines' } })
})
afterEach(() => console.stop())

const list = async (query: Record<string, string>) => {
  const response = await call(ROUTES.listAudit, { token, query })
  expect(response.status).toBe(200)
  const { entries, nextBefore } = ROUTES.listAudit.response.parse(await response.json())
  return { actions: entries.map(({ action }) => action), nextBefore }
}

describe('GET audit', () => {
  it.each([
    [{ host: 'kvm1' }, ['change.plan', 'host.create']],
    [{ actor: '=cmd|calc' }, ['host.probe']],
    [{ action: 'change' }, ['change.apply', 'change.plan']],
    [{ action: 'change.apply' }, ['change.apply']],
    [{ change: CHANGE }, ['change.plan']],
    [{ from: '2030-01-01T14:02:00Z', to: '2030-01-01T14:03:00Z' }, ['change.apply', 'change.plan']],
    [{ host: 'kvm1', action: 'host' }, ['host.create']],
    [{ host: 'kvm9' }, []],
  ])('with %j', async (query, actions) => {
    expect(await list(query)).toEqual({ actions, nextBefore: null })
  })

  it('pages through what a filter lets through', async () => {
    const first = await list({ action: 'change', limit: '1' })
    expect(first.actions).toEqual(['change.apply'])
    const second = await list({ action: 'change', limit: '1', before: String(first.nextBefore) })
    expect(second.actions).toEqual(['change.plan'])
  })

  it.each<Record<string, string>>([{ from: 'yesterday' }, { action: 'x; DROP' }, { change: '../..' }])(
    'refuses %j',
    async (query) => {
      expect((await call(ROUTES.listAudit, { token, query })).status).toBe(422)
    },
  )
})

describe('GET audit/export', () => {
  it('is a table that no spreadsheet runs', async () => {
    const response = await call(ROUTES.exportAudit, { token, query: { format: 'csv' } })
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="patchbay-audit-2030-01-01.csv"')
    const text = await response.text()
    expect(text.split('\r\n', 1)).toEqual(['seq,at,actor,address,action,target,detail,hash'])
    expect(text).toContain(",'=cmd|calc,")
    expect(text).toMatch(/host\.create.*change\.plan.*change\.apply.*host\.probe.*audit\.export/s)
  })

  it('is a list in JSON, filtered like the log, whose hashes are those of the chain', async () => {
    const response = await call(ROUTES.exportAudit, { token, query: { format: 'json', action: 'change' } })
    const entries = z.array(AuditEntry).parse(await response.json())
    expect(entries.map(({ action }) => action)).toEqual(['change.plan', 'change.apply'])
    const page = await console.runtime.audit.list({ limit: 10, action: 'change' })
    expect([...entries].reverse()).toEqual(page.entries)
    const none = await call(ROUTES.exportAudit, { token, query: { format: 'json', host: 'kvm9' } })
    expect(await none.json()).toEqual([])
  })

  it('gives a log of many pages whole and in order', async () => {
    const many = Array.from({ length: 1_200 }, () => ({
      ...({ actor: 'system', address: null, action: 'host.probe', target: null } as const),
    }))
    await console.runtime.audit.append(...many)
    const response = await call(ROUTES.exportAudit, { token, query: { format: 'json' } })
    const entries = z.array(AuditEntry).parse(await response.json())
    expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, i) => i + 1))
    expect(entries.length).toBeGreaterThan(1_200)
    expect(await console.runtime.audit.verify()).toMatchObject({ isIntact: true })
  })
})
