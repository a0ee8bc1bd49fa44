import * as make from '../../topology/testing/fixtures'
import type { ChangeOf, ObjectChange, ObjectKind, ValueOf } from '../object-ref'
import { OBJECTS } from '../table'

const MAC = '52:54:00:00:00:01'
/** A host with one of each kind. */
export const STATE = make.hostState({
  links: [
    make.nic('eth0', { addresses: [make.address('192.0.2.10/24')] }),
    make.nic('eth1'),
    make.nic('eth2'),
    make.vlanLink('eth1.7', 'eth1', 7),
    make.tap('vnet0', null, { mac: MAC }),
    make.link('ovsbr1', 'ovs-internal'),
    make.link('ovsbr1-v5', 'ovs-internal'),
  ],
  routes: [make.route({ family: 'inet', destination: 'default', gateway: '192.0.2.1', link: 'eth0' })],
  bridges: [
    make.ovsBridge(
      'ovsbr1',
      [
        make.ovsPort('eth2', make.trunk(5, 6)),
        make.internalPort('ovsbr1-v5', make.access(5)),
        make.ovsPort('vnet0', make.access(5), { iface: { externalIds: { 'attached-mac': MAC } } }),
      ],
      {
        fakeBridges: [{ name: 'ovsbr1-v5', parent: 'ovsbr1', vlanId: 5, ports: [] }],
        mirrors: [
          {
            ...{ name: 'm0', bridge: 'ovsbr1', selectsAll: false, sourcePorts: ['vnet0'], destinationPorts: [] },
            ...{ selectVlans: [], outputPort: 'eth2', outputVlan: null },
          },
        ],
      },
    ),
  ],
  networks: [make.network('lab', { bridge: 'ovsbr1' })],
  guests: [make.guest('web1', [make.guestNic('net0', MAC, make.onNetwork('lab'), 'vnet0')])],
})

/** One of each kind, with one setting set otherwise. */
const EXAMPLES: { [K in ObjectKind]: { owner?: string; name: string; edit: (value: ValueOf<K>) => ValueOf<K> } } = {
  link: { name: 'eth1.7', edit: (value) => ({ ...value, isUp: false }) },
  route: { name: 'main|inet|default|0|eth0|192.0.2.1', edit: (value) => ({ ...value, preferredSource: '192.0.2.10' }) },
  'ovs-bridge': { name: 'ovsbr1', edit: (value) => ({ ...value, isStpEnabled: true }) },
  'ovs-fake-bridge': { owner: 'ovsbr1', name: 'ovsbr1-v5', edit: (value) => ({ ...value, vlanId: 6 }) },
  'ovs-port': { owner: 'ovsbr1', name: 'eth2', edit: (value) => ({ ...value, vlan: make.access(5) }) },
  'ovs-mirror': { owner: 'ovsbr1', name: 'm0', edit: (value) => ({ ...value, selectVlans: [5] }) },
  network: { name: 'lab', edit: (value) => ({ ...value, isAutostart: false }) },
  'guest-nic': {
    ...{ owner: 'uuid-web1', name: MAC },
    edit: (value) => ({ ...value, stored: value.stored && { ...value.stored, linkState: 'down' } }),
  },
}

function exampleOf<K extends ObjectKind>(kind: K): { edit: ChangeOf<K>; removal: ChangeOf<K> } {
  const { owner = null, name, edit } = EXAMPLES[kind]
  const found = OBJECTS[kind].list(STATE, []).find((each) => each.name === name && each.owner === owner)
  if (found === undefined) throw new Error(`there is no ${kind} ${name}: nothing is listed of its kind`)
  const { value } = found
  return {
    edit: { kind, owner, name, before: value, after: edit(value) },
    removal: { kind, owner, name, before: value, after: null },
  }
}
/** The example of a kind as it is set otherwise, and as it is removed; without knowing of which kind: as those who read the table have it. */
export const changesOf = (kind: ObjectKind): { edit: ObjectChange; removal: ObjectChange } => exampleOf(kind)
