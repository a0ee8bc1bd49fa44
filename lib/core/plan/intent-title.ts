import type { Intent, IntentKind } from './intent'

const NOUNS: Readonly<Record<string, string>> = {
  ovsBridge: 'OVS bridge',
  linuxBridge: 'Linux bridge',
  bond: 'bond',
  port: 'port',
  vlanLink: 'VLAN link',
  mirror: 'mirror',
  macvtap: 'macvtap',
  macvlan: 'macvlan',
  network: 'network',
  portgroup: 'portgroup',
}

/** What one edit does, in a few words: "Set VLANs of port vnet4". */
export function intentTitle(intent: Intent): string {
  switch (intent.kind) {
    case 'portVlan.set':
      return `Set VLANs of port ${intent.port}`
    case 'vlanLink.set':
      return `Set VLAN ${intent.vlanId} on ${intent.parent}`
    case 'address.set':
      return `Set addresses of ${intent.link}`
    case 'uplink.move':
      return `Move ${intent.nic} into ${intent.bridge}`
    case 'guestNic.attach':
      return `Attach a NIC to ${intent.guest}`
    case 'guestNic.move':
      return `Move a NIC of ${intent.guest}`
    case 'guestNic.detach':
      return `Detach a NIC from ${intent.guest}`
    case 'guestNic.setLink':
      return `Set the link of a NIC of ${intent.guest}`
    default:
      return `${isRemoval(intent.kind) ? 'Remove' : 'Set'} ${nounOf(intent.kind)} ${intent.name}`
  }
}

/** "Set OVS bridge ovsbr1 and 2 more". */
export function changeTitle(intents: readonly Intent[]): string {
  const [first, ...others] = intents
  if (first === undefined) return 'Nothing to do'
  return `${intentTitle(first)}${others.length === 0 ? '' : ` and ${others.length} more`}`
}

const isRemoval = (kind: IntentKind): boolean => kind.endsWith('.remove')
const nounOf = (kind: IntentKind): string => NOUNS[kind.split('.')[0] ?? ''] ?? kind
