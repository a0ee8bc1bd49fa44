import type { Host } from '@/lib/contract/hosts'
import { hostCondition } from './host-condition'
import type { ConditionId } from './host-condition'

export type HostTab = 'all' | ConditionId

export const HOST_TABS: readonly HostTab[] = ['all', 'live', 'connecting', 'stale', 'offline', 'blocked']

export const toHostTab = (text: string | null): HostTab => HOST_TABS.find((tab) => tab === text) ?? 'all'

/** How many hosts each tab shows. */
export function countTabs(hosts: readonly Host[], nowMs: number): Record<HostTab, number> {
  const counts: Record<HostTab, number> = {
    all: hosts.length,
    live: 0,
    connecting: 0,
    stale: 0,
    offline: 0,
    blocked: 0,
  }
  for (const host of hosts) counts[hostCondition(host, nowMs).id] += 1
  return counts
}

/**
 * Does a host match every word of a search? `vlan:125` wants that VLAN, `host:`, `label:` and `address:` look at one field,
 * `down` finds NICs without carrier; any other word is looked for in names, addresses, labels, versions and VLANs.
 */
export function matchesSearch(host: Host, query: string): boolean {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  return words.every((word) => matchesWord(host, word))
}

function matchesWord(host: Host, word: string): boolean {
  const [, prefix, text] = /^(vlan|host|label|address):(.*)$/.exec(word) ?? []
  if (prefix !== undefined && text !== undefined) {
    if (text === '') return true
    if (prefix === 'vlan') return host.summary?.vlans.includes(Number(text)) ?? false
    const field = prefix === 'host' ? host.name : prefix === 'label' ? host.label : host.address
    return field.toLowerCase().includes(text)
  }
  if (word === 'down' && (host.summary?.nics.some((nic) => !nic.hasCarrier) ?? false)) return true
  return searchText(host).includes(word)
}

function searchText(host: Host): string {
  const { osName, kernel, libvirtVersion, ovsVersion, vlans } = host.summary ?? {}
  return [
    host.name,
    host.label,
    host.address,
    host.username,
    osName,
    kernel,
    libvirtVersion,
    ovsVersion,
    ...(vlans ?? []),
  ]
    .filter((part) => part !== null && part !== undefined)
    .join(' ')
    .toLowerCase()
}

export function filterHosts(hosts: readonly Host[], tab: HostTab, query: string, nowMs: number): readonly Host[] {
  return hosts.filter((host) => (tab === 'all' || hostCondition(host, nowMs).id === tab) && matchesSearch(host, query))
}

/** By label, those without one last, and by name within; numbers in names count as numbers. */
export function orderByLabel(hosts: readonly Host[]): readonly Host[] {
  const names = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })
  return [...hosts].sort(
    (a, b) =>
      Number(a.label === '') - Number(b.label === '') ||
      names.compare(a.label, b.label) ||
      names.compare(a.name, b.name),
  )
}

/** NICs as they are drawn: one entry per bond, one per NIC that is in none; in the order of their first NIC. */
export function nicGroups(nics: NonNullable<Host['summary']>['nics']): { bond: string | null; nics: typeof nics }[] {
  const groups: { bond: string | null; nics: typeof nics }[] = []
  for (const nic of nics) {
    const group = nic.bond === null ? undefined : groups.find(({ bond }) => bond === nic.bond)
    if (group === undefined) groups.push({ bond: nic.bond, nics: [nic] })
    else group.nics.push(nic)
  }
  return groups
}
