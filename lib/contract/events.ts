import { z } from 'zod'
import { StateChange } from '../core/observe/state-change'
import { ChangeProgress, ChangeSummary } from './changes'
import { DriftResponse } from './desired'
import { HostStateResponse } from './host-state'
import { Host, HostId } from './hosts'
import { RatesEvent } from './rates'

/** Names one state that was sent on a host's stream; what a client gives as Last-Event-ID. Opaque. */
export const EventId = z.string().regex(/^[0-9a-z]{1,40}\.[0-9]{1,15}$/)
export type EventId = z.infer<typeof EventId>

/** What makes the state that event `from` gave into the one that this event gives. Comes after every reading. */
export const PatchEvent = z.object({
  from: EventId,
  version: z.int(),
  readAt: z.iso.datetime(),
  /** A full reading that found nothing new changes the times of its sources alone. */
  change: StateChange,
})
export type PatchEvent = z.infer<typeof PatchEvent>

/**
 * Events of one host, by name. First `host`, then `snapshot` once there is a reading, or, for a client that comes back with
 * Last-Event-ID, the patches it missed. A client that reads too slowly gets a new `snapshot`. `rates` come in between, as counted.
 * `change` tells of a change whenever it moves, `drift` what is not as wanted whenever that differs; the newest of both again at
 * the beginning.
 */
export const HOST_EVENTS = {
  host: Host,
  change: ChangeProgress,
  drift: DriftResponse,
  snapshot: HostStateResponse,
  patch: PatchEvent,
  rates: RatesEvent,
} as const

/** Events of all hosts, by name. First `hosts`; then each that changed, was read, or is gone, and each change when it moves on. */
export const FLEET_EVENTS = {
  hosts: z.object({ hosts: z.array(Host) }),
  host: Host,
  read: z.object({ hostId: HostId, lastReadAt: z.iso.datetime() }),
  removed: z.object({ hostId: HostId }),
  change: ChangeSummary,
} as const

/** Event names and the schemas of their data. */
export type EventSchemas = Readonly<Record<string, z.ZodType>>
