import type { IconName } from '@/components/ui/Icon'
import type { Host } from '@/lib/contract/hosts'
import { wiringHref } from '@/lib/client/wiring-link'
import type { NetworkState } from '@/lib/core/model/network-state'
import { nodeId } from '@/lib/core/topology/graph/ids'
import { HOST_PLACES, PLACES, SETTINGS } from './places'

export type Target = { href: string; label: string; detail: string; icon: IconName }

const MAX_SHOWN = 40

/** The screens, those of the open host first. */
export function screenTargets(open: Host | undefined): Target[] {
  const ofHost =
    open === undefined
      ? []
      : HOST_PLACES.map(({ path, label, icon }) => ({
          href: `/hosts/${open.id}${path}`,
          label: `${open.name}: ${label}`,
          detail: 'this host',
          icon,
        }))
  const ofConsole = [...PLACES, { href: '/hosts/add', label: 'Add host', icon: 'add' as const }, SETTINGS]
  return [...ofHost, ...ofConsole.map((place) => ({ ...place, detail: 'screen' }))]
}

export const hostTargets = (hosts: readonly Host[]): Target[] =>
  hosts.map((host) => ({ href: `/hosts/${host.id}`, label: host.name, detail: `host · ${host.address}`, icon: 'host' }))

/** Guests and bridges of one host, each leading to its place in the wiring. */
export function stateTargets(host: Host, state: NetworkState): Target[] {
  const bridges = [
    ...state.links
      .filter((link) => link.kind === 'bridge')
      .map(({ name }) => ({ name, kind: 'linux-bridge' as const })),
    ...(state.ovs?.bridges ?? []).map(({ name }) => ({ name, kind: 'ovs-bridge' as const })),
  ]
  return [
    ...state.guests.map((guest): Target => ({
      href: wiringHref(host.id, nodeId('guest', guest.uuid)),
      label: guest.name,
      detail: `guest · ${host.name}`,
      icon: 'guest',
    })),
    ...bridges.map(({ name, kind }): Target => ({
      href: wiringHref(host.id, nodeId(kind, name)),
      label: name,
      detail: `${kind === 'ovs-bridge' ? 'OVS' : 'Linux'} bridge · ${host.name}`,
      icon: kind === 'ovs-bridge' ? 'switch' : 'bridge',
    })),
  ]
}

/** Targets with every word of the query; names that begin with it first, then in the given order. */
export function findTargets(targets: readonly Target[], query: string): Target[] {
  const text = query.trim().toLowerCase()
  const words = text.split(/\s+/).filter(Boolean)
  const found = targets.filter((target) => {
    const haystack = `${target.label} ${target.detail}`.toLowerCase()
    return words.every((word) => haystack.includes(word))
  })
  const begins = (target: Target): number => Number(!target.label.toLowerCase().startsWith(text))
  return found.sort((a, b) => begins(a) - begins(b)).slice(0, MAX_SHOWN)
}
