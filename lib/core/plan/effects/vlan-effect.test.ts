import { expect, it } from 'vitest'
import * as make from '../../topology/testing/fixtures'
import { NO_XML, planChange } from '../plan-change'
import { carriedAfter } from './vlan-effect'

it('tells what each touched port carries afterwards', () => {
  const state = make.hostState({ bridges: [make.ovsBridge('br0', [make.internalPort('p1', make.access(5))])] })
  const planned = planChange(
    state,
    [{ kind: 'portVlan.set', bridge: 'br0', port: 'p1', mode: 'native-untagged', tag: 1, trunks: [125, 126] }],
    { xml: NO_XML },
  )
  expect(planned.ok && carriedAfter(planned.plan)).toEqual([
    {
      bridge: 'br0',
      port: 'p1',
      before: 'carries 5 untagged; nothing tagged',
      after: 'carries 125, 126 tagged; 1 untagged',
    },
  ])
})
