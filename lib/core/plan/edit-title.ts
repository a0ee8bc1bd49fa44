import type { IntentInput } from './intent'

/** An edit in a few words, as its author would say it: "Set VLANs of vnet4: access 125". */
export function editTitle(intent: IntentInput): string {
  switch (intent.kind) {
    case 'ovsBridge.set':
      return intent.fakeParent === undefined
        ? `OVS bridge ${intent.name}`
        : `Fake bridge ${intent.name}: VLAN ${intent.fakeParent.vlan} of ${intent.fakeParent.parent}`
    case 'ovsBridge.remove':
      return `Remove OVS bridge ${intent.name}`
    case 'linuxBridge.set':
      return `Linux bridge ${intent.name}`
    case 'linuxBridge.remove':
      return `Remove Linux bridge ${intent.name}`
    case 'bond.set':
      return `Bond ${intent.name}: ${intent.mode} of ${intent.members.join(', ')}`
    case 'bond.remove':
      return `Remove bond ${intent.name}`
    case 'port.set':
      return `Port ${intent.name} of ${intent.bridge}${intent.type === 'system' ? '' : `: ${intent.type}`}`
    case 'port.remove':
      return `Remove port ${intent.name} of ${intent.bridge}`
    case 'portVlan.set':
      return `VLANs of ${intent.port}: ${portVlanWords(intent)}`
    case 'vlanLink.set':
      return `VLAN link ${intent.name ?? `${intent.parent}.${intent.vlanId}`}: VLAN ${intent.vlanId} of ${intent.parent}`
    case 'vlanLink.remove':
      return `Remove VLAN link ${intent.name}`
    case 'mirror.set':
      return `Mirror ${intent.name} of ${intent.bridge}`
    case 'mirror.remove':
      return `Remove mirror ${intent.name} of ${intent.bridge}`
    case 'address.set':
      return `Addresses of ${intent.link}: ${intent.addresses.join(', ') || 'none'}`
    case 'uplink.move':
      return `Move uplink ${intent.nic} into ${intent.bridge}`
    case 'macvtap.set':
      return `macvtap ${intent.name} on ${intent.lower}: ${intent.mode}`
    case 'macvtap.remove':
      return `Remove macvtap ${intent.name}`
    case 'macvlan.set':
      return `macvlan ${intent.name} on ${intent.lower}`
    case 'macvlan.remove':
      return `Remove macvlan ${intent.name}`
    case 'network.set':
      return `Network ${intent.name}${intent.forward === undefined ? '' : `: ${intent.forward}`}${[intent.bridge, intent.dev].map((name) => (name === undefined ? '' : ` ${name}`)).join('')}`
    case 'network.remove':
      return `Remove network ${intent.name}`
    case 'portgroup.set':
      return `Portgroup ${intent.name} of ${intent.network}: ${vlanChoiceWords(intent.vlan)}`
    case 'portgroup.remove':
      return `Remove portgroup ${intent.name} of ${intent.network}`
    case 'guestNic.attach':
      return `New NIC for ${intent.guest} on ${targetWords(intent.target)}`
    case 'guestNic.move':
      return `Move ${intent.nic} of ${intent.guest} to ${targetWords(intent.target)}`
    case 'guestNic.detach':
      return `Remove ${intent.nic} of ${intent.guest}`
    case 'guestNic.setLink':
      return `Link of ${intent.nic} of ${intent.guest}: ${intent.state}`
  }
}

type Of<K extends IntentInput['kind']> = Extract<IntentInput, { kind: K }>

const listWords = (list: string | readonly number[] | undefined): string =>
  typeof list === 'string' ? list : (list ?? []).join(',')

function portVlanWords({ mode, tag, trunks }: Of<'portVlan.set'>): string {
  if (mode === 'trunk') return `trunk ${listWords(trunks)}`
  return [`${mode} ${tag ?? ''}`.trim(), trunks === undefined ? '' : `of ${listWords(trunks)}`]
    .filter(Boolean)
    .join(' ')
}

function vlanChoiceWords(vlan: Of<'portgroup.set'>['vlan']): string {
  if (vlan.mode === 'none') return 'no VLAN'
  if (vlan.mode === 'access') return `access ${vlan.tag}`
  return `trunk ${listWords(vlan.tags)}${vlan.nativeTag === undefined ? '' : `, native ${vlan.nativeTag}`}`
}

function targetWords(target: Of<'guestNic.attach'>['target']): string {
  if ('network' in target)
    return `${target.network}${target.portgroup === undefined ? '' : `, portgroup ${target.portgroup}`}`
  return 'bridge' in target ? `bridge ${target.bridge}` : `${target.dev} (${target.mode})`
}
