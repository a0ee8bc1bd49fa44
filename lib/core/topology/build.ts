import type { NetworkState } from '../model/network-state'
import { addKernelBonds, addOvsBonds } from './bonds'
import { annotateCarried } from './carried'
import { addControllers } from './controllers'
import { createGraphBuilder } from './graph-builder'
import type { Graph } from './graph'
import { addGuests } from './guests'
import { indexHost } from '../state/host-index'
import { addLinuxBridges } from './linux-bridges'
import { addMissingNetworks, addNetworks, joinNetworks } from './networks'
import { addNics } from './nics'
import { describeTrunks } from './openstack'
import { addOvsBridges } from './ovs-bridges'
import { addSwitches } from './switches'
import { addTaps } from './taps'
import { addTunnels } from './tunnels'
import { addUnrecognised } from './unrecognised'
import { addVlanLinks } from './vlan-links'

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
  addLinuxBridges(builder, index)
  addOvsBridges(builder, index)
  addTunnels(builder, index)
  addTaps(builder, index)
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
