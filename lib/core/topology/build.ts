import type { NetworkState } from '../model/network-state'
import { addKernelBonds, addOvsBonds } from './bonds'
import { annotateCarried } from './carried'
import { addControllers } from './controllers'
import { createDraft } from './draft'
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
  const draft = createDraft((id, ref) => index.isManagementLink(ref) && !/^(guest|network|portgroup)/.test(id))
  addNics(draft, index)
  addKernelBonds(draft, index)
  addOvsBonds(draft, index)
  addVlanLinks(draft, index)
  addLinuxBridges(draft, index)
  addOvsBridges(draft, index)
  addTunnels(draft, index)
  addTaps(draft, index)
  addNetworks(draft, index)
  addMissingNetworks(draft, index)
  addGuests(draft, index)
  addSwitches(draft, index)
  addControllers(draft, index)
  addUnrecognised(draft, index)
  joinNetworks(draft, index)
  describeTrunks(draft, index)
  return annotateCarried(draft.finish())
}
