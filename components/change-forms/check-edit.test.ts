import { describe, expect, it } from 'vitest'
import { observeCommandHost } from '@/lib/core/plan/testing/host'
import type { IntentInput } from '@/lib/core/intents/intent'
import { kvmOvs } from '@/lib/simhost/hosts/kvm-ovs'
import { checkEdit } from './check-edit'

const state = observeCommandHost(kvmOvs(), '192.0.2.11')
const ALONE = { before: [], after: [] }
const access = (tag: number, port = 'stor126'): IntentInput => ({
  kind: 'portVlan.set',
  bridge: 'ovsbr1',
  port,
  mode: 'access',
  tag,
})
const network: IntentInput = { kind: 'network.set', name: 'lab', forward: 'bridge', bridge: 'ovsbr1' }
const portgroup: IntentInput = {
  kind: 'portgroup.set',
  network: 'lab',
  name: 'Vlan125',
  vlan: { mode: 'access', tag: 125 },
}
const attach: IntentInput = {
  kind: 'guestNic.attach',
  guest: 'web1',
  target: { network: 'lab', portgroup: 'Vlan125' },
}

describe('checkEdit', () => {
  it('plans an edit that fits', () => {
    const check = checkEdit(state, access(125), ALONE)
    expect(check).toMatchObject({ issues: [], otherIssues: [], isSoAlready: false })
    expect(check.plan?.steps.map(({ summary }) => summary)).toEqual([expect.stringContaining('stor126')])
  })

  it('says what is so already', () => {
    expect(checkEdit(state, access(126), ALONE).isSoAlready).toBe(true)
  })

  it('gives an edit its own issues, with paths into it', () => {
    expect(checkEdit(state, access(0), ALONE).issues).toMatchObject([{ path: 'tag' }])
    const check = checkEdit(state, access(125, 'nowhere'), { before: [access(125)], after: [access(125)] })
    expect(check.issues).toMatchObject([{ path: 'port', message: expect.stringContaining('no port nowhere') }])
    expect(check.otherIssues).toEqual([])
  })

  it('sees what earlier edits make, and what later ones lose', () => {
    const neighbours = { before: [network, portgroup], after: [] }
    expect(checkEdit(state, attach, neighbours)).toMatchObject({ issues: [], otherIssues: [] })
    expect(checkEdit(state, attach, { ...neighbours, before: [network] }).issues).toMatchObject([
      { path: 'target.portgroup' },
    ])
    const renamed = { ...portgroup, name: 'Vlan126' }
    expect(checkEdit(state, renamed, { before: [network], after: [attach] })).toMatchObject({
      issues: [],
      otherIssues: [expect.stringContaining('no portgroup Vlan125')],
    })
  })

  it('checks edits of libvirt without its definitions', () => {
    const edit: IntentInput = { ...portgroup, network: 'ovs-net', name: 'Vlan125', vlan: { mode: 'access', tag: 126 } }
    const check = checkEdit(state, edit, ALONE)
    expect(check.issues).toEqual([])
    expect(check.plan?.changes.map(({ kind, name }) => `${kind} ${name}`)).toContain('network ovs-net')
  })

  it('tells warnings of this edit from those of others', () => {
    const vepa: IntentInput = { kind: 'macvtap.set', name: 'mv1', lower: 'eth1', mode: 'vepa' }
    expect(checkEdit(state, vepa, ALONE).warnings.join()).toContain('hairpin')
    expect(checkEdit(state, access(125), { before: [vepa], after: [] }).warnings).toEqual([])
  })
})
