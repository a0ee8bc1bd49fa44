// For tests only: random edits of libvirt's networks and guests, mostly ones that fit a host with the names below.
import fc from 'fast-check'
import type { IntentInput, IntentKind } from '../../intents/intent'
import { intent, kind, maybe, one, oneOf, SWITCH_EDITS, switchIntent } from './intents'
import type { Generators } from './intents'

const GUESTS = ['web1', 'db1', 'old1', 'off1'] as const
const GUEST_MACS = ['52:54:00:aa:00:01', '52:54:00:aa:00:02', '52:54:00:aa:00:03', '52:54:00:aa:00:04'] as const
const NEW_MACS = ['52:54:00:bb:00:01', '52:54:00:bb:00:02'] as const

const network = one('ovs-net', 'br-net', 'net3')
const portgroup = one('p1', 'p2', 'p3')
const guest = one(...GUESTS)
const nic = fc.oneof(one('net0'), one(...GUEST_MACS, ...NEW_MACS))
const scope = maybe(one('running', 'stored', 'both'))
const vlan = fc.integer({ min: 1, max: 12 })
const vlans = fc.uniqueArray(vlan, { minLength: 1, maxLength: 4 })

const vlanChoice = fc.oneof(
  fc.constant({ mode: 'none' }),
  vlan.map((tag) => ({ mode: 'access', tag })),
  vlans.map((tags) => ({ mode: 'trunk', tags })),
  fc
    .tuple(vlans, one('tagged', 'untagged'))
    .map(([tags, nativeMode]) => ({ mode: 'trunk', tags, nativeTag: tags[0], nativeMode })),
)

const target = fc.oneof(
  fc.record({ network, portgroup: fc.option(portgroup, { nil: undefined }) }, { requiredKeys: ['network'] }),
  fc.record({ bridge: one('ovsbr1', 'ovsbr2', 'br1'), vlan: fc.option(vlanChoice, { nil: undefined }) }),
  fc.record({ dev: one('eth4', 'bond0'), mode: one('vepa', 'bridge', 'private') }),
)

const LIBVIRT_EDITS = {
  'network.set': [
    intent({
      kind: kind('network.set'),
      name: network,
      forward: one('bridge'),
      bridge: one('ovsbr1', 'ovsbr2', 'br1', 'fake1'),
      autostart: maybe(fc.boolean()),
      active: maybe(fc.boolean()),
    }),
    intent({ kind: kind('network.set'), name: network, forward: one('vepa', 'private'), dev: one('eth4', 'bond0') }),
    intent({ kind: kind('network.set'), name: network, forward: one('nat'), address: one('192.168.77.1/24') }),
    intent({
      kind: kind('network.set'),
      name: network,
      forward: one('none'),
      address: maybe(one('192.168.78.1/24', null)),
    }),
  ],
  'network.remove': [intent({ kind: kind('network.remove'), name: network })],
  'portgroup.set': [
    intent({
      kind: kind('portgroup.set'),
      network,
      name: portgroup,
      isDefault: maybe(fc.boolean()),
      vlan: vlanChoice,
      updatesRunning: maybe(fc.boolean()),
    }),
  ],
  'portgroup.remove': [intent({ kind: kind('portgroup.remove'), network, name: portgroup })],
  'guestNic.attach': [intent({ kind: kind('guestNic.attach'), guest, mac: maybe(one(...NEW_MACS)), target, scope })],
  'guestNic.move': [
    intent({
      kind: kind('guestNic.move'),
      guest,
      nic,
      target,
      scope,
      how: maybe(one('auto', 'replug', 'power cycle')),
    }),
  ],
  'guestNic.detach': [intent({ kind: kind('guestNic.detach'), guest, nic, scope })],
  'guestNic.setLink': [intent({ kind: kind('guestNic.setLink'), guest, nic, state: one('up', 'down'), scope })],
} satisfies Partial<Generators<IntentKind>>

/** Every kind of edit. */
export const GENERATORS: Generators<IntentKind> = { ...SWITCH_EDITS, ...LIBVIRT_EDITS }

/** Edits of everything: switches and libvirt, in equal parts. */
export const anyIntents = (maxLength: number): fc.Arbitrary<IntentInput[]> =>
  fc.array(fc.oneof(switchIntent, oneOf(LIBVIRT_EDITS)), { minLength: 1, maxLength })
