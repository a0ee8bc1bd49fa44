import 'server-only'
import type { NetworkState, SourceReport } from '@/lib/core/model/network-state'
import { refreshHost } from '../host/read-host'
import type { FreshReading } from '../host/state-reader'
import type { Runtime } from '../runtime'

/** Each waits three seconds for what is slow. More: planning hangs with libvirtd; fewer: a busy one is taken for hung. */
const MAX_READINGS = 3

/**
 * The host as it is now, for planning. A source that has not answered since this was asked stands as not read whole, whenever its
 * last answer came: it was asked for earlier, and a guest may have come since. Throws what refreshHost throws.
 */
export async function readAfresh(deps: Pick<Runtime, 'db' | 'fleet'>, hostId: string): Promise<NetworkState> {
  let reading = await refreshHost(deps, hostId)
  const { question } = reading
  for (let count = 1; count < MAX_READINGS && isLate(reading, question); count += 1)
    reading = await refreshHost(deps, hostId)
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
