import { bridgeExistence, ofBridges, withBridge } from './in-bridges'
import { replace } from './in-list'
import type { ObjectRecord } from './object-record'
import { none } from './object-record'

export const ovsFakeBridge: ObjectRecord<'ovs-fake-bridge'> = {
  owner: 'ovs-bridge',
  list: (state) => ofBridges(state, ({ fakeBridges }) => fakeBridges),
  write: (state, ref, value) =>
    withBridge(state, ref.owner, (bridge) => ({
      ...bridge,
      fakeBridges: replace(bridge.fakeBridges, ({ name }) => name, ref.name, value),
    })),
  canonicalConfig: ({ parent, vlanId }) => ({ parent, vlanId }),
  grounds: ['ovs'],
  groundsOfValue: none,
  groundsOfNames: ['ovs'],
  groundsOfChange: ({ before }) => (before === null ? [] : ['networks', 'guests']),
  groundsOfDrift: [],
  isReadAlone: false,
  definition: null,
  isManageable: () => false,
  guestMac: () => null,
  links: ({ name }) => [name],
  raw: () => ({}),
  causes: none,
  looseEnds: none,
  existence: bridgeExistence,
  checks: null,
  checksBeforeStoring: null,
  checksOfOurs: none,
  uplinkReason: () => null,
  managedLinks: none,
  notStored: () => null,
  asWanted: (_, wanted) => wanted,
  whyNotMade: () => null,
  fieldWords: { vlanId: 'VLAN' },
}
