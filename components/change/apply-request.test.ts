import { describe, expect, it } from 'vitest'
import type { Change } from '@/lib/contract/changes'
import { defaultManual, manualChoices, openFindings, toApply } from './apply-request'

const finding: Change['findings']['created'][number] = {
  rule: 'L02',
  severity: 'error',
  nodeId: 'nic:eth0',
  key: 'L02 nic:eth0',
  title: 'eth0 keeps its address under a bridge',
  evidence: [],
  consequence: '',
  cure: '',
  edits: [],
}
type Planned = Parameters<typeof toApply>[0]
const planned = (rest: { created?: Change['findings']['created']; isNeeded?: boolean } = {}): Planned =>
  ({
    plan: { confirm: { isNeeded: rest.isNeeded ?? false, address: null } },
    findings: { created: rest.created ?? [], solved: [] },
    accepts: [],
  }) as unknown as Planned // only what is read

const choices = {
  confirm: 'auto' as const,
  confirmAddress: '',
  manualSeconds: 300,
  isUnrehearsedAccepted: false,
  reasons: new Map<string, string>(),
}

describe('toApply', () => {
  it('asks for nothing where the plan breaks nothing', () => {
    expect(toApply(planned(), choices)).toEqual({ missing: [], request: { confirm: 'auto' } })
  })

  it('waits for a reason for each error, and sends it', () => {
    const change = planned({ created: [finding, { ...finding, severity: 'warning', key: 'other' }] })
    expect(toApply(change, choices)).toEqual({ request: null, missing: ['Give a reason why L02 may be so.'] })
    expect(toApply(change, { ...choices, reasons: new Map([[finding.key, ' x ']]) }).request).toBeNull()
    const reasons = new Map([[finding.key, ' moved by hand next ']])
    expect(toApply(change, { ...choices, reasons }).request?.accepts).toEqual([
      { key: finding.key, reason: 'moved by hand next' },
    ])
  })

  it('does not ask again for what was accepted before', () => {
    const change = { ...planned({ created: [finding] }), accepts: [{ key: finding.key, reason: 'known' }] }
    expect(openFindings(change)).toEqual([])
    expect(toApply(change, choices).request).toEqual({ confirm: 'auto' })
  })

  it('needs an address where the host moves', () => {
    const change = planned({ isNeeded: true })
    expect(toApply(change, choices).missing).toEqual([
      'Say where the host is reached after the change, e.g. 192.0.2.12.',
    ])
    expect(toApply(change, { ...choices, confirmAddress: '192.0.2.12/24' }).missing[0]).toContain('no IP address')
    expect(toApply(change, { ...choices, confirmAddress: ' 192.0.2.12 ' }).request).toEqual({
      confirm: 'auto',
      confirmAddress: '192.0.2.12',
    })
  })

  it('gives a person the time they chose', () => {
    expect(toApply(planned(), { ...choices, confirm: 'manual' }).request).toEqual({
      confirm: 'manual',
      timeoutSeconds: 300,
    })
  })
})

describe('manualChoices', () => {
  it('offers no less than the change itself needs', () => {
    expect(manualChoices(75)).toEqual([120, 300, 600])
    expect([defaultManual(45), defaultManual(400), defaultManual(600)]).toEqual([300, 600, 600])
  })
})
