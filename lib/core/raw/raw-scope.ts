import { z } from 'zod'
import { linksOfChange } from '../objects/change-links'
import { OBJECTS } from '../objects/table'
import type { Plan } from '../plan/step'

/**
 * What a change touches, as the host's own tools name it: what is dumped before and after, and compared. `links` are names of kernel
 * links and of Open vSwitch's ports and interfaces; guests by UUID.
 */
export const RawScope = z.object({
  links: z.array(z.string()),
  /** OVS bridges that are made, changed or removed themselves: their OpenFlow flows are theirs alone. */
  bridges: z.array(z.string()),
  networks: z.array(z.string()),
  guests: z.array(z.string()),
})
export type RawScope = z.infer<typeof RawScope>

export const NO_SCOPE: RawScope = { links: [], bridges: [], networks: [], guests: [] }

/** What a plan touches, each name once, in order. What goes by itself with it (taps of replugged NICs) is in it too. */
export function rawScopeOf({ changes, consequences }: Pick<Plan, 'changes' | 'consequences'>): RawScope {
  const all = [...changes, ...consequences]
  const names = all.map((change) => OBJECTS[change.kind].raw(change))
  return {
    links: sorted(all.flatMap((change) => linksOfChange(change))),
    bridges: sorted(names.flatMap(({ bridges }) => bridges ?? [])),
    networks: sorted(names.flatMap(({ networks }) => networks ?? [])),
    guests: sorted(names.flatMap(({ guests }) => guests ?? [])),
  }
}

const sorted = (names: readonly string[]): string[] =>
  // What begins with "-" would be an option of whoever is asked for it.
  [...new Set(names.filter((name) => name !== '' && !name.startsWith('-')))].sort()
