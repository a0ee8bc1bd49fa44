import { z } from 'zod'

export const HealthResponse = z.object({
  status: z.literal('ok'),
  version: z.string(),
  uptimeSeconds: z.number(),
  /** Can the console record what it does? `low`: little space is left; `failing`: a write failed. No host is changed in either. */
  storage: z.object({ state: z.enum(['ok', 'low', 'failing']), reason: z.string().nullable() }),
})
export type HealthResponse = z.infer<typeof HealthResponse>
