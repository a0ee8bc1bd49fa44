import { expect, it } from 'vitest'
import { management } from '../../simhost/hosts/build'
import { SimHost } from '../../simhost/sim-host'
import { FAILED, observeCommandHost } from '../plan/testing/host'
import { isAbsenceKnown } from './readings'

it('believes that an object is not there by what was read of its kind, not by the tool as a whole', () => {
  const host = new SimHost({ name: 'kvm1' })
  management(host.machine, '192.0.2.31')
  const state = observeCommandHost(host, '192.0.2.31', { 'links.route': FAILED })
  const ref = (kind: 'link' | 'route') => ({ kind, owner: null, name: 'eth9' })
  expect(isAbsenceKnown(state, ref('link'))).toBe(true)
  expect(isAbsenceKnown(state, ref('route'))).toBe(false)
})
