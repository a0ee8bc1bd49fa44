import type { NetworkState } from '../model/network-state'
import { addKernelBonds, addOvsBonds } from './build/bonds'
import { annotateCarried } from './build/carried'
import { addControllers } from './build/controllers'
import { createGraphBuilder } from './graph/graph-builder'
import type { Graph } from './graph/graph'
import { addGuests } from './build/guests'
import { indexHost } from '../state/host-index'
import { addLinuxBridges } from './build/linux-bridges'
import { addMissingNetworks, addNetworks, joinNetworks } from './build/networks'
import { addFunctions } from './build/functions'
import { addNics } from './build/nics'
import { describeTrunks } from './build/openstack'
import { addOvsBridges } from './build/ovs-bridges'
import { addStacked } from './build/stacked'
import { addSwitches } from './build/switches'
import { addTaps } from './build/taps'
import { addTunnels } from './build/tunnels'
import { addUnrecognised } from './build/unrecognised'
import { addVlanLinks } from './build/vlan-links'

/**
 * A host's wiring as a graph: the way of a frame from the switch port to the guest. Pure and deterministic: nodes and edges
 * are sorted, ids are stable over readings, every edge has both its ends. Never throws: names that one source has and another
 * lacks give a node that says so, or no edge.
 */
export const buildGraph = (state: NetworkState): Graph => {
  const index = indexHost(state)
  const builder = createGraphBuilder((id, ref) => index.isManagementLink(ref) && !/^(guest|network|portgroup)/.test(id))
  addNics(builder, index)
  addKernelBonds(builder, index)
  addOvsBonds(builder, index)
  addVlanLinks(builder, index)
  addStacked(builder, index)
  addLinuxBridges(builder, index)
  addOvsBridges(builder, index)
  addTunnels(builder, index)
  addTaps(builder, index)
  addFunctions(builder, index)
  addNetworks(builder, index)
  addMissingNetworks(builder, index)
  addGuests(builder, index)
  addSwitches(builder, index)
  addControllers(builder, index)
  addUnrecognised(builder, index)
  joinNetworks(builder, index)
  describeTrunks(builder, index)
  return annotateCarried(builder.finish())
}
