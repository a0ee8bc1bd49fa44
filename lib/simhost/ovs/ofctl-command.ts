import { failed, ok } from '../machine/result'
import type { Result } from '../machine/result'
import type { World } from '../machine/world'
import { findByName, setOf, valueOf } from './database'

/** The flow that ovs-vswitchd makes for a bridge that no controller looks after. */
const NORMAL = ' priority=0 actions=NORMAL'

/** `ovs-ofctl [OPTION]... dump-flows BRIDGE`, without counters; there are no groups and no meters. */
export function ofctlCommand({ state }: World, words: readonly string[]): Result {
  const [command = '', bridge = ''] = words.filter((word, i) => !word.startsWith('-') && words[i - 1] !== '-O')
  const row = state.ovs === null ? undefined : findByName(state.ovs, 'Bridge', bridge)
  if (row === undefined || state.stopped.has('ovs-vswitchd'))
    return failed(1, `ovs-ofctl: ${bridge} is not a bridge or a socket`)
  if (command === 'dump-groups' || command === 'dump-meters') return ok()
  if (command !== 'dump-flows') return failed(1, `ovs-ofctl: unknown command '${command}'; use --help for help`)
  const isLeftToController = setOf(row, 'controller').length > 0 || valueOf(row, 'fail_mode') === 'secure'
  return ok(isLeftToController ? '' : `${NORMAL}\n`)
}
