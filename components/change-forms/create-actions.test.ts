import { describe, expect, it } from 'vitest'
import { observeCommandHost } from '@/lib/core/plan/host-testing'
import { kvmOvs } from '@/lib/simhost/hosts/kvm-ovs'
import { everyCreateAction } from './create-actions'
import type { FormId } from './form-request'

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

  it('has no two items of one name', () => {
    expect(new Set(actions.map(({ label }) => label)).size).toBe(actions.length)
  })
})
