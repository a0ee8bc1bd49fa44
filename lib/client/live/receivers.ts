import type { QueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import type { EventId, PatchEvent } from '../../contract/events'
import type { HostStateResponse } from '../../contract/host-state'
import type { Host } from '../../contract/hosts'
import type { RatesEvent } from '../../contract/rates'
import type { SseEvent } from '../../contract/sse-parser'
import { applyChange } from '../../core/observe/state-patch'
import { requireContract } from '../http'
import { changeQueries, keepChangeProgress, keepChangeSummary } from '../queries/changes'
import { forgetDesired, keepDrift } from '../queries/desired'
import { hostStateQueries } from '../queries/host-state'
import { hostQueries } from '../queries/hosts'
import { nextRates, rateQueries } from '../queries/rates'
import type { Receiver } from './follow-stream'

const parsed = <T>(schema: z.ZodType<T>, { data }: SseEvent): T => schema.parse(JSON.parse(data))

/** Writes the events of one host into the cache: its detail, its place in the list, and its state. */
export function hostReceiver(client: QueryClient, hostId: string): Receiver {
  const stateKey = hostStateQueries.current(hostId).queryKey
  /** What the next patch is of. Kept apart from the cache, where an answer that was asked for may come in between. */
  let base: { id: EventId; state: HostStateResponse } | null = null

  const keep = (id: EventId | null, next: HostStateResponse) => {
    // An answer on its way is older than this.
    void client.cancelQueries({ queryKey: stateKey })
    const state = client.setQueryData(stateKey, next) ?? next
    base = id === null ? null : { id, state }
    patchHost(client, hostId, { lastReadAt: state.readAt })
  }

  const receivePatch = (id: EventId | null, { from, version, readAt, change }: PatchEvent) => {
    if (base === null || base.id !== from)
      throw new RangeError(`a patch of ${from} came, and ${base?.id ?? 'nothing'} is here`)
    const { status, state } = base.state
    keep(id, { version, status, readAt, state: applyChange(state, change) })
  }

  const receiveRates = (event: RatesEvent) => {
    client.setQueryData(rateQueries.current(hostId).queryKey, (before) => nextRates(before, event))
  }

  return {
    lastEventId: () => base?.id ?? null,
    reset: () => (base = null),
    receive: async (event) => {
      const { HOST_EVENTS, FLEET_EVENTS } = await requireContract()
      if (event.event === 'host') putHost(client, parsed(HOST_EVENTS.host, event))
      else if (event.event === 'change') {
        const progress = parsed(HOST_EVENTS.change, event)
        keepChangeProgress(client, progress)
        keepChangeSummary(client, parsed(FLEET_EVENTS.change, event))
        if (progress.endedAt !== null) void forgetDesired(client, hostId)
      } else if (event.event === 'drift') keepDrift(client, hostId, parsed(HOST_EVENTS.drift, event))
      else if (event.event === 'snapshot') keep(event.id, parsed(HOST_EVENTS.snapshot, event))
      else if (event.event === 'patch') receivePatch(event.id, parsed(HOST_EVENTS.patch, event))
      else if (event.event === 'rates') receiveRates(parsed(HOST_EVENTS.rates, event))
    },
  }
}

/** Writes the events of all hosts into the cache. */
export function fleetReceiver(client: QueryClient): Receiver {
  const listKey = hostQueries.list().queryKey
  return {
    lastEventId: () => null,
    reset: () => undefined,
    receive: async (event) => {
      const { FLEET_EVENTS } = await requireContract()
      if (event.event === 'hosts') {
        void client.cancelQueries({ queryKey: listKey })
        client.setQueryData(listKey, parsed(FLEET_EVENTS.hosts, event))
        // What moved while nobody listened.
        void client.invalidateQueries({ queryKey: changeQueries.lists() })
      } else if (event.event === 'host') {
        putHost(client, parsed(FLEET_EVENTS.host, event))
      } else if (event.event === 'read') {
        const { hostId, lastReadAt } = parsed(FLEET_EVENTS.read, event)
        patchHost(client, hostId, { lastReadAt })
      } else if (event.event === 'change') {
        keepChangeSummary(client, parsed(FLEET_EVENTS.change, event))
      } else if (event.event === 'removed') {
        const { hostId } = parsed(FLEET_EVENTS.removed, event)
        client.setQueryData(listKey, (list) => list && { hosts: list.hosts.filter(({ id }) => id !== hostId) })
      }
    },
  }
}

/** A host as it is now, new or known, wherever it is shown. */
function putHost(client: QueryClient, host: Host): void {
  client.setQueryData(hostQueries.detail(host.id).queryKey, host)
  client.setQueryData(hostQueries.list().queryKey, (list) => {
    if (list === undefined) return undefined
    const others = list.hosts.filter(({ id }) => id !== host.id)
    return { hosts: [...others, host].sort((a, b) => (a.name < b.name ? -1 : 1)) }
  })
}

function patchHost(client: QueryClient, hostId: string, patch: Partial<Host>): void {
  client.setQueryData(hostQueries.detail(hostId).queryKey, (host) => host && { ...host, ...patch })
  client.setQueryData(
    hostQueries.list().queryKey,
    (list) => list && { hosts: list.hosts.map((host) => (host.id === hostId ? { ...host, ...patch } : host)) },
  )
}
