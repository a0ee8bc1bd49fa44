import type { z } from 'zod'
import type * as schemas from './schemas'

/** All schemas of the API. */
export type Contract = typeof schemas
/** The name of one of them: "HostResponse". */
export type SchemaName = { [Name in keyof Contract]: Contract[Name] extends z.ZodType ? Name : never }[keyof Contract]
/** What a value is that has passed it. */
export type Shape<Name extends SchemaName> = z.output<Contract[Name]>

let loading: Promise<Contract> | null = null

/** The schemas, in a chunk that no page waits for before it shows. Rejects where it cannot be fetched, and can be asked again. */
export function loadContract(): Promise<Contract> {
  loading ??= import('./schemas').catch((error: unknown) => {
    loading = null
    throw error
  })
  return loading
}

// Under way while the page hydrates: it is there before the first answer is. Who needs it hears of a failure.
if (typeof window !== 'undefined') loadContract().catch(() => undefined)
