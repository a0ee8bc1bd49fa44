import type { LldpNeighbour } from '../model/network-state'
import { parseLldpNeighbours } from '../parse/lldp'
import { byText } from './in-order'
import { LLDP_NEIGHBOURS } from './neighbours-commands'
import { observed, takeFact } from './observed'
import type { Observed } from './observed'
import type { RawFacts } from './read-command'

/** The switches and switch ports that lldpd hears, sorted by link. */
export function observeNeighbours(facts: RawFacts): Observed<LldpNeighbour[]> {
  const fact = takeFact(facts, LLDP_NEIGHBOURS, parseLldpNeighbours)
  const rows = fact.value?.rows ?? []
  const what = `a neighbour in "${LLDP_NEIGHBOURS.display}"`
  return observed(
    [...rows].sort(byText((row) => `${row.link} ${row.chassisId} ${row.portId}`)),
    fact.problems,
    (fact.value?.rejected ?? []).map((raw) => ({ source: 'lldp', what, name: null, raw })),
  )
}
