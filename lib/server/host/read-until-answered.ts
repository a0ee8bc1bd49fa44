import 'server-only'
import type { SourceId } from '@/lib/core/model/network-state'
import type { Services } from '../services'
import { refreshHost } from './read-host'
import type { FreshReading } from './state-reader'

/** Each waits three seconds for what is slow. More: whoever asks hangs with libvirtd; fewer: a busy one is taken for hung. */
const MIN_READINGS = 3
/** A host that is slow by nature is given three times what it usually takes, up to a minute. */
const READINGS_PER_USUAL_MS = 1 / 1000
const MAX_READINGS = 20

/** The last reading, and the sources that have not answered since the first was asked for: what is known of them is older. */
export type AnsweredReading = { reading: FreshReading; unanswered: ReadonlySet<SourceId> }

const maxReadings = ({ usualMs }: FreshReading): number =>
  Math.min(MAX_READINGS, Math.max(MIN_READINGS, Math.ceil(usualMs * READINGS_PER_USUAL_MS)))

/** The host as it is now. Throws what refreshHost throws. */
export const refreshUntilAnswered = (deps: Pick<Services, 'db' | 'fleet'>, hostId: string): Promise<AnsweredReading> =>
  readUntilAnswered(() => refreshHost(deps, hostId))

/** Reads until all sources have answered, as often as this host may need. Throws what `refresh` throws. */
export async function readUntilAnswered(refresh: () => Promise<FreshReading>): Promise<AnsweredReading> {
  let reading = await refresh()
  const { question } = reading
  for (let count = 1; count < maxReadings(reading) && isLate(reading, question); count += 1) reading = await refresh()
  return { reading, unanswered: unansweredIn(reading, question) }
}

const unansweredIn = ({ state, answered }: FreshReading, question: number): Set<SourceId> =>
  new Set(state.sources.map(({ id }) => id).filter((id) => (answered.get(id) ?? Number.POSITIVE_INFINITY) <= question))

const isLate = (reading: FreshReading, question: number): boolean =>
  unansweredIn(reading, question).size > 0 ||
  reading.state.sources.some(({ problems }) => problems.some(({ code }) => code === 'timed_out'))
