/* What must be known of each kind of object before schemas and records are loaded: the first paint shows it, and neither may come with it. */
import type { OvsBridge } from '../model/ovs'
import type { ObjectKind, ValueOf } from './object-ref'

type KindWords = {
  noun: string
  /** What people call it by, where its name is made for look-ups. */
  callOf?: (name: string) => string
  /** Whether its owner belongs to what it is, in a list: "mirror of br0". */
  isNamedWithOwner?: true
  /**
   * What a boot leaves of it. `stays`: Open vSwitch's database or libvirt stores it. `gone`, `as before`: the kernel forgets what was
   * made, or what was changed.
   */
  afterBoot: 'stays' | 'gone' | 'as before'
}

/** The list of a bridge that has the values of this kind, if there is one. */
type PartOf<K extends ObjectKind> = {
  [P in keyof OvsBridge]: OvsBridge[P] extends ValueOf<K>[] ? (ValueOf<K>[] extends OvsBridge[P] ? P : never) : never
}[keyof OvsBridge]
/** The lists of a bridge whose items are objects of their own. */
export type BridgePart = { [K in ObjectKind]: PartOf<K> }[ObjectKind]

type Within<K extends ObjectKind> = [PartOf<K>] extends [never] ? { within?: undefined } : { within: PartOf<K> }

export const KINDS: { readonly [K in ObjectKind]: KindWords & Within<K> } = {
  link: { noun: 'link', afterBoot: 'gone' },
  route: {
    noun: 'route',
    callOf: (name) => name.replaceAll('|', ' ').replace(/\s+/g, ' ').trim(),
    afterBoot: 'as before',
  },
  'ovs-bridge': { noun: 'OVS bridge', afterBoot: 'stays' },
  'ovs-fake-bridge': { noun: 'fake bridge', afterBoot: 'stays', within: 'fakeBridges' },
  'ovs-port': { noun: 'OVS port', isNamedWithOwner: true, afterBoot: 'stays', within: 'ports' },
  'ovs-mirror': { noun: 'mirror', isNamedWithOwner: true, afterBoot: 'stays', within: 'mirrors' },
  network: { noun: 'libvirt network', afterBoot: 'stays' },
  'guest-nic': { noun: 'guest NIC', afterBoot: 'stays' },
}
