import { describe, expect, it } from 'vitest'
import { observeCommandHost } from '@/lib/core/plan/host-testing'
import { parseIntents } from '@/lib/core/plan/intent'
import type { IntentInput } from '@/lib/core/plan/intent'
import { kvmLinux } from '@/lib/simhost/hosts/kvm-linux'
import { kvmOvs } from '@/lib/simhost/hosts/kvm-ovs'
import { checkEdit } from './check-edit'
import { fieldFor } from './form-model'
import { portVlanModel, portVlanOf } from './port-vlan-form'
import { portgroupModel } from './portgroup-form'

/** What every form promises: it shows what is there, an untouched form changes nothing, and an edit comes back as it went. */

const ovs = observeCommandHost(kvmOvs(), '192.0.2.11')
const linux = observeCommandHost(kvmLinux(), '192.0.2.12')
const issuesOf = (intent: IntentInput) => {
  const parsed = parseIntents([intent])
  return parsed.ok ? [] : parsed.issues.map(({ path, message }) => `${path}: ${message}`)
}

describe('port VLANs', () => {
  const there = [
    [ovs, 'ovsbr1', 'bond0'],
    [ovs, 'ovsbr1', 'stor126'],
    [ovs, 'br-edge', 'vx-site2'],
    [linux, 'brv', 'eth3'],
    [linux, 'brv', 'brv'],
  ] as const

  it.each(there)('an untouched form changes nothing', (state, bridge, port) => {
    const intent = portVlanModel.toIntent(portVlanModel.fromState(state, { bridge, port }))
    expect(checkEdit(state, intent, { before: [], after: [] })).toMatchObject({ issues: [], isSoAlready: true })
    expect(portVlanModel.toIntent(portVlanModel.fromIntent(intent))).toEqual(intent)
  })

  it('shows what is there', () => {
    expect(portVlanModel.fromState(ovs, { bridge: 'ovsbr1', port: 'bond0' })).toMatchObject({
      mode: 'native-untagged',
      tag: '1',
      trunks: '125-126',
      carriesAll: false,
    })
  })

  const values = portVlanModel.fromState(ovs, { bridge: 'ovsbr1', port: 'stor126' })
  it.each([
    [{ tag: '' }, '0.tag: Mode access needs one VLAN'],
    [{ tag: '0' }, '0.tag: 0 is reserved'],
    [{ tag: '4095' }, '0.tag: 4095 is reserved'],
    [{ tag: 'x' }, '0.tag: Wanted one VLAN from 1 to 4094'],
    [{ mode: 'trunk' as const, trunks: '1-' }, '0.trunks: "1-" is not a VLAN or a range'],
    [{ mode: 'trunk' as const, trunks: '' }, '0.trunks: No VLAN is listed'],
    [{ mode: 'trunk' as const, trunks: '5,5' }, '0.trunks: VLAN 5 is listed twice'],
  ])('%j is refused at its field', (typed, message) => {
    const [issue = ''] = issuesOf(portVlanModel.toIntent({ ...values, ...typed }))
    expect(issue).toContain(message)
    expect(fieldFor(portVlanModel.fields, issue.slice(2, issue.indexOf(':')))).not.toBeNull()
  })

  it('keeps what a mode does not use out of the edit, and in the form', () => {
    const typed = { ...values, mode: 'trunk' as const, tag: '7', trunks: '8', carriesAll: true }
    expect(portVlanModel.toIntent(typed)).toEqual({
      kind: 'portVlan.set',
      bridge: 'ovsbr1',
      port: 'stor126',
      mode: 'trunk',
      trunks: 'all',
    })
    expect(portVlanOf(typed)).toMatchObject({ tag: null, trunks: [], carriesAll: true })
  })
})

describe('portgroups', () => {
  it.each(['Vlan1', 'Vlan125', 'Trunk_all_Vlans'])('an untouched form of %s changes nothing', (name) => {
    const intent = portgroupModel.toIntent(portgroupModel.fromState(ovs, { network: 'ovs-net', name }))
    expect(checkEdit(ovs, intent, { before: [], after: [] })).toMatchObject({ issues: [], isSoAlready: true })
    expect(portgroupModel.toIntent(portgroupModel.fromIntent(intent))).toEqual(intent)
  })

  const values = { ...portgroupModel.fromState(ovs, { network: 'ovs-net' }), name: 'new' }
  it.each([
    [{ vlanMode: 'access' as const, tag: '4095' }, 'vlan.tag', 'tag'],
    [{ vlanMode: 'trunk' as const, tags: '' }, 'vlan.tags', 'tags'],
    [{ vlanMode: 'trunk' as const, tags: '5,6', nativeTag: '7' }, 'vlan.nativeTag', 'nativeTag'],
    [{ tag: '5', name: '<x>' }, 'name', 'name'],
  ])('%j is refused at its field', (typed, path, field) => {
    expect(issuesOf(portgroupModel.toIntent({ ...values, ...typed }))[0]).toContain(`0.${path}: `)
    expect(fieldFor(portgroupModel.fields, path)).toBe(field)
  })
})
