/* What each kind of object is called, without schemas and records: the first paint shows it, and neither may come with it. */
import type { ObjectKind } from './object-ref'

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

export const KINDS: Readonly<Record<ObjectKind, KindWords>> = {
  link: { noun: 'link', afterBoot: 'gone' },
  route: {
    noun: 'route',
    callOf: (name) => name.replaceAll('|', ' ').replace(/\s+/g, ' ').trim(),
    afterBoot: 'as before',
  },
  'ovs-bridge': { noun: 'OVS bridge', afterBoot: 'stays' },
  'ovs-fake-bridge': { noun: 'fake bridge', afterBoot: 'stays' },
  'ovs-port': { noun: 'OVS port', isNamedWithOwner: true, afterBoot: 'stays' },
  'ovs-mirror': { noun: 'mirror', isNamedWithOwner: true, afterBoot: 'stays' },
  network: { noun: 'libvirt network', afterBoot: 'stays' },
  'guest-nic': { noun: 'guest NIC', afterBoot: 'stays' },
}
