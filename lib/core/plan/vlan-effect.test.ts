import { describe, expect, it } from 'vitest'
import type { PortVlan } from '../model/vlan'
import * as make from '../topology/fixtures'
import { NO_XML, planChange } from './plan-change'
import { carriedAfter, describeCarried, describeMode } from './vlan-effect'

describe('describeCarried', () => {
  it.each<[PortVlan, string]>([
    [make.access(125), 'carries 125 untagged; nothing tagged'],
    [make.access(0), 'carries untagged frames only'],
    [make.trunk(125, 126), 'carries 125, 126 tagged; nothing untagged'],
    [make.trunk(), 'carries all VLANs tagged; untagged frames are in no VLAN'],
    [{ ...make.trunk(5), trunks: [], carriesAll: false }, 'carries nothing tagged; nothing untagged'],
    [make.nativeUntagged(1, 125, 126), 'carries 125, 126 tagged; 1 untagged'],
    [make.nativeUntagged(125, 125, 126), 'carries 126 tagged; 125 untagged'],
    [make.nativeTagged(1, 100, 101, 102), 'carries 100–102 tagged; untagged frames come in as 1 and leave tagged'],
    [
      { ...make.access(200), mode: 'dot1q-tunnel', customerVlans: [10, 20] },
      "carries a customer's VLANs 10, 20 inside 200",
    ],
  ])('%j', (vlan, words) => {
    expect(describeCarried(vlan)).toBe(words)
    expect(Object.values(describeMode(vlan)).every((text) => text.length > 10)).toBe(true)
  })
})

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
