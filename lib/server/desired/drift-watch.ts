import 'server-only'
import type { Fleet } from '../host/fleet'
import type { DesiredStateStore } from './desired-state-store'

export type DriftWatchDeps = {
  fleet: Fleet
  store: DesiredStateStore
  /** Is a change under way there? Its halves are no drift. */
  isChanging: (hostId: string) => boolean
  onError: (error: unknown) => void
}

/** Judges every reading that differs from the one before, so that drift knows since when it is. Gives what ends that. */
export function watchDrift({ fleet, store, isChanging, onError }: DriftWatchDeps): () => void {
  return fleet.subscribe((event) => {
    if (event.kind !== 'changed' || isChanging(event.hostId)) return
    store.judge(event.hostId, event.next).catch(onError)
  })
}
