import { describe, expect, it } from 'vitest'
import { observeCommandHost } from '@/lib/core/plan/testing/host'
import { kvmOvs } from '@/lib/simhost/hosts/kvm-ovs'
import { everyCreateAction } from './create-actions'
import type { FormId } from '../forms/table'

/** The others are about what is there already: opened where that is seen. */
const MAKING: readonly FormId[] = [
  'address',
  'bond',
  'guestNicAttach',
  'linuxBridge',
  'macvtap',
  'mirror',
  'network',
  'ovsBridge',
  'port',
  'portVlan',
  'portgroup',
  'vlanLink',
]

describe('the Create menu', () => {
  const actions = everyCreateAction(observeCommandHost(kvmOvs(), '192.0.2.11'))
  const forms = new Set(actions.flatMap(({ view }) => (view.view === 'form' ? [view.form] : [])))

  it('opens each form that may be about something only staged', () => {
    expect([...forms].sort()).toEqual(MAKING)
  })

  it('tells what is not installed from what does not run', () => {
    const refused = { status: 1, stdout: '', stderr: "error: Failed to connect socket to '/x': Connection refused" }
    const absent = { status: 127, stdout: '', stderr: '' }
    const state = observeCommandHost(kvmOvs(), '192.0.2.11', {
      'libvirt.networks': refused,
      'libvirt.guests': refused,
      'ovs.database': absent,
      'ovs.bonds': absent,
      'ovs.lacp': absent,
      'ovs.fdb': absent,
    })
    const reasonOf = (wanted: string) => everyCreateAction(state).find(({ label }) => label === wanted)?.reason
    expect(reasonOf('Create network')).toMatch(/^libvirt does not run on this host: .*systemctl start libvirtd/)
    expect(reasonOf('Create OVS bridge')).toBe('Open vSwitch was not found on this host')
  })

  it('has no two items of one name', () => {
    expect(new Set(actions.map(({ label }) => label)).size).toBe(actions.length)
  })
})
