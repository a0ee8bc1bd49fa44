import 'server-only'
import type { NetworkState, SourceReport } from '@/lib/core/model/network-state'
import { refreshUntilAnswered } from '../host/read-until-answered'
import type { AnsweredReading } from '../host/read-until-answered'
import type { Services } from '../services'

/** The host as it is now, for planning. Throws what refreshHost throws. */
export const readAfresh = async (deps: Pick<Services, 'db' | 'fleet'>, hostId: string): Promise<NetworkState> =>
  asOfNow(await refreshUntilAnswered(deps, hostId))

/**
 * A source that has not answered since this was asked stands as not read whole, whenever its last answer came: it was asked for
 * earlier, and a guest may have come since.
 */
export const asOfNow = ({ reading: { state }, unanswered }: AnsweredReading): NetworkState => ({
  ...state,
  sources: state.sources.map((source) => (unanswered.has(source.id) ? asOld(source) : source)),
})

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
