import { z } from 'zod'

/** One stream of events of a host. starting: not yet running · live: its lines come · ended: no such tool, or it stopped; tried again. */
export const WatchStatus = z.object({
  id: z.enum(['links', 'ovs', 'libvirt']),
  /** What a person would type to see the same. */
  display: z.string(),
  status: z.enum(['starting', 'live', 'ended']),
  /** Lines that made something out of date, since it was started. */
  events: z.int(),
  /** Its last words on standard error. */
  said: z.string(),
  /** It has ended because sshd gives the connection no channel for it (MaxSessions). */
  isCrowdedOut: z.boolean(),
})
export type WatchStatus = z.infer<typeof WatchStatus>

/** How a host has been followed since the console began to. */
export const HostDiagnosticsResponse = z.object({
  connects: z.int(),
  reboots: z.int(),
  fullReads: z.int(),
  partialReads: z.int(),
  /** Full readings that found a change of which no event had told, although all streams were live. */
  missedChanges: z.int(),
  lastMissedAt: z.iso.datetime().nullable(),
  /** Streams of the present connection; empty while there is none. */
  watches: z.array(WatchStatus),
})
export type HostDiagnosticsResponse = z.infer<typeof HostDiagnosticsResponse>
