import type { SourceId } from '../../model/network-state'

export type Fact = { label: string; value: string }

/** Facts of one source, under the command that a person would type to see them. */
export type FactGroup = {
  /** "ip -d link show dev eth1". */
  source: string
  /** Whose reading time counts: look it up in `state.sources`. */
  sourceId: SourceId
  facts: readonly Fact[]
}

/** Facts without those whose value is not known: null and "" mean the source does not say. */
export const facts = (...pairs: readonly (readonly [string, string | number | boolean | null | undefined])[]): Fact[] =>
  pairs.flatMap(([label, value]) => {
    if (value === null || value === undefined || value === '') return []
    return [{ label, value: typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value) }]
  })
