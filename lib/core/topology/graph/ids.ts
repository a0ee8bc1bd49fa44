import type { NodeKind } from './graph'

const SPECIAL = /[%/]|--/

/** Names may hold any byte but "/" in the kernel, and even that in Open vSwitch: keep the separators ours. */
const safe = (part: string) =>
  !SPECIAL.test(part) ? part : part.replaceAll('%', '%25').replaceAll('/', '%2F').replaceAll('--', '-%2D')

/** "<kind>:<owner>/<name>", stable over readings. */
export const nodeId = (kind: NodeKind, ...parts: string[]): string => `${kind}:${parts.map(safe).join('/')}`

export const edgeId = (from: string, to: string): string => `${from}--${to}`
