import type { IntentInput } from '@/lib/core/intents/intent'
import type { StagedEdits } from './staged-edits'
import { addEdit, replaceEdit } from './staged-edits'

type VlanEdit = Extract<IntentInput, { kind: 'portVlan.set' }>

/**
 * Stages what would cure a finding. Cures of several findings about one uplink add up: each is made for the host as it was
 * read, and knows nothing of the other.
 */
export function stageCure(staged: StagedEdits, cure: IntentInput): StagedEdits {
  const twin = staged.edits.find(({ intent }) => isSamePort(intent, cure))
  if (twin === undefined || twin.intent.kind !== 'portVlan.set' || cure.kind !== 'portVlan.set')
    return addEdit(staged, cure)
  return replaceEdit(staged, twin.id, { ...cure, trunks: [...listOf(twin.intent), ...listOf(cure)].filter(isFirst) })
}

/** Whether the staged holds it already. */
export const isCureStaged = ({ edits }: StagedEdits, cure: IntentInput): boolean =>
  edits.some(
    ({ intent }) =>
      isSamePort(intent, cure) &&
      intent.kind === 'portVlan.set' &&
      cure.kind === 'portVlan.set' &&
      listOf(cure).every((id) => listOf(intent).includes(id)),
  )

const isSamePort = (a: IntentInput, b: IntentInput): boolean =>
  a.kind === 'portVlan.set' &&
  b.kind === 'portVlan.set' &&
  a.bridge === b.bridge &&
  a.port === b.port &&
  a.mode === b.mode &&
  a.tag === b.tag &&
  Array.isArray(a.trunks) &&
  Array.isArray(b.trunks)

const listOf = ({ trunks }: VlanEdit): number[] => (Array.isArray(trunks) ? trunks : [])
const isFirst = (id: number, index: number, all: readonly number[]): boolean => all.indexOf(id) === index
