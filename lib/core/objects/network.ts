import type { Portgroup } from '../model/libvirt'
import { byText } from '../observe/in-order'
import { isLibvirtBridge } from '../state/ownership'
import { vlanOfLibvirt } from '../vlan/libvirt'
import { vlanKey } from '../vlan/same'
import type { Check } from './check'
import { check, has, presence, succeeds } from './check'
import { replace } from './in-list'
import { bridgeNames } from './in-bridges'
import type { ObjectRef } from './object-ref'
import type { DanglingReference, ObjectRecord } from './object-record'
import { none } from './object-record'

const existence = (object: ObjectRef, isWanted: boolean): Check[] => [
  presence(object, isWanted, ['virsh', 'net-info', object.name], succeeds(isWanted)),
]

/** A network that is stored is there also when it does not run. */
const activityCheck = (name: string, isActive: boolean): Check =>
  check(
    `network ${name} ${isActive ? 'runs' : 'does not run'}`,
    ['virsh', 'net-info', name],
    // As `net-info` sets its columns (virsh-network.c).
    has(`Active:         ${isActive ? 'yes' : 'no'}`),
  )

export const network: ObjectRecord<'network'> = {
  owner: null,
  list: ({ libvirt }) => (libvirt?.networks ?? []).map((value) => ({ owner: null, name: value.name, value })),
  write: (state, ref, value) => {
    if (state.libvirt === null) return state
    const networks = replace(state.libvirt.networks, ({ name }) => name, ref.name, value)
    return { ...state, libvirt: { ...state.libvirt, networks } }
  },
  canonicalConfig: (network) => ({
    active: network.isActive,
    autostart: network.isAutostart,
    persistent: network.isPersistent,
    forwardMode: network.forwardMode,
    forwardDevices: [...network.forwardDevices].sort(),
    // A network with a bridge of libvirt's own gets its name when it starts.
    ...(network.forwardMode === 'bridge' && { bridge: network.bridge }),
    virtualPort: network.virtualPort,
    vlan: vlanKey(vlanOfLibvirt(network.vlan)),
    addresses: network.addresses.map(({ cidr }) => cidr),
    ...Object.fromEntries(
      network.portgroups
        .map((group) => [`portgroup ${group.name}`, portgroupWords(group)] as const)
        .sort(byText(nameOf)),
    ),
    differsFromStored: network.differsFromStored,
  }),
  grounds: ['networks'],
  groundsOfValue: none,
  groundsOfNames: ['links', 'ovs'],
  // A bridge of libvirt's own goes with it, and what it carries.
  groundsOfChange: ({ before }) =>
    before === null ? [] : before.isActive && isLibvirtBridge(before) ? ['guests', 'links', 'management'] : ['guests'],
  groundsOfDrift: [],
  isReadAlone: true,
  definition: ({ name }) => ({ kind: 'network', owner: name }),
  isManageable: () => true,
  guestMac: () => null,
  links: ({ before, after }) => [before, after].flatMap((value) => value?.bridge ?? []),
  raw: ({ name }) => ({ networks: [name] }),
  causes: none,
  looseEnds: (state) => {
    const bridges = bridgeNames(state)
    return (state.libvirt?.networks ?? []).flatMap(({ name, forwardMode, bridge }): DanglingReference[] =>
      forwardMode !== 'bridge' || bridge === null || bridges.has(bridge)
        ? []
        : [
            {
              ref: { kind: 'network', owner: null, name },
              what: bridge,
              message: `network ${name} plugs guests into ${bridge}, which would not be there`,
            },
          ],
    )
  },
  existence,
  checks: (change, side) => {
    const value = change[side]
    return value === null ? existence(change, false) : [activityCheck(change.name, value.isActive)]
  },
  checksBeforeStoring: ({ name, before, after }) => {
    const isActive = after?.isActive === true
    // Not running, and not stored yet: nothing is there of it.
    return !isActive && before === null ? [] : [activityCheck(name, isActive)]
  },
  checksOfOurs: none,
  uplinkReason: null,
  managedLinks: none,
  notStored: () => null,
  asWanted: (_, wanted) => wanted,
  whyNotMade: () => null,
  fieldWords: {
    autostart: 'start at boot',
    forwardMode: 'forward mode',
    forwardDevices: 'forward links',
    virtualPort: 'virtualport',
    differsFromStored: 'differs from its stored definition',
  },
}

const nameOf = ([name]: readonly [string, string]): string => name

const portgroupWords = ({ vlan, isDefault, virtualPort, isTrustGuestRxFilters }: Portgroup): string =>
  [
    vlanKey(vlanOfLibvirt(vlan)),
    ...(isDefault ? ['default'] : []),
    ...(virtualPort === null ? [] : [`virtualport ${virtualPort}`]),
    ...(isTrustGuestRxFilters ? ['trusts guest filters'] : []),
  ].join(', ')
