import { ofBridges, withBridge } from './in-bridges'
import { replace } from './in-list'
import type { ObjectRecord } from './object-record'

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
}
