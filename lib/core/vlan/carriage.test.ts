import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { newRow } from '@/lib/simhost/ovs/database'
import { enter, leave } from '@/lib/simhost/ovs/port-vlans'
import type { PortVlan } from '../model/vlan'
import { carriageOf, carriesVlan } from './carriage'
import type { Carriage, Switch } from './carriage'
import { accessVlan, askedVlan, OPEN_TRUNK, trunkVlan } from './make'
import { columnsOf } from './ovs-port'
import { anyPortVlan } from './testing/vlans'

const native = (mode: 'native-tagged' | 'native-untagged', trunks: number[] | 'all') =>
  askedVlan({ mode, tag: 1, trunks })
const tunnel = (...customerVlans: number[]) => askedVlan({ mode: 'dot1q-tunnel', tag: 200, customerVlans })

/** The VLAN that a frame with this tag (0: none) comes into; null: it is dropped. */
const entering = ({ untaggedIn, taggedIn, into }: Carriage, tag: number): number | null => {
  if (tag === 0) return untaggedIn
  if (taggedIn !== 'all' && !taggedIn.includes(tag)) return null
  return into === 'own' ? tag : into
}

/** What a frame of this VLAN wears as it leaves; null: it does not. */
const leaving = ({ taggedOut, untaggedOut }: Carriage, vlan: number): 'tagged' | 'untagged' | null => {
  if (untaggedOut.includes(vlan)) return 'untagged'
  return vlan !== 0 && (taggedOut === 'all' || taggedOut.includes(vlan)) ? 'tagged' : null
}

const D = null
const T = 'tagged'
const U = 'untagged'

/* The manual pages, frame by frame: untagged, then tagged 1, 5 and 7 as they come in; VLANs 0, 1, 5 and 7 as they leave. */
type Row = [string, PortVlan, (number | null)[], ('tagged' | 'untagged' | null)[]]

describe('ovs-vswitchd.conf.db(5), Port: VLAN Configuration', () => {
  it.each<Row>([
    // "Any packet with an 802.1Q header with a nonzero VLAN ID that ingresses on an access port is dropped, regardless of
    // whether the VLAN ID in the header is the access port's VLAN ID."
    ['access', accessVlan(5), [5, D, D, D], [D, D, U, D]],
    ['access without a tag', askedVlan({ mode: 'access' }), [0, D, D, D], [U, D, D, D]],
    // "in the VLAN specified in its 802.1Q header, or VLAN 0 if the packet has no 802.1Q header"
    ['trunk of all', OPEN_TRUNK, [0, 1, 5, 7], [U, T, T, T]],
    ['trunk of some', trunkVlan([1, 5]), [D, 1, 5, D], [D, T, T, D]],
    ['trunk with VLAN 0', trunkVlan([0, 5]), [0, D, 5, D], [U, D, T, D]],
    // "always trunks its native VLAN, regardless of whether trunks includes that VLAN"
    ['native-tagged', native('native-tagged', [5]), [1, 1, 5, D], [D, T, T, D]],
    ['native-tagged, listed', native('native-tagged', [1, 5]), [1, 1, 5, D], [D, T, T, D]],
    ['native-untagged', native('native-untagged', [5]), [1, 1, 5, D], [D, U, T, D]],
    ['native-untagged of all', native('native-untagged', 'all'), [1, 1, 5, 7], [D, U, T, T]],
    // "this VLAN, called the service VLAN, does not appear in an 802.1Q header for packets that ingress or egress"
    ['dot1q-tunnel', tunnel(), [200, 200, 200, 200], [D, D, D, D]],
    ['dot1q-tunnel, customers', tunnel(5, 7), [D, D, 200, 200], [D, D, D, D]],
    ['dot1q-tunnel, customers and none', tunnel(0, 5), [200, D, 200, D], [D, D, D, D]],
  ])('%s', (_, vlan, into, out) => {
    const carriage = carriageOf(vlan, 'ovs')
    expect([0, 1, 5, 7].map((tag) => entering(carriage, tag))).toEqual(into)
    expect([0, 1, 5, 7].map((id) => leaving(carriage, id))).toEqual(out)
  })

  it('takes the service tag off, and only its', () => {
    expect(leaving(carriageOf(tunnel(5), 'ovs'), 200)).toBe('untagged')
  })

  it('is what the simulated Open vSwitch does', () => {
    fc.assert(
      fc.property(anyPortVlan, fc.integer({ min: 0, max: 7 }), (vlan, id) => {
        fc.pre(vlan.mode !== 'dot1q-tunnel' && (vlan.carriesAll || vlan.trunks.length > 0 || vlan.mode === 'access'))
        const { vlanMode, tag, trunks } = columnsOf({ ...vlan, isExplicit: true })
        const row = newRow('Port', 'p', {
          vlan_mode: [vlanMode ?? ''],
          tag: tag === null ? [] : [tag],
          trunks,
        })
        const carriage = carriageOf(vlan, 'ovs')
        expect(entering(carriage, id)).toBe(enter(row, id))
        const tagOut = leave(row, id)
        // Of VLAN 0 on a port with a native VLAN the manual says nothing: no frame comes into it there.
        if (id !== 0 || vlan.mode === 'trunk' || vlan.mode === 'access')
          expect(leaving(carriage, id)).toBe(tagOut === null ? null : tagOut === 0 ? 'untagged' : 'tagged')
      }),
      { numRuns: 500 },
    )
  })
})

describe('bridge(8), vlan: pvid and untagged', () => {
  it.each<Row>([
    // A tagged frame passes where its VLAN is in the table, the PVID's too.
    ['access', accessVlan(5), [5, D, 5, D], [D, D, U, D]],
    // "Any untagged frames will be assigned to this VLAN": without a PVID to none.
    ['trunk of all', OPEN_TRUNK, [D, 1, 5, 7], [D, T, T, T]],
    ['trunk of some', trunkVlan([1, 5]), [D, 1, 5, D], [D, T, T, D]],
    ['an empty table', trunkVlan([]), [D, D, D, D], [D, D, D, D]],
    ['native-tagged', native('native-tagged', [5]), [1, 1, 5, D], [D, T, T, D]],
    ['native-untagged', native('native-untagged', [5]), [1, 1, 5, D], [D, U, T, D]],
    ['native-untagged of all', native('native-untagged', 'all'), [1, 1, 5, 7], [D, U, T, T]],
  ])('%s', (_, vlan, into, out) => {
    const carriage = carriageOf(vlan, 'kernel')
    expect([0, 1, 5, 7].map((tag) => entering(carriage, tag))).toEqual(into)
    expect([0, 1, 5, 7].map((id) => leaving(carriage, id))).toEqual(out)
  })
})

it('carriesVlan: the VLANs that leave, one way or the other', () => {
  fc.assert(
    fc.property(
      anyPortVlan,
      fc.constantFrom<Switch>('ovs', 'kernel'),
      fc.integer({ min: 1, max: 7 }),
      (vlan, by, id) => {
        expect(carriesVlan(vlan, id)).toBe(leaving(carriageOf(vlan, by), id) !== null)
      },
    ),
  )
})
