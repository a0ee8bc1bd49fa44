import { createHash } from 'node:crypto'
import type { NetworkState } from '@/lib/core/model/network-state'
import { isPassing } from '@/lib/core/state/passing'

/** Equal for two readings of a host on which nothing but time has passed. Lists come sorted (NetworkState), so order counts. */
export function structuralDigest(state: NetworkState): string {
  return digest(state)
}

/**
 * The same for what the watches hear about. Learned addresses, neighbours and bare QEMU processes have no events, so a change
 * in them is not a missed one.
 */
export function watchedDigest({ links, routes, ovs, libvirt, guests }: NetworkState): string {
  return digest({ links, routes, ovs, libvirt, guests: guests.filter(({ manager }) => manager === 'libvirt') })
}

function digest(value: object): string {
  const text = JSON.stringify(value, (key, part: unknown) => (isPassing(key) ? undefined : part))
  return createHash('sha256').update(text).digest('base64')
}
