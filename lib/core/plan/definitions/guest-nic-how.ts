import type { Guest, GuestNicConfig } from '../../model/libvirt'
import type { WorkingState, MoveWay } from '../working-state'

/** libvirt 11 learned to move NICs between networks and bridges of different kinds; 7 and 9 refuse (measured; 10 was not tried). */
const MOVES_LIVE_SINCE = 11

export function moveWay(working: WorkingState, guest: Guest, from: GuestNicConfig, to: GuestNicConfig): MoveWay {
  const live = liveWay(working, from, to)
  if (live !== null) return live
  const why = `libvirt ${working.state.libvirt?.version ?? ''} refuses this change on a running guest`.replace(
    '  ',
    ' ',
  )
  const deaf = whyDeaf(guest)
  return deaf === null
    ? { how: 'replug', why }
    : { how: 'power cycle', why: `${why}, and ${deaf.why} its NIC cannot be unplugged` }
}

/**
 * Why a guest that runs cannot let go of a NIC; null where it is asked. QEMU keeps a request that nobody answers: the NIC would go
 * when the guest is resumed or reset, also after the change was taken back (measured).
 */
export function whyDeaf({ name, hasAcpi, state }: Guest): { code: string; why: string; text: string } | null {
  if (!hasAcpi)
    return {
      code: 'no_acpi',
      why: 'without ACPI',
      text: `${name} has no ACPI, so its NIC cannot be unplugged while it runs`,
    }
  if (state === 'paused')
    return {
      code: 'paused',
      why: 'while it is paused',
      text: `${name} is paused, so it cannot let go of its NIC: resume it first`,
    }
  return null
}

/** A guest that does not answer keeps its NIC, while virsh says that it is gone: read back for this long. */
export const UNPLUG_SECONDS = 20

/** What may become of an unplugging that was not answered in time. QEMU and libvirt have no way to withdraw the request. */
export const lateUnplug = ({ name }: Guest, mac: string, isStored: boolean): string =>
  `${name} was asked to let go of NIC ${mac}, which libvirt cannot withdraw. It may still do so: then the NIC is gone from what runs${isStored ? ' (it stays stored)' : ''}.`

/** Said before a running guest is asked. */
export const unplugHint = ({ name }: Guest, mac: string): string =>
  `If ${name} does not let go of NIC ${mac} within ${UNPLUG_SECONDS} s, the change is taken back. libvirt cannot withdraw the request, so the guest may still let go later, and the NIC is gone from what runs`

function liveWay(working: WorkingState, from: GuestNicConfig, to: GuestNicConfig): MoveWay | null {
  const major = Number.parseInt(working.state.libvirt?.version ?? '0', 10)
  const [a, b] = [from.source, to.source]
  if (a.type === 'network' && b.type === 'network' && a.network === b.network) {
    const isOvsPort = from.target !== null && working.attachmentOf(from.target)?.kind === 'ovs'
    return isOvsPort ? { how: 'port', why: 'the VLAN is set on its port in Open vSwitch' } : null
  }
  if (a.type === 'direct' || b.type === 'direct') return null
  if (hasFunction(working, a) || hasFunction(working, b)) return null
  const [isOvsBefore, isOvsAfter] = [isOnOvs(working, from), isOnOvs(working, to)]
  if (a.type === 'bridge' && b.type === 'bridge' && isOvsBefore === isOvsAfter) {
    // libvirt 7.0 fails to take the last VLAN from a port, and leaves it half done.
    if (a.bridge === b.bridge && to.vlan === null && from.vlan !== null && major < 9) return null
    // Another OVS bridge was never tried live before 11.
    if (!isOvsBefore || a.bridge === b.bridge || major >= MOVES_LIVE_SINCE)
      return { how: 'update', why: 'libvirt changes it live' }
    return null
  }
  return major >= MOVES_LIVE_SINCE && isPluggable(a) && isPluggable(b)
    ? { how: 'update', why: 'libvirt 11 and later changes it live' }
    : null
}

const isPluggable = (source: GuestNicConfig['source']): boolean => source.type === 'network' || source.type === 'bridge'

/** A function of a card is a device of its own to the guest: another one in its place must be plugged. */
const hasFunction = (working: WorkingState, source: GuestNicConfig['source']): boolean =>
  source.type === 'hostdev' || (source.type === 'network' && working.network(source.network)?.forwardMode === 'hostdev')

function isOnOvs(working: WorkingState, nic: GuestNicConfig): boolean {
  if (nic.source.type === 'bridge')
    return working.ovsBridge(nic.source.bridge) !== undefined || working.fakeBridge(nic.source.bridge) !== undefined
  return nic.source.type === 'network' && working.network(nic.source.network)?.virtualPort === 'openvswitch'
}

/** libvirt 7 and 9 re-plug the tap to set a link state, and fail at that for a network's NIC on Open vSwitch (measured). */
export function refusesLinkState(working: WorkingState, nic: GuestNicConfig): boolean {
  const major = Number.parseInt(working.state.libvirt?.version ?? '0', 10)
  return nic.source.type === 'network' && isOnOvs(working, nic) && major < MOVES_LIVE_SINCE
}
