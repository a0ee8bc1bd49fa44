import { is, presence } from './check'
import { ofBridges, withBridge } from './in-bridges'
import { replace } from './in-list'
import type { DanglingReference, ObjectRecord } from './object-record'
import { none } from './object-record'

export const ovsMirror: ObjectRecord<'ovs-mirror'> = {
  owner: 'ovs-bridge',
  list: (state) => ofBridges(state, ({ mirrors }) => mirrors),
  write: (state, ref, value) =>
    withBridge(state, ref.owner, (bridge) => ({
      ...bridge,
      mirrors: replace(bridge.mirrors, ({ name }) => name, ref.name, value),
    })),
  canonicalConfig: (mirror) => ({
    selectsAll: mirror.selectsAll,
    sourcePorts: mirror.sourcePorts,
    destinationPorts: mirror.destinationPorts,
    selectVlans: mirror.selectVlans,
    outputPort: mirror.outputPort,
    outputVlan: mirror.outputVlan,
  }),
  grounds: ['ovs'],
  groundsOfValue: none,
  groundsOfNames: ['ovs'],
  // What it is put out by takes no other frames: our own way must not lead there.
  groundsOfChange: ({ after }) => (after === null ? [] : ['links', 'management']),
  groundsOfDrift: [],
  isReadAlone: false,
  definition: null,
  isManageable: () => true,
  guestMac: () => null,
  links: none,
  raw: () => ({}),
  causes: none,
  looseEnds: ({ ovs }) =>
    (ovs?.bridges ?? []).flatMap((bridge) =>
      bridge.mirrors.flatMap((mirror): DanglingReference[] =>
        [...mirror.sourcePorts, ...mirror.destinationPorts, ...(mirror.outputPort === null ? [] : [mirror.outputPort])]
          .filter((name) => !bridge.ports.some((port) => port.name === name))
          .map((name) => ({
            ref: { kind: 'ovs-mirror', owner: bridge.name, name: mirror.name },
            what: name,
            message: `mirror ${mirror.name} of ${bridge.name} needs port ${name}, which would not be there`,
          })),
      ),
    ),
  existence(object, isWanted) {
    const row = `name=${JSON.stringify(object.name)}`
    const argv = ['ovs-vsctl', '--timeout=8', '--bare', '--columns=name', 'find', 'Mirror', row]
    return [presence(object, isWanted, argv, is(isWanted ? object.name : ''))]
  },
  checks: null,
  checksBeforeStoring: null,
  checksOfOurs: none,
  uplinkReason: () => null,
  managedLinks: none,
  notStored: () => null,
  asWanted: (_, wanted) => wanted,
  whyNotMade: () => null,
  fieldWords: {
    selectsAll: 'selects all',
    sourcePorts: 'source ports',
    destinationPorts: 'destination ports',
    selectVlans: 'selected VLANs',
    outputPort: 'output port',
    outputVlan: 'output VLAN',
  },
}
