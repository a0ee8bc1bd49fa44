// For tests only: random edits, mostly ones that fit a host with the names below.
import fc from 'fast-check'
import type { IntentInput, IntentKind } from '../../intents/intent'

export const NICS = ['eth2', 'eth3', 'eth4', 'eth5'] as const
const OVS_BRIDGES = ['ovsbr1', 'ovsbr2'] as const
const LINUX_BRIDGES = ['br1', 'br2'] as const

export const one = <T extends string | null>(...names: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...names)
const nic = one(...NICS)
const ovs = one(...OVS_BRIDGES)
const linux = one(...LINUX_BRIDGES)
const vlan = fc.integer({ min: 1, max: 12 })
const vlans = fc.uniqueArray(vlan, { minLength: 1, maxLength: 4 })
const members = fc.uniqueArray(nic, { minLength: 2, maxLength: 3 })
export const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined })
const internal = one('int1', 'int2')

/** Optional keys that came out undefined are left out, as a form leaves them out. */
export const intent = (model: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<IntentInput> =>
  fc
    .record(model)
    // Built from the very fields of an intent: parseIntents has the last word.
    .map(
      (fields) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as IntentInput,
    )
export const kind = (name: IntentKind): fc.Arbitrary<string> => fc.constant(name)

const portVlan = (bridge: fc.Arbitrary<string>, port: fc.Arbitrary<string>): fc.Arbitrary<IntentInput> =>
  fc.oneof(
    intent({ kind: kind('portVlan.set'), bridge, port, mode: one('access'), tag: vlan }),
    intent({
      kind: kind('portVlan.set'),
      bridge,
      port,
      mode: one('trunk'),
      trunks: fc.oneof(vlans, fc.constant('all')),
    }),
    intent({
      kind: kind('portVlan.set'),
      bridge,
      port,
      mode: one('native-tagged', 'native-untagged'),
      tag: vlan,
      trunks: vlans,
    }),
  )

/** For each kind at least one generator; each is as likely as any other. */
export type Generators<K extends IntentKind> = {
  readonly [P in K]: readonly [fc.Arbitrary<IntentInput>, ...fc.Arbitrary<IntentInput>[]]
}
export const oneOf = <K extends IntentKind>(generators: Generators<K>): fc.Arbitrary<IntentInput> =>
  fc.oneof(...Object.values<readonly fc.Arbitrary<IntentInput>[]>(generators).flat())

/** Edits of bridges, bonds, ports, VLANs and links: no guests, nothing of libvirt. */
export const SWITCH_EDITS = {
  'ovsBridge.set': [
    intent({
      kind: kind('ovsBridge.set'),
      name: ovs,
      failMode: maybe(one('standalone', 'secure', 'default')),
      controllers: maybe(fc.constantFrom([], ['tcp:192.0.2.5:6633'])),
      rstp: maybe(fc.boolean()),
    }),
    intent({ kind: kind('ovsBridge.set'), name: one('fake1'), fakeParent: fc.record({ parent: ovs, vlan }) }),
  ],
  'ovsBridge.remove': [intent({ kind: kind('ovsBridge.remove'), name: ovs })],
  'linuxBridge.set': [
    intent({
      kind: kind('linuxBridge.set'),
      name: linux,
      vlanFiltering: maybe(fc.boolean()),
      stp: maybe(fc.boolean()),
      ports: maybe(fc.uniqueArray(one(...NICS, 'bond0', 'eth5.7'), { maxLength: 2 })),
      takesMembers: fc.boolean(),
    }),
  ],
  'linuxBridge.remove': [intent({ kind: kind('linuxBridge.remove'), name: linux })],
  'bond.set': [
    intent({
      kind: kind('bond.set'),
      bondKind: one('ovs'),
      bridge: ovs,
      name: one('obond'),
      members,
      mode: one('active-backup', 'balance-slb', 'balance-tcp'),
      lacp: one('off', 'active', 'passive'),
      fallbackActiveBackup: maybe(fc.boolean()),
      detectMode: maybe(fc.constantFrom('carrier', 'miimon', null)),
      primary: maybe(fc.constantFrom('eth2', null)),
      takesMembers: fc.boolean(),
    }),
    intent({
      kind: kind('bond.set'),
      bondKind: one('linux'),
      name: one('bond0'),
      members,
      mode: one('active-backup', '802.3ad', 'balance-xor'),
      primary: maybe(fc.constantFrom('eth2', null)),
      bridge: maybe(fc.oneof(ovs, linux)),
      takesMembers: fc.boolean(),
    }),
  ],
  'bond.remove': [intent({ kind: kind('bond.remove'), name: one('bond0', 'obond') })],
  'port.set': [
    intent({
      kind: kind('port.set'),
      bridge: fc.oneof(ovs, linux),
      name: one(...NICS, 'bond0'),
      type: one('system'),
      takesMembers: fc.boolean(),
    }),
    intent({ kind: kind('port.set'), bridge: fc.oneof(ovs, one('fake1')), name: internal, type: one('internal') }),
    intent({
      kind: kind('port.set'),
      bridge: ovs,
      name: one('vx1'),
      type: one('vxlan', 'geneve'),
      options: fc.record({ remote_ip: one('192.0.2.7', '2001:db8::7', 'flow'), key: one('7', 'flow', null) }),
    }),
  ],
  'port.remove': [
    intent({ kind: kind('port.remove'), bridge: fc.oneof(ovs, linux), name: fc.oneof(nic, internal, one('vx1')) }),
  ],
  'portVlan.set': [
    portVlan(ovs, one('int1', 'int2', 'obond', 'eth2', 'ovsbr1')),
    portVlan(linux, one(...NICS, 'bond0', 'br1')),
  ],
  'vlanLink.set': [
    intent({ kind: kind('vlanLink.set'), parent: one('eth5', 'bond0', 'br1', 'int1'), vlanId: fc.constantFrom(7, 8) }),
  ],
  'vlanLink.remove': [intent({ kind: kind('vlanLink.remove'), name: one('eth5.7', 'bond0.7') })],
  'macvtap.set': [
    intent({
      kind: kind('macvtap.set'),
      name: one('mv1'),
      lower: one('eth4', 'bond0', 'eth5.7'),
      mode: one('vepa', 'bridge', 'private'),
    }),
  ],
  'macvtap.remove': [intent({ kind: kind('macvtap.remove'), name: one('mv1') })],
  'macvlan.set': [intent({ kind: kind('macvlan.set'), name: one('mvl1'), lower: one('eth4', 'bond0') })],
  'macvlan.remove': [intent({ kind: kind('macvlan.remove'), name: one('mvl1') })],
  'mirror.set': [
    intent({
      kind: kind('mirror.set'),
      bridge: ovs,
      name: one('m1'),
      selectAll: fc.boolean(),
      sourcePorts: fc.subarray(['int1', 'vx1']),
      outputPort: one('int2'),
    }),
  ],
  'mirror.remove': [intent({ kind: kind('mirror.remove'), bridge: ovs, name: one('m1') })],
  'address.set': [
    intent({
      kind: kind('address.set'),
      link: one('eth4', 'br1', 'int1', 'eth5.7', 'ovsbr1'),
      addresses: fc.subarray(['10.7.0.1/24', '10.7.0.2/24', '10.8.0.1/24', '2001:db8:7::1/64']),
      gateway: maybe(fc.constantFrom('10.9.0.1', null)),
    }),
  ],
  'uplink.move': [
    intent({
      kind: kind('uplink.move'),
      nic: one('eth0', 'eth4'),
      bridge: fc.oneof(ovs, linux),
      internalPort: maybe(one('int2')),
    }),
  ],
} satisfies Partial<Generators<IntentKind>>

export const switchIntent = oneOf(SWITCH_EDITS)

export const switchIntents = (maxLength: number): fc.Arbitrary<IntentInput[]> =>
  fc.array(switchIntent, { minLength: 1, maxLength })
