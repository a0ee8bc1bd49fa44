import type { NetworkState, SourceId } from '../model/network-state'
import type { ObjectKind } from '../plan/object-ref'

const SOURCES: Readonly<Record<ObjectKind, SourceId>> = {
  link: 'links',
  route: 'links',
  'ovs-bridge': 'ovs',
  'ovs-fake-bridge': 'ovs',
  'ovs-port': 'ovs',
  'ovs-mirror': 'ovs',
  network: 'networks',
  'guest-nic': 'guests',
}

/** Whether an object that was not found is not there: where its source was not read whole, nobody can tell. */
export const isAbsenceKnown = (observed: NetworkState, kind: ObjectKind): boolean =>
  readingOf(observed, kind) === 'whole'

/** Whether an object's absence can be believed: a tool that failed says nothing about what is there. */
function readingOf({ sources }: NetworkState, kind: ObjectKind): 'whole' | 'partial' | 'unread' {
  const status = sources.find(({ id }) => id === SOURCES[kind])?.status
  return status === 'failed' ? 'unread' : status === 'partial' ? 'partial' : 'whole'
}
