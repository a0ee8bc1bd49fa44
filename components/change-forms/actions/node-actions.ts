import type { NetworkState } from '@/lib/core/model/network-state'
import type { GraphNode } from '@/lib/core/topology/graph/graph'
import { indexHost } from '@/lib/core/state/host-index'
import {
  bondActions,
  fakeBridgeActions,
  guestActions,
  guestNicActions,
  linuxBridgeActions,
  macvtapActions,
  networkActions,
  nicActions,
  ovsBridgeActions,
  portActions,
  portgroupActions,
  vlanLinkActions,
} from './object-actions'
import type { ObjectAction } from './object-actions'

/** What can be done with what a node of the graph stands for. */
export function nodeActions(state: NetworkState, node: GraphNode): ObjectAction[] {
  if (node.folds.length > 0) return []
  const { name } = node
  switch (node.kind) {
    case 'nic':
    case 'link':
      return indexHost(state).link(name) !== undefined ? nicActions(state, name) : []
    case 'bond':
      return bondActions(state, name)
    case 'vlan-link':
      return indexHost(state).link(name)?.vlan != null ? vlanLinkActions(state, name) : []
    case 'linux-bridge':
      return indexHost(state).link(name) !== undefined ? linuxBridgeActions(state, name) : []
    case 'ovs-bridge':
      return ovsBridgeActions(name)
    case 'fake-bridge':
      return fakeBridgeActions(name)
    case 'bridge-port':
    case 'tap':
    case 'veth':
    case 'representor':
      return portActions(state, name)
    case 'macvtap':
    case 'macvlan':
      return macvtapActions(state, name, node.kind)
    case 'network':
      return networkActions(state, name)
    case 'portgroup':
      return portgroupActions(node.ref, name)
    case 'guest':
      return guestActions(state, name)
    case 'guest-nic': {
      const guest = indexHost(state).guest(node.ref)
      return guest === undefined ? [] : guestNicActions(state, guest.name, name)
    }
    case 'vf':
    case 'switch':
    case 'switch-port':
    case 'tunnel':
    case 'tunnel-remote':
    case 'controller':
    case 'unrecognised':
      return []
  }
}
