import { z } from 'zod'
import { KeptRecord } from './raw-record'
import { RawScope } from './raw-scope'

/** What a host's own tools said of what a change touches, before it: the measure for a later undo. */
export const KeptRaw = z.object({
  scope: RawScope,
  reading: z.object({ records: z.array(KeptRecord), unread: z.array(z.string()) }),
})
export type KeptRaw = z.infer<typeof KeptRaw>

/** Both scopes together. */
export const joinScopes = (a: RawScope, b: RawScope): RawScope => ({
  links: joined(a.links, b.links),
  bridges: joined(a.bridges, b.bridges),
  networks: joined(a.networks, b.networks),
  guests: joined(a.guests, b.guests),
})

const joined = (a: readonly string[], b: readonly string[]): string[] => [...new Set([...a, ...b])].sort()
