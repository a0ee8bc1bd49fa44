/* Links enter and leave bridges and bonds. */
import type { Link } from '../../model/link'
import { LINK_KINDS } from '../../model/link-kinds'
import type { OvsInterface, OvsPort } from '../../model/ovs'
import { accessVlan } from '../../vlan/make'
import { keptAddresses } from '../../objects/link-facts'
import { isUserspaceCard, nicEndsOf } from '../../state/nic-ends'
import type { WorkingState } from '../working-state'
import { newBondMember, newBridgePort, newInterface, newOvsPort } from '../../objects/new-objects'
import { uppersOf } from './dependents'

export type Claim = {
  field: string
  name: string
  /** "ovsbr1", "bond0": for messages; a link may be there already. */
  into: string
  role: 'port' | 'member'
  takesMembers: boolean
}

/**
 * Whether a link may become a port or member; takes it out of where it is when that is asked for. Refuses links that do not
 * exist, sit elsewhere, belong to a guest or carry the management address.
 */
export function claimLink(working: WorkingState, claim: Claim): boolean {
  const { field, name, into, role } = claim
  if (!working.isManageable(field, name)) return false
  const link = working.link(name)
  const refuse = (code: string, message: string): false => {
    working.refuse(field, code, message)
    return false
  }
  const driven = link === undefined ? working.index.ovsAttachment(name) : undefined
  if (driven !== undefined && isUserspaceCard(driven.iface.type))
    return refuse(
      'wrong_kind',
      `${name} is a card that Open vSwitch drives by itself (type ${driven.iface.type}) and no link of the host: it is in ${driven.port.name} of ${driven.bridge.name}, and only "ovs-vsctl" can make it anew in ${into}`,
    )
  if (link === undefined)
    return refuse(
      'unknown_link',
      `${name} does not exist on this host: name a link that does, e.g. ${exampleNic(working)}`,
    )
  if (working.ovsBridge(name) !== undefined || link.kind === 'bridge')
    return refuse(
      'wrong_kind',
      `${name} is ${working.whatIs(name) ?? 'a bridge'}: a bridge cannot be a ${role} of ${into}; join bridges with a patch or veth pair`,
    )
  if (!LINK_KINDS[link.kind].canBePort)
    return refuse(
      'wrong_kind',
      `${name} is ${working.whatIs(name) ?? 'no such link'}: it cannot be a ${role} of ${into}`,
    )
  if (role === 'member' && !LINK_KINDS[link.kind].canBeMember)
    return refuse('wrong_kind', `${name} is ${working.whatIs(name) ?? 'no NIC'}: a bond is made of NICs`)
  const guest = working.guestAt(name)
  if (guest !== undefined)
    return refuse('guest_port', `${name} belongs to guest ${guest.name}: move the guest's NIC instead`)
  if (working.holdsManagement(name))
    return refuse(
      'management_link',
      `${name} carries ${working.state.management.localAddress ?? 'the address'} that we are connected to: its address would be lost inside ${into}. Use "move the uplink into a bridge", which moves address and routes along`,
    )
  const taker = functionHolder(working, link)
  if (taker !== null) return refuse('guest_port', `${taker}: choose another link, or take the NIC from the guest first`)
  const blocked = whyNot(working, link, claim)
  if (blocked !== null) return refuse(blocked.code, blocked.message)
  const attachment = working.attachmentOf(name)
  if (attachment === null) return true
  const where =
    attachment.kind === 'ovs'
      ? attachment.bridge
      : attachment.kind === 'linux-bond'
        ? attachment.bond
        : attachment.bridge
  const isBondMember =
    attachment.kind === 'linux-bond' || (attachment.kind === 'ovs' && attachment.port.interfaces.length > 1)
  const holder = attachment.kind === 'ovs' && isBondMember ? attachment.port.name : where
  if (holder === into) return true
  if (!claim.takesMembers || isBondMember)
    return refuse(
      'member_taken',
      `${name} is already a ${isBondMember ? 'member' : 'port'} of ${holder}: take it out there first${isBondMember ? '' : ', or let this change take it'}`,
    )
  leave(working, name)
  return true
}

/** A function of a card that a guest's definition names: libvirt takes it from the host when the guest starts. */
function functionHolder(working: WorkingState, { name, pci }: Link): string | null {
  const place = nicEndsOf(working.state).functionOf(name)
  if (place?.link?.name !== name || pci === null) return null
  const gives = (working.state.libvirt?.networks ?? []).find(
    ({ isActive, forwardMode, forwardFunctions }) =>
      isActive && forwardMode === 'hostdev' && forwardFunctions.includes(pci),
  )
  if (gives !== undefined)
    working.warn(
      `${name} is VF ${place.fn.number} of ${place.physical.name}, which network ${gives.name} may give to a guest: then it leaves the host`,
    )
  for (const guest of working.state.guests)
    for (const nic of guest.nics)
      if ([nic.running, nic.stored].some((each) => each?.source.type === 'hostdev' && each.source.address === pci))
        return `${name} is VF ${place.fn.number} of ${place.physical.name}, which ${nic.name} of guest ${guest.name} takes when the guest starts`
  return null
}

/** What is on a link that a switch or bond would take the frames from. */
function whyNot(working: WorkingState, link: Link, { into, role }: Claim): { code: string; message: string } | null {
  const { name } = link
  const vrf = working.vrfOf(name)
  if (vrf !== null)
    return {
      code: 'member_taken',
      message: `${name} is in VRF ${vrf.name}, which routes what comes in by it: take it out there first (ip link set dev ${name} nomaster)`,
    }
  const isMember = working.attachmentOf(name) !== null
  const [address] = keptAddresses(link)
  if (address !== undefined && !isMember && link.kind !== 'ovs-internal')
    return {
      code: 'has_address',
      message: `${name} has the address ${address.cidr}, which gets no frames inside ${into}: move the uplink into the bridge instead, or take the address away first`,
    }
  return whyHeld(working, name, into, role)
}

/**
 * The kernel hands a link's frames to a macvlan, ipvlan or MACsec link on it or to its master, not to both (rx_handler); a bond also
 * sets its members down, and all that stands on them.
 */
export function whyHeld(
  working: WorkingState,
  name: string,
  into: string,
  role: Claim['role'],
): { code: string; message: string } | null {
  const upper = uppersOf(working.state, name).find(({ kind }) => role === 'member' || LINK_KINDS[kind].takesFrames)
  return upper === undefined
    ? null
    : {
        code: 'link_in_use',
        message: `${upper.name} stands on ${name}, and the kernel allows one of the two: remove ${upper.name} first, or put it on ${into}`,
      }
}

/** Out of the Linux bridge, bond or OVS bridge that the link is in. A bond of Open vSwitch keeps its other members. */
export function leave(working: WorkingState, name: string): void {
  const attachment = working.attachmentOf(name)
  if (attachment === null) return
  if (attachment.kind === 'ovs') {
    const interfaces = attachment.port.interfaces.filter((iface) => iface.name !== name)
    if (interfaces.length === 0) working.removeOvsPort(attachment.port)
    else working.putOvsPort(withInterfaces(attachment.port, interfaces))
    working.updateLink(name, { master: null })
    return
  }
  working.updateLink(name, { master: null, bridgePort: null, portOptions: [] })
  if (attachment.kind === 'linux-bond') syncBondMembers(working, attachment.bond)
}

export function joinLinuxBridge(working: WorkingState, name: string, bridgeName: string): void {
  const bridge = working.linuxBridge(bridgeName)
  if (bridge === undefined || working.link(name)?.master === bridgeName) return
  working.updateLink(name, {
    master: bridgeName,
    bridgePort: newBridgePort(bridge.bridge),
    portOptions: [],
    isUp: true,
  })
}

export function joinLinuxBond(working: WorkingState, name: string, bondName: string): void {
  working.updateLink(name, { master: bondName, isUp: true })
  syncBondMembers(working, bondName)
}

/** A port of one system interface; the link is set up, since ovs-vswitchd does not do it. */
export function joinOvsBridge(working: WorkingState, name: string, bridge: string): void {
  const fake = working.fakeBridge(bridge)
  const port = newOvsPort(name, fake?.parent ?? bridge, [newInterface(name)])
  working.putOvsPort(fake === undefined ? port : inFakeBridge(port, fake.name, fake.vlanId))
  working.updateLink(name, { isUp: true })
}

/** A port of a fake bridge is an access port of its VLAN (ovs-vsctl(8)). */
export const inFakeBridge = (port: OvsPort, fake: string, tag: number): OvsPort => ({
  ...port,
  fakeBridge: fake,
  vlan: accessVlan(tag),
})

export const withInterfaces = (port: OvsPort, interfaces: OvsInterface[]): OvsPort => ({
  ...port,
  interfaces: [...interfaces].sort((a, b) => (a.name < b.name ? -1 : 1)),
  bond:
    port.bond === null || interfaces.length < 2
      ? null
      : {
          ...port.bond,
          members: interfaces.map(
            ({ name }) => port.bond?.members.find((each) => each.name === name) ?? newBondMember(name),
          ),
        },
})

/** A kernel bond's list of members follows from the links' masters. */
function syncBondMembers(working: WorkingState, bondName: string): void {
  const bond = working.link(bondName)
  if (bond?.bond == null) return
  const known = bond.bond.members
  const members = working.state.links
    .filter(({ master }) => master === bondName)
    .map(({ name }) => known.find((member) => member.name === name) ?? newBondMember(name))
  working.putLink({ ...bond, bond: { ...bond.bond, members } })
}

const exampleNic = (working: WorkingState): string =>
  working.state.links.find(({ kind }) => kind === 'nic')?.name ?? 'eth1'
