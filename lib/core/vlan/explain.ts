import type { PortVlan } from '../model/vlan'
import { carriageOf } from './carriage'
import type { Carriage, Switch } from './carriage'
import { formatVlanList } from './words'

/** What a port does with frames, for people. */
export type Explanation = {
  /** From the guest or the cable: "tagged frames of VLANs 125, 126; untagged ones go into VLAN 1" */
  enters: string
  /** "frames of VLANs 125, 126, tagged; those of VLAN 1 untagged" */
  leaves: string
  /** "carries 125, 126 tagged; 1 untagged" */
  inShort: string
}

/** The one explanation of a port's VLANs, wherever it is shown; `carriageOf` has the facts and their sources. */
export function explainVlan(vlan: PortVlan, by: Switch): Explanation {
  const carriage = carriageOf(vlan, by)
  const { into } = carriage
  if (into !== 'own') {
    const customers =
      vlan.customerVlans.length === 0 ? "all of a customer's VLANs" : `a customer's VLANs ${listOf(vlan.customerVlans)}`
    return {
      enters: tunnelEnters(carriage, into),
      leaves: `frames of service VLAN ${into}, that outer tag taken off`,
      inShort: `carries ${customers} inside ${into}`,
    }
  }
  return { enters: enters(carriage, by), leaves: leaves(carriage), inShort: inShort(carriage) }
}

type List = readonly number[] | 'all'

const listOf = (list: List): string =>
  list === 'all' ? 'all VLANs' : list.length === 0 ? 'nothing' : formatVlanList(list)
const vlansOf = (list: List): string =>
  list === 'all' ? 'all VLANs' : `VLAN${list.length === 1 ? '' : 's'} ${listOf(list)}`

function tunnelEnters({ untaggedIn, taggedIn }: Carriage, into: number): string {
  if (taggedIn === 'all') return `all frames, into service VLAN ${into}; a tag that they have stays inside`
  const untagged = untaggedIn === null ? '' : ' and untagged ones'
  return `frames with customer tags (${listOf(taggedIn)})${untagged}, into service VLAN ${into}, their tag inside; others are dropped`
}

function enters({ untaggedIn, taggedIn }: Carriage, by: Switch): string {
  if (taggedIn.length === 0)
    return untaggedIn === null
      ? 'nothing: all frames are dropped'
      : `untagged frames, into VLAN ${untaggedIn}; tagged ones are dropped`
  if (taggedIn !== 'all' && taggedIn.length === 1 && taggedIn[0] === untaggedIn)
    return `untagged frames and those tagged ${untaggedIn}, into VLAN ${untaggedIn}; others are dropped`
  const tagged = `tagged frames of ${vlansOf(taggedIn)}`
  if (untaggedIn !== null) return `${tagged}; untagged ones go into VLAN ${untaggedIn}`
  return `${tagged}; untagged ones are dropped: it ${by === 'ovs' ? 'does not carry VLAN 0' : 'has no PVID'}`
}

function leaves({ untaggedIn, taggedOut, untaggedOut }: Carriage): string {
  if (taggedOut.length === 0)
    return untaggedOut.length === 0 ? 'nothing: no VLAN is carried' : `frames of ${vlansOf(untaggedOut)}, untagged`
  const tagged = `frames of ${vlansOf(taggedOut)}`
  if (untaggedOut.length > 0) return `${tagged}, tagged; those of ${vlansOf(untaggedOut)} untagged`
  // Without a tag in, with one out: where a trunk has a native VLAN that must be said.
  return `${tagged}, ${untaggedIn === null ? '' : 'all '}tagged`
}

function inShort({ untaggedIn, taggedOut, untaggedOut }: Carriage): string {
  const [own] = untaggedOut
  if (own === undefined && untaggedIn !== null) {
    const others = taggedOut === 'all' ? taggedOut : taggedOut.filter((id) => id !== untaggedIn)
    return `carries ${listOf(others)} tagged; untagged frames come in as ${untaggedIn} and leave tagged`
  }
  if (taggedOut.length === 0 && own !== undefined)
    return own === 0 ? 'carries untagged frames only' : `carries ${own} untagged; nothing tagged`
  const untagged = own === undefined ? 'nothing untagged' : own === 0 ? 'untagged frames as VLAN 0' : `${own} untagged`
  return `carries ${listOf(taggedOut)} tagged; ${untagged}`
}
