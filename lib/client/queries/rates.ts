import { queryOptions, skipToken, useQuery } from '@tanstack/react-query'
import type { RatesEvent } from '../../contract/rates'
import type { PastSample } from '../../core/rates/rate-log'
import { appendSample } from '../../core/rates/rate-log'
import type { PortRate } from '../../core/rates/rate-meter'
import { hostQueries } from './hosts'

/** Rates now, and what a line of the last minutes is drawn from. */
export type HostRates = { ports: readonly PortRate[]; past: readonly PastSample[] }

const NONE: HostRates = { ports: [], past: [] }

export const rateQueries = {
  /** Never asked for: the host's events bring it. */
  current: (hostId: string) =>
    queryOptions<HostRates>({ queryKey: [...hostQueries.one(hostId), 'rates'] as const, queryFn: skipToken }),
}

export const useHostRates = (hostId: string): HostRates => useQuery(rateQueries.current(hostId)).data ?? NONE

/** What is known after one more event. */
export function nextRates(before: HostRates = NONE, { at, ports, past }: RatesEvent): HostRates {
  if (past !== undefined)
    return { ports: before.ports, past: past.map((each) => ({ ...each, atMs: Date.parse(each.at) })) }
  return { ports, past: appendSample(before.past, { atMs: Date.parse(at), ports }) }
}
