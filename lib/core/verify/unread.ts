import type { NetworkState, SourceId } from '../model/network-state'
import type { ObjectKind, ObjectRef } from '../plan/object-ref'

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

const WORDS: Partial<Record<SourceId, string>> = {
  links: 'links and routes',
  ovs: 'Open vSwitch',
  networks: "libvirt's networks",
  guests: "libvirt's guests",
}

/**
 * Why a reading cannot tell whether these objects are there, one sentence for each source that it lacks; empty: it can. What was
 * not read is not absent.
 */
export function unreadFor(
  refs: readonly Pick<ObjectRef, 'kind'>[],
  { sources }: Pick<NetworkState, 'sources'>,
): string[] {
  const needed = new Set(refs.map(({ kind }) => SOURCES[kind]))
  return sources
    .filter(({ id, status }) => needed.has(id) && (status === 'failed' || status === 'missing'))
    .map(
      ({ id, problems }) => `${WORDS[id] ?? id} could not be read: ${problems[0]?.message ?? 'the host said nothing'}`,
    )
}
