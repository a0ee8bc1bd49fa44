import { describe, expect, it } from 'vitest'
import type { Guest } from '../../model/libvirt'
import * as make from '../../topology/testing/fixtures'
import type { IntentInput } from '../../intents/intent'
import { parseIntents } from '../../intents/intent'
import { planChange } from '../plan-change'

const MAC = '52:54:00:00:00:07'
const XML = `<domain><name>g</name><devices><interface type='network'><mac address='${MAC}'/><source network='lan'/></interface></devices></domain>`

function issuesOf(guest: Partial<Guest>, edit: IntentInput): string[] {
  const nic = make.guestNic('net0', MAC, make.onNetwork('lan'), 'vnet0')
  const state = make.hostState({
    networks: [make.network('lan'), make.network('other')],
    guests: [make.guest('g', [nic], { uuid: 'g', ...guest })],
  })
  const parsed = parseIntents([edit])
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues))
  const xml = { networks: {}, guests: { g: { running: XML, stored: XML } } }
  const planned = planChange(state, parsed.intents, { xml })
  return planned.ok ? [] : planned.issues.map(({ code, message }) => `${code}: ${message}`)
}

describe('a guest that would not answer', () => {
  const detach: IntentInput = { kind: 'guestNic.detach', guest: 'g', nic: 'net0' }
  const replug: IntentInput = {
    kind: 'guestNic.move',
    guest: 'g',
    nic: 'net0',
    target: { network: 'other' },
    how: 'replug',
  }

  it.each([
    ['paused', { state: 'paused' }, 'paused: g is paused, so it cannot let go of its NIC: resume it first'],
    ['without ACPI', { state: 'running', hasAcpi: false }, 'no_acpi: g has no ACPI'],
  ] as const)('is not asked for its NIC: %s', (_what, guest, words) => {
    for (const edit of [detach, replug]) expect(issuesOf(guest, edit)).toEqual([expect.stringContaining(words)])
    expect(issuesOf(guest, { ...detach, scope: 'stored' })).toEqual([])
    expect(issuesOf(guest, { ...replug, how: 'auto' })).toEqual([])
  })

  it('is asked where it runs', () => {
    for (const edit of [detach, replug]) expect(issuesOf({ state: 'running' }, edit)).toEqual([])
  })
})
