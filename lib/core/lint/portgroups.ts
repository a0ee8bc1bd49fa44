/* L08: guests' NICs whose portgroup is wrong or missing. */
import type { Guest, GuestNic, GuestNicConfig, LibvirtNetwork } from '../model/libvirt'
import type { NetworkState } from '../model/network-state'
import { networkNameOf, portgroupNameOf, resolveGuestNicVlan } from '../observe/guest-nic-vlan'
import { indexHost } from '../state/host-index'
import type { HostIndex } from '../state/host-index'
import { nodeId } from '../topology/graph/ids'
import { explainVlan } from '../vlan/explain'
import { OPEN_TRUNK } from '../vlan/make'
import { formatPortVlan } from '../vlan/words'
import { isSameVlan } from '../vlan/same'
import type { Finding } from './finding'
import { finding } from './finding'

type Attachment = { guest: Guest; nic: GuestNic; config: GuestNicConfig; network: LibvirtNetwork }

/** A portgroup that the network lacks, none where there is no default, or a port whose VLAN is not the portgroup's. */
export function lintPortgroups(state: NetworkState): Finding[] {
  const index = indexHost(state)
  return state.guests.flatMap((guest) =>
    guest.nics.flatMap((nic) => {
      const config = nic.stored ?? nic.running
      const name = config === null ? null : networkNameOf(config)
      const network = name === null ? undefined : index.network(name)
      if (config === null || network === undefined) return []
      const attachment = { guest, nic, config, network }
      return [...missing(attachment), ...differing(index, attachment)]
    }),
  )
}

function missing({ guest, nic, config, network }: Attachment): Finding[] {
  const named = portgroupNameOf(config)
  const names = network.portgroups.map(({ name }) => name)
  const isUnknown = named !== null && !names.includes(named)
  const isNone =
    named === null &&
    names.length > 0 &&
    config.vlan === null &&
    network.vlan === null &&
    !network.portgroups.some(({ isDefault }) => isDefault)
  if (!isUnknown && !isNone) return []
  return [
    finding(
      {
        rule: 'L08',
        severity: 'error',
        nodeId: nodeId('guest-nic', guest.uuid, nic.name),
        title: isUnknown
          ? `${nic.name} of ${guest.name} names portgroup ${named}, which ${network.name} has not`
          : `${nic.name} of ${guest.name} has no portgroup, and ${network.name} has no default one`,
        evidence: [`${network.name} has ${names.join(', ') || 'no portgroups'}`],
        consequence: isUnknown
          ? 'libvirt uses none, not even the default: the NIC gets no VLAN.'
          : 'libvirt sets no VLAN: on Open vSwitch the port carries all of them.',
        cure: isUnknown
          ? `Choose one of ${names.join(', ') || 'the portgroups to be made'}, or make portgroup ${named}.`
          : 'Name a portgroup, or make one the default.',
      },
      isUnknown ? 'unknown' : 'none',
    ),
  ]
}

function differing(index: HostIndex, { guest, nic, network }: Attachment): Finding[] {
  const { running, stored } = nic
  const attachment = running?.target == null ? undefined : index.ovsAttachment(running.target)
  if (running === null || attachment === undefined || networkNameOf(running) !== network.name) return []
  const base = stored !== null && networkNameOf(stored) === network.name ? stored : running
  const resolved = resolveGuestNicVlan(base, network, 'stored')
  const wanted = resolved.vlan ?? OPEN_TRUNK
  const found = attachment.port.vlan
  if (isSameVlan(wanted, found)) return []
  return [
    finding(
      {
        rule: 'L08',
        severity: 'error',
        nodeId: nodeId('bridge-port', attachment.bridge.name, attachment.port.name),
        title: `${attachment.port.name} of guest ${guest.name} is ${formatPortVlan(found)}, its ${resolved.level === 'none' ? 'definition' : resolved.level} says ${formatPortVlan(wanted)}`,
        evidence: [resolved.reason, `${attachment.port.name} ${explainVlan(found, 'ovs').inShort}`],
        consequence: 'The guest is in another VLAN than its definition says, until it is stopped and started.',
        cure: "Set the port's VLAN, or move the NIC to the portgroup that is meant.",
      },
      'port',
    ),
  ]
}
