import { z } from 'zod'
import type { NetworkState } from '../model/network-state'
import { Intent } from '../intents/intent'

export const RuleId = z.enum(['L01', 'L02', 'L03', 'L06', 'L07', 'L08', 'L13', 'L15', 'L17', 'L19', 'L26'])
export type RuleId = z.infer<typeof RuleId>

/** Something about a host's wiring that is wrong or soon will be. Found in what is, or in what a plan would make. */
export const Finding = z.object({
  rule: RuleId,
  severity: z.enum(['error', 'warning', 'info']),
  /** The node of the graph that it is about (see topology/ids). */
  nodeId: z.string(),
  /** The same finding in another reading has the same key: rule, object and what exactly. */
  key: z.string(),
  title: z.string(),
  /** The facts it rests on, as the host said them. */
  evidence: z.array(z.string()),
  consequence: z.string(),
  cure: z.string(),
  /** The cure as edits that can be staged; none where people must choose. */
  edits: z.array(Intent).default([]),
})
export type Finding = z.infer<typeof Finding>

export type Rule = (state: NetworkState) => Finding[]

/** A finding with its key made from rule and node; `detail` where one node can have several. */
export const finding = (
  parts: Omit<Finding, 'key' | 'edits'> & Partial<Pick<Finding, 'edits'>>,
  detail = '',
): Finding => ({
  edits: [],
  ...parts,
  key: `${parts.rule} ${parts.nodeId}${detail === '' ? '' : ` ${detail}`}`,
})
