import { describe, expect, it } from 'vitest'
import type { PortVlan } from '../model/vlan'
import type { Switch } from './carriage'
import { explainVlan } from './explain'
import type { Explanation } from './explain'
import { accessVlan, askedVlan, OPEN_TRUNK, trunkVlan } from './make'

const native = (mode: 'native-tagged' | 'native-untagged', tag: number, trunks: number[] | 'all') =>
  askedVlan({ mode, tag, trunks })
const tunnel = (...customerVlans: number[]) => askedVlan({ mode: 'dot1q-tunnel', tag: 200, customerVlans })

describe('explainVlan', () => {
  it.each<[string, Switch, PortVlan, Explanation]>([
    [
      'access',
      'ovs',
      accessVlan(125),
      {
        enters: 'untagged frames, into VLAN 125; tagged ones are dropped',
        leaves: 'frames of VLAN 125, untagged',
        inShort: 'carries 125 untagged; nothing tagged',
      },
    ],
    [
      'access to no VLAN',
      'ovs',
      accessVlan(0),
      {
        enters: 'untagged frames, into VLAN 0; tagged ones are dropped',
        leaves: 'frames of VLAN 0, untagged',
        inShort: 'carries untagged frames only',
      },
    ],
    [
      'access on a Linux bridge',
      'kernel',
      accessVlan(125),
      {
        enters: 'untagged frames and those tagged 125, into VLAN 125; others are dropped',
        leaves: 'frames of VLAN 125, untagged',
        inShort: 'carries 125 untagged; nothing tagged',
      },
    ],
    [
      'trunk',
      'ovs',
      trunkVlan([125, 126]),
      {
        enters: 'tagged frames of VLANs 125, 126; untagged ones are dropped: it does not carry VLAN 0',
        leaves: 'frames of VLANs 125, 126, tagged',
        inShort: 'carries 125, 126 tagged; nothing untagged',
      },
    ],
    [
      'trunk on a Linux bridge',
      'kernel',
      trunkVlan([125]),
      {
        enters: 'tagged frames of VLAN 125; untagged ones are dropped: it has no PVID',
        leaves: 'frames of VLAN 125, tagged',
        inShort: 'carries 125 tagged; nothing untagged',
      },
    ],
    [
      'trunk of all',
      'ovs',
      OPEN_TRUNK,
      {
        enters: 'tagged frames of all VLANs; untagged ones go into VLAN 0',
        leaves: 'frames of all VLANs, tagged; those of VLAN 0 untagged',
        inShort: 'carries all VLANs tagged; untagged frames as VLAN 0',
      },
    ],
    [
      'trunk of all on a Linux bridge',
      'kernel',
      OPEN_TRUNK,
      {
        enters: 'tagged frames of all VLANs; untagged ones are dropped: it has no PVID',
        leaves: 'frames of all VLANs, tagged',
        inShort: 'carries all VLANs tagged; nothing untagged',
      },
    ],
    [
      'a trunk with VLAN 0',
      'ovs',
      trunkVlan([0, 5]),
      {
        enters: 'tagged frames of VLAN 5; untagged ones go into VLAN 0',
        leaves: 'frames of VLAN 5, tagged; those of VLAN 0 untagged',
        inShort: 'carries 5 tagged; untagged frames as VLAN 0',
      },
    ],
    [
      'an empty table',
      'kernel',
      trunkVlan([]),
      {
        enters: 'nothing: all frames are dropped',
        leaves: 'nothing: no VLAN is carried',
        inShort: 'carries nothing tagged; nothing untagged',
      },
    ],
    [
      'native-untagged',
      'ovs',
      native('native-untagged', 1, [125, 126]),
      {
        enters: 'tagged frames of VLANs 1, 125, 126; untagged ones go into VLAN 1',
        leaves: 'frames of VLANs 125, 126, tagged; those of VLAN 1 untagged',
        inShort: 'carries 125, 126 tagged; 1 untagged',
      },
    ],
    [
      'native-untagged, the native VLAN listed',
      'ovs',
      native('native-untagged', 125, [125, 126]),
      {
        enters: 'tagged frames of VLANs 125, 126; untagged ones go into VLAN 125',
        leaves: 'frames of VLAN 126, tagged; those of VLAN 125 untagged',
        inShort: 'carries 126 tagged; 125 untagged',
      },
    ],
    [
      'native-tagged',
      'kernel',
      native('native-tagged', 1, [100, 101, 102]),
      {
        enters: 'tagged frames of VLANs 1, 100–102; untagged ones go into VLAN 1',
        leaves: 'frames of VLANs 1, 100–102, all tagged',
        inShort: 'carries 100–102 tagged; untagged frames come in as 1 and leave tagged',
      },
    ],
    [
      'dot1q-tunnel',
      'ovs',
      tunnel(),
      {
        enters: 'all frames, into service VLAN 200; a tag that they have stays inside',
        leaves: 'frames of service VLAN 200, that outer tag taken off',
        inShort: "carries all of a customer's VLANs inside 200",
      },
    ],
    [
      "dot1q-tunnel of some of a customer's VLANs",
      'ovs',
      tunnel(10, 20),
      {
        enters: 'frames with customer tags (10, 20), into service VLAN 200, their tag inside; others are dropped',
        leaves: 'frames of service VLAN 200, that outer tag taken off',
        inShort: "carries a customer's VLANs 10, 20 inside 200",
      },
    ],
  ])('%s', (_, by, vlan, words) => {
    expect(explainVlan(vlan, by)).toEqual(words)
  })

  it('says the same of VLANs in the same way, whoever named the mode', () => {
    expect(explainVlan({ ...accessVlan(5), isExplicit: true }, 'ovs')).toEqual(explainVlan(accessVlan(5), 'ovs'))
  })
})
