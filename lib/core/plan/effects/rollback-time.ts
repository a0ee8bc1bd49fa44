import type { NetworkState } from '../../model/network-state'
import type { ObjectChange } from '../../objects/object-ref'
import type { Step } from '../step'
import { indexHost } from '../../state/host-index'

/** Shorter, and a slow host is rolled back while it was fine; longer, and a lost host stays lost. */
const BASE_SECONDS = 30
const MIN_SECONDS = 45
const MAX_SECONDS = 600
/** Two forward delays of 15 s. */
const STP_SECONDS = 30
const DHCP_SECONDS = 30
const LACP_SECONDS = 10

/** How long the host waits for our confirmation before it puts everything back (safe-apply, "Timer values"). */
export function rollbackSeconds(
  before: NetworkState,
  after: NetworkState,
  steps: readonly Step[],
  changes: readonly ObjectChange[],
): number {
  const doing = steps.reduce((sum, step) => sum + secondsOf(step), 0)
  const waiting =
    (changes.some((change) => hasStp(before, change) || hasStp(after, change)) ? STP_SECONDS : 0) +
    (changes.some(movesLease) ? DHCP_SECONDS : 0) +
    (changes.some(hasLacp) ? LACP_SECONDS : 0)
  return Math.min(MAX_SECONDS, Math.max(MIN_SECONDS, Math.ceil(BASE_SECONDS + doing + waiting)))
}

function secondsOf({ run, settles, scope }: Step): number {
  // What is stored is written after the confirmation, when the clock no longer runs.
  if (scope === 'stored') return 0
  const tool = run.argv[0]
  return (tool === 'ovs-vsctl' ? 3 : tool === 'virsh' ? 2 : 0.2) + (settles?.timeoutSeconds ?? 0)
}

function hasStp(state: NetworkState, change: ObjectChange): boolean {
  const bridge =
    change.kind === 'ovs-bridge'
      ? change.name
      : change.kind === 'ovs-port'
        ? change.owner
        : change.kind === 'link'
          ? (change.after?.master ?? change.before?.master ?? change.name)
          : null
  if (bridge === null) return false
  return indexHost(state).runsStp(bridge)
}

const movesLease = (change: ObjectChange): boolean =>
  change.kind === 'link' &&
  (change.before?.addresses ?? []).some(({ isDynamic, family }) => isDynamic && family === 'inet') &&
  JSON.stringify(change.before?.addresses) !== JSON.stringify(change.after?.addresses ?? [])

const hasLacp = (change: ObjectChange): boolean =>
  (change.kind === 'ovs-port' || change.kind === 'link') &&
  [change.before, change.after].some((object) => object?.bond != null && object.bond.lacp !== 'off')
