import 'server-only'
import type { NetworkState, SourceReport } from '@/lib/core/model/network-state'
import { refreshHost } from '../host/read-host'
import type { Runtime } from '../runtime'

/** Each waits three seconds for what is slow. More: planning hangs with libvirtd; fewer: a busy one is taken for hung. */
const MAX_READINGS = 3

/**
 * The host as it is now, for planning. What is older than the question, because its command has not come back, stands as not read
 * whole: a guest may have come since. Throws what refreshHost throws.
 */
export async function readAfresh(deps: Pick<Runtime, 'db' | 'fleet'>, hostId: string): Promise<NetworkState> {
  const before = deps.fleet.get(hostId)?.snapshot().reading?.state.sources ?? []
  let { state } = await refreshHost(deps, hostId)
  for (let count = 1; count < MAX_READINGS && state.sources.some(isLate(before, state)); count += 1)
    ({ state } = await refreshHost(deps, hostId))
  const isOld = isOlder(before, state)
  return { ...state, sources: state.sources.map((source) => (isOld(source) ? asOld(source) : source)) }
}

/** Read no later than before, though others were. */
function isOlder(before: readonly SourceReport[], { sources }: NetworkState): (source: SourceReport) => boolean {
  const readAt = new Map(before.map(({ id, readAtMs }) => [id, readAtMs]))
  const isSame = ({ id, readAtMs }: SourceReport): boolean => readAt.get(id) === readAtMs
  const isAnyNew = sources.some((source) => !isSame(source))
  return (source) => isAnyNew && isSame(source)
}

const isLate = (before: readonly SourceReport[], state: NetworkState): ((source: SourceReport) => boolean) => {
  const isOld = isOlder(before, state)
  return (source) => isOld(source) || source.problems.some(({ code }) => code === 'timed_out')
}

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
