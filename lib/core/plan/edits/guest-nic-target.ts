import type { WorkingState } from '../working-state'
import type { ResolvedTarget } from '../definitions/guest-nic-xml'
import type { Scopes } from './guest-nic-scopes'
import type { NicTarget } from '../../intents/guest-nic'

/** Whether a NIC can go there; refuses what libvirt would, or would plug into nothing. */
export function resolveTarget(working: WorkingState, target: NicTarget): ResolvedTarget | null {
  if ('network' in target) return onNetwork(working, target)
  if ('bridge' in target) return onBridge(working, target)
  const lower = working.link(target.dev)
  if (lower === undefined || lower.kind === 'loopback')
    return refuse(
      working,
      'dev',
      'unknown_link',
      `${target.dev} is ${working.whatIs(target.dev) ?? 'not on this host'}: name a NIC, a bond or a VLAN link`,
    )
  if (working.attachmentOf(target.dev)?.kind === 'linux-bridge')
    return refuse(
      working,
      'dev',
      'member_taken',
      `${target.dev} is a port of bridge ${lower.master ?? ''}, and the kernel allows one of the two: attach the NIC to the bridge`,
    )
  working.warn(
    `On ${target.dev} (macvtap) the guest cannot talk to its own host; a host-side macvlan on ${target.dev} cures that`,
  )
  if (target.mode === 'vepa')
    working.warn(
      `VEPA on ${target.dev} needs a switch that reflects frames (hairpin), else its guests cannot reach each other`,
    )
  return { ...target, isOvs: false }
}

function onNetwork(working: WorkingState, target: Extract<NicTarget, { network: string }>): ResolvedTarget | null {
  const network = working.network(target.network)
  if (network === undefined)
    return refuse(
      working,
      'network',
      'unknown_network',
      `libvirt has no network ${target.network}: name one that it has, or make it in the same change`,
    )
  if (target.portgroup !== undefined && !network.portgroups.some(({ name }) => name === target.portgroup))
    return refuse(
      working,
      'portgroup',
      'unknown_portgroup',
      `Network ${network.name} has no portgroup ${target.portgroup}: it has ${network.portgroups.map(({ name }) => name).join(', ') || 'none'}`,
    )
  if (!network.isActive) working.warn(`Network ${network.name} is not active: the guest cannot start until it is`)
  if (
    target.portgroup === undefined &&
    network.portgroups.length > 0 &&
    !network.portgroups.some(({ isDefault }) => isDefault)
  )
    working.warn(
      `Network ${network.name} has no default portgroup and none is named: the NIC gets no VLAN, on Open vSwitch that is a trunk of all`,
    )
  return { ...target, isOvs: network.virtualPort === 'openvswitch' }
}

/** Refuses to plug a NIC of a running guest into a network that does not run: libvirt does not know where that leads. */
export function refusesStopped(working: WorkingState, guest: string, name: string | null, orElse: string): boolean {
  if (name === null || working.network(name)?.isActive !== false) return false
  working.refuse(
    'target.network',
    'network_not_active',
    `Network ${name} is not active, so no NIC of ${guest} can be plugged into it while the guest runs: start the network first, or ${orElse}`,
  )
  return true
}

/**
 * Refuses to plug a NIC into a network of a card's functions in what runs alone: libvirt names there the function and not the network,
 * so nobody could read back that it was done.
 */
export function refusesUnnamed(working: WorkingState, scopes: Scopes, name: string | null): boolean {
  if (name === null || working.network(name)?.forwardMode !== 'hostdev' || !scopes.running || scopes.stored)
    return false
  working.refuse(
    'scope',
    'not_supported',
    `Network ${name} gives functions of a card, and what runs of ${scopes.guest.name} would not name the network: change what is stored too (scope "both")`,
  )
  return true
}

function onBridge(working: WorkingState, target: Extract<NicTarget, { bridge: string }>): ResolvedTarget | null {
  const isOvs = working.ovsBridge(target.bridge) !== undefined || working.fakeBridge(target.bridge) !== undefined
  if (!isOvs && working.linuxBridge(target.bridge) === undefined)
    return refuse(
      working,
      'bridge',
      'unknown_bridge',
      `${target.bridge} is ${working.whatIs(target.bridge) ?? 'not on this host'}: name a bridge, or make it in the same change`,
    )
  if (isOvs && target.virtualport === null)
    return refuse(
      working,
      'virtualport',
      'conflict',
      `${target.bridge} is an OVS bridge: without virtualport openvswitch libvirt cannot plug the NIC in`,
    )
  if (!isOvs && target.virtualport === 'openvswitch')
    return refuse(
      working,
      'virtualport',
      'conflict',
      `${target.bridge} is a Linux bridge: leave virtualport openvswitch out`,
    )
  if (!isOvs && target.vlan !== undefined && target.vlan.mode !== 'none')
    return refuse(
      working,
      'vlan',
      'not_supported',
      `${target.bridge} is a Linux bridge, where libvirt sets no VLANs: set them on the port afterwards, or use the bridge of that VLAN`,
    )
  return { ...target, isOvs }
}

function refuse(working: WorkingState, field: string, code: string, message: string): null {
  working.refuse(`target.${field}`, code, message)
  return null
}
