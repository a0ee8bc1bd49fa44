import 'server-only'
import type { NetworkState, SourceReport } from '@/lib/core/model/network-state'
import { refreshHost } from '../host/read-host'
import type { FreshReading } from '../host/state-reader'
import type { Services } from '../services'

/** Each waits three seconds for what is slow. More: planning hangs with libvirtd; fewer: a busy one is taken for hung. */
const MIN_READINGS = 3
/** A host that is slow by nature is given three times what it usually takes, up to a minute. */
const READINGS_PER_USUAL_MS = 1 / 1000
const MAX_READINGS = 20

const maxReadings = ({ usualMs }: FreshReading): number =>
  Math.min(MAX_READINGS, Math.max(MIN_READINGS, Math.ceil(usualMs * READINGS_PER_USUAL_MS)))

/**
 * The host as it is now, for planning. A source that has not answered since this was asked stands as not read whole, whenever its
 * last answer came: it was asked for earlier, and a guest may have come since. Throws what refreshHost throws.
 */
export const readAfresh = (deps: Pick<Services, 'db' | 'fleet'>, hostId: string): Promise<NetworkState> =>
  readUntilAnswered(() => refreshHost(deps, hostId))

/** Reads until all sources have answered, as often as this host may need. Throws what `refresh` throws. */
export async function readUntilAnswered(refresh: () => Promise<FreshReading>): Promise<NetworkState> {
  let reading = await refresh()
  const { question } = reading
  for (let count = 1; count < maxReadings(reading) && isLate(reading, question); count += 1) reading = await refresh()
  const { sources } = reading.state
  const isOld = isOlder(reading, question)
  return { ...reading.state, sources: sources.map((source) => (isOld(source) ? asOld(source) : source)) }
}

const isOlder =
  ({ answered }: FreshReading, question: number) =>
  ({ id }: SourceReport): boolean =>
    (answered.get(id) ?? Number.POSITIVE_INFINITY) <= question

const isLate = (reading: FreshReading, question: number): boolean =>
  reading.state.sources.some(
    (source) => isOlder(reading, question)(source) || source.problems.some(({ code }) => code === 'timed_out'),
  )

const asOld = (source: SourceReport): SourceReport => ({
  ...source,
  status: 'partial',
  problems: [
    ...source.problems,
    ...source.commands.map((command) => ({
      command,
      code: 'timed_out',
      message: `"${command}" has not answered, and what it said before is old. Try it on the host: it may be waiting for a daemon.`,
    })),
  ],
})
