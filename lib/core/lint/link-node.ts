import type { Link } from '../model/link'
import { deviceId } from '../topology/build/devices'
import type { HostIndex } from '../state/host-index'
import { nodeId } from '../topology/graph/ids'

/** The node that stands for a link; plumbing that is not drawn gets a name of its own. */
export const nodeOfLink = (index: HostIndex, link: Link): string =>
  deviceId(index, link.name) ?? nodeId('link', link.name)
