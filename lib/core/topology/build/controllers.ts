import type { GraphBuilder } from '../graph/graph-builder'
import { controllerHealth, healthy, verdict } from '../graph/health'
import type { HostIndex } from '../../state/host-index'
import { nodeId } from '../graph/ids'

/** Controllers are rows of the bridge they steer; managers steer the whole database and stand alone. */
export const addControllers = (builder: GraphBuilder, index: HostIndex): void => {
  for (const bridge of index.state.ovs?.bridges ?? [])
    for (const controller of bridge.controllers)
      builder.add({
        id: nodeId('controller', bridge.name, controller.target),
        kind: 'controller',
        name: controller.target,
        rank: 'bridge',
        parent: nodeId('ovs-bridge', bridge.name),
        lines: [
          controller.isConnected
            ? (controller.role ?? 'connected')
            : (controller.state ?? 'not connected').toLowerCase(),
        ],
        terms: ['controller', bridge.name],
        ...controllerHealth(bridge, controller.isConnected, controller.lastError),
      })
  for (const manager of index.state.ovs?.managers ?? [])
    builder.add({
      id: nodeId('controller', 'ovsdb', manager.target),
      kind: 'controller',
      name: manager.target,
      rank: 'bridge',
      lines: [manager.isConnected ? 'manager, connected' : 'manager, not connected'],
      terms: ['manager'],
      ...(manager.isConnected || manager.target.startsWith('p')
        ? healthy
        : verdict('warn', `OVSDB manager ${manager.target} is not connected`)),
    })
}
