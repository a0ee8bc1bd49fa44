import type { SourceId } from '../../model/network-state'
import type { GraphBuilder } from '../graph/graph-builder'
import type { Rank } from '../graph/graph'
import { verdict } from '../graph/health'
import type { HostIndex } from '../../state/host-index'
import { nodeId } from '../graph/ids'

const NEAREST: Record<SourceId, Rank> = {
  system: 'nic',
  links: 'nic',
  lldp: 'switch',
  ovs: 'bridge',
  networks: 'network',
  guests: 'guest',
  processes: 'guest',
}

/** What the host said and we did not understand is drawn in the rank nearest to it, never dropped. */
export const addUnrecognised = (builder: GraphBuilder, index: HostIndex): void => {
  index.state.unrecognised.forEach((each, position) => {
    const name = each.name ?? each.what
    // A link of an unknown kind has its own node already.
    if (builder.has(nodeId('unrecognised', name)) || (each.source === 'links' && index.link(name))) return
    builder.add({
      id: nodeId('unrecognised', each.source, name, String(position)),
      kind: 'unrecognised',
      name,
      rank: NEAREST[each.source],
      lines: [each.what],
      ...verdict('unknown', `${each.what}: Patchbay does not know this`),
    })
  })
}
