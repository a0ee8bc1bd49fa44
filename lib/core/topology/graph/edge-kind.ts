import type { PortVlan } from '../../model/vlan'
import type { EdgeKind } from './graph'

/** One line for access, a double line for what may hold several VLANs. */
export const edgeKindOf = (vlan: PortVlan | null): EdgeKind =>
  vlan === null ? 'plain' : vlan.mode === 'access' || vlan.mode === 'dot1q-tunnel' ? 'access' : 'trunk'
