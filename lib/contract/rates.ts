import { z } from 'zod'

/** Per second, one direction of one port. */
const Flow = z.object({ bps: z.number(), pps: z.number(), errors: z.number(), drops: z.number() })

/** As the host counts: `rx` came into the device, `tx` left by it. What a tap receives, its guest has sent. */
const PortRate = z.object({ name: z.string(), rx: Flow, tx: Flow })

/**
 * Rates of the host's ports, every two seconds while a stream of that host is open. Idle ports are left out: absent means zero.
 * `past`: what is known of the last five minutes, oldest first, in steps of about ten seconds; only in the first event, and only
 * as far as somebody looked. Each point has, by port, bits received and bits sent per second.
 */
export const RatesEvent = z.object({
  at: z.iso.datetime(),
  ports: z.array(PortRate),
  past: z
    .array(z.object({ at: z.iso.datetime(), ports: z.array(z.tuple([z.string(), z.number(), z.number()])) }))
    .optional(),
})
export type RatesEvent = z.infer<typeof RatesEvent>
