/* What edits are called. Browsers have this where they have no schemas: nothing but types is imported. */
import type { EachIntentInput, IntentInputOf, IntentKind } from './intent'

/** An edit in a few words, as its author would say it: "Set VLANs of vnet4: access 125". */
export const editTitle = <K extends IntentKind>(intent: EachIntentInput<K>): string =>
  // Staged edits that another version of the console left may hold kinds that are not ours.
  TITLES[intent.kind]?.(intent) ?? intent.kind

export const TITLES: { readonly [K in IntentKind]: (intent: IntentInputOf<K>) => string } = {
  'ovsBridge.set': (intent) =>
    intent.fakeParent === undefined
      ? `OVS bridge ${intent.name}`
      : `Fake bridge ${intent.name}: VLAN ${intent.fakeParent.vlan} of ${intent.fakeParent.parent}`,
  'ovsBridge.remove': (intent) => `Remove OVS bridge ${intent.name}`,
  'linuxBridge.set': (intent) => `Linux bridge ${intent.name}`,
  'linuxBridge.remove': (intent) => `Remove Linux bridge ${intent.name}`,
  'bond.set': (intent) => `Bond ${intent.name}: ${intent.mode} of ${intent.members.join(', ')}`,
  'bond.remove': (intent) => `Remove bond ${intent.name}`,
  'port.set': (intent) =>
    `Port ${intent.name} of ${intent.bridge}${intent.type === 'system' ? '' : `: ${intent.type}`}`,
  'port.remove': (intent) => `Remove port ${intent.name} of ${intent.bridge}`,
  'portVlan.set': (intent) => `VLANs of ${intent.port}: ${portVlanWords(intent)}`,
  'vlanLink.set': (intent) =>
    `VLAN link ${intent.name ?? `${intent.parent}.${intent.vlanId}`}: VLAN ${intent.vlanId} of ${intent.parent}`,
  'vlanLink.remove': (intent) => `Remove VLAN link ${intent.name}`,
  'mirror.set': (intent) => `Mirror ${intent.name} of ${intent.bridge}`,
  'mirror.remove': (intent) => `Remove mirror ${intent.name} of ${intent.bridge}`,
  'address.set': (intent) => `Addresses of ${intent.link}: ${intent.addresses.join(', ') || 'none'}`,
  'uplink.move': (intent) => `Move uplink ${intent.nic} into ${intent.bridge}`,
  'macvtap.set': (intent) => `macvtap ${intent.name} on ${intent.lower}: ${intent.mode}`,
  'macvtap.remove': (intent) => `Remove macvtap ${intent.name}`,
  'macvlan.set': (intent) => `macvlan ${intent.name} on ${intent.lower}`,
  'macvlan.remove': (intent) => `Remove macvlan ${intent.name}`,
  'network.set': (intent) =>
    `Network ${intent.name}${intent.forward === undefined ? '' : `: ${intent.forward}`}${[intent.bridge, intent.dev].map((name) => (name === undefined ? '' : ` ${name}`)).join('')}`,
  'network.remove': (intent) => `Remove network ${intent.name}`,
  'portgroup.set': (intent) => `Portgroup ${intent.name} of ${intent.network}: ${vlanChoiceWords(intent.vlan)}`,
  'portgroup.remove': (intent) => `Remove portgroup ${intent.name} of ${intent.network}`,
  'guestNic.attach': (intent) => `New NIC for ${intent.guest} on ${targetWords(intent.target)}`,
  'guestNic.move': (intent) => `Move ${intent.nic} of ${intent.guest} to ${targetWords(intent.target)}`,
  'guestNic.detach': (intent) => `Remove ${intent.nic} of ${intent.guest}`,
  'guestNic.setLink': (intent) => `Link of ${intent.nic} of ${intent.guest}: ${intent.state}`,
}

const listWords = (list: string | readonly number[] | undefined): string =>
  typeof list === 'string' ? list : (list ?? []).join(',')

function portVlanWords({ mode, tag, trunks }: IntentInputOf<'portVlan.set'>): string {
  if (mode === 'trunk') return `trunk ${listWords(trunks)}`
  return [`${mode} ${tag ?? ''}`.trim(), trunks === undefined ? '' : `of ${listWords(trunks)}`]
    .filter(Boolean)
    .join(' ')
}

function vlanChoiceWords(vlan: IntentInputOf<'portgroup.set'>['vlan']): string {
  if (vlan.mode === 'none') return 'no VLAN'
  if (vlan.mode === 'access') return `access ${vlan.tag}`
  return `trunk ${listWords(vlan.tags)}${vlan.nativeTag === undefined ? '' : `, native ${vlan.nativeTag}`}`
}

function targetWords(target: IntentInputOf<'guestNic.attach'>['target']): string {
  if ('network' in target)
    return `${target.network}${target.portgroup === undefined ? '' : `, portgroup ${target.portgroup}`}`
  return 'bridge' in target ? `bridge ${target.bridge}` : `${target.dev} (${target.mode})`
}
