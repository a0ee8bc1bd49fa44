import 'server-only'
import type { DriftResponse } from '@/lib/contract/desired'
import { describeRef } from '@/lib/core/objects/ref-words'
import type { Drifted } from './desired-state-store'

/** What a reading made at `readAt` (ISO 8601) was judged to be, as clients are told of it. */
export const toDriftResponse = (drifted: readonly Drifted[], readAt: string): DriftResponse => ({
  drift: drifted.map(({ key, object, reasons, since }) => ({
    ...{ key, ref: object.ref, description: describeRef(object.ref), reasons },
    since: since?.toISOString() ?? null,
  })),
  readAt,
})
