import { z } from 'zod'
import { NetworkState, SourceId } from '../core/model/network-state'
import { Graph } from '../core/topology/graph/graph'
import { HostStatus } from './hosts'

/** `version` grows by one with each reading that differs; `isStale` while the host does not answer. */
export const HostStateResponse = z.object({
  version: z.int(),
  status: HostStatus,
  readAt: z.iso.datetime(),
  state: NetworkState,
})
export type HostStateResponse = z.infer<typeof HostStateResponse>

export const TopologyResponse = Graph.extend({ version: z.int(), status: HostStatus, readAt: z.iso.datetime() })
export type TopologyResponse = z.infer<typeof TopologyResponse>

/** `unanswered`: what the host has not said anew though it was waited for; what is known of it is older, or nothing. */
export const RefreshResponse = z.object({
  version: z.int(),
  readAt: z.iso.datetime(),
  unanswered: z.array(SourceId),
})
export type RefreshResponse = z.infer<typeof RefreshResponse>
