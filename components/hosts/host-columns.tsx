import Link from 'next/link'
import type { Column } from '@/components/ui/DataTable'
import type { Host } from '@/lib/contract/hosts'
import { formatVlanList } from '@/lib/core/vlan/words'
import { FindingCounts, GuestCount, NotKnown, VlanIds } from './HostFacts'
import { HostCondition } from './HostCondition'
import { areGuestsKnown, areOvsBridgesKnown, areVlansKnown, knownLook } from './known-facts'
import { NicPips } from './NicPips'

const dash = <span className="text-fg-3">–</span>
/** What is not known to be so now is greyed. */
const faded = (host: Host): string => (host.status === 'online' ? '' : 'text-fg-3')

/** "Debian 12" and "libvirt 9.0.0 · OVS 3.1.0". */
function versions({ summary }: Host): readonly [string, string] {
  if (summary === null) return ['', '']
  const os = (summary.osName ?? '').replace(/ GNU\/Linux| \([^)]*\)/g, '')
  const tools = [
    summary.libvirtVersion === null ? '' : `libvirt ${summary.libvirtVersion}`,
    summary.ovsVersion === null ? '' : `OVS ${summary.ovsVersion}`,
  ]
  return [os, tools.filter(Boolean).join(' · ')]
}

/** `most`: guests that run on the busiest host, the full length of the bar. */
export const hostColumns = (most: number): readonly Column<Host>[] => [
  {
    id: 'name',
    title: 'Host',
    isName: true,
    value: (host) => host.name,
    cell: (host) => (
      <Link
        href={`/hosts/${host.id}`}
        title={host.name}
        className="block max-w-48 truncate font-mono font-strong after:absolute after:inset-0 hover:underline max-md:text-14"
      >
        {host.name}
      </Link>
    ),
  },
  {
    id: 'state',
    title: 'State, age of data',
    value: (host) => host.status,
    cell: (host) => <HostCondition host={host} />,
  },
  {
    id: 'address',
    title: 'Address',
    value: (host) => host.address,
    cell: (host) => (
      <span className="block max-w-36 truncate font-mono text-11 text-fg-2" title={host.address}>
        {host.address}
        {host.port === 22 ? '' : `:${host.port}`}
      </span>
    ),
  },
  {
    id: 'nics',
    title: 'NICs, by bond',
    value: (host) => host.summary?.nics.length ?? null,
    cell: (host) =>
      host.summary === null ? dash : <NicPips nics={host.summary.nics} isKnown={host.status === 'online'} />,
  },
  {
    id: 'bridges',
    title: 'Linux + OVS',
    align: 'right',
    value: (host) => (host.summary === null ? null : host.summary.linuxBridges + host.summary.ovsBridges),
    cell: ({ summary, ...host }) =>
      summary === null ? (
        dash
      ) : (
        <span className={faded({ summary, ...host })}>
          {summary.linuxBridges} +{' '}
          {areOvsBridgesKnown(summary) ? (
            summary.ovsBridges
          ) : (
            <NotKnown why="Open vSwitch could not be read on this host" />
          )}
        </span>
      ),
  },
  {
    id: 'guests',
    title: 'Guests up',
    align: 'right',
    value: ({ summary }) => (summary !== null && areGuestsKnown(summary) ? summary.guestsRunning : null),
    cell: (host) =>
      host.summary === null ? (
        dash
      ) : !areGuestsKnown(host.summary) ? (
        <NotKnown why="libvirt does not answer on this host" />
      ) : (
        <span className={faded(host)}>
          <GuestCount running={host.summary.guestsRunning} total={host.summary.guestsTotal} most={most} />
        </span>
      ),
  },
  {
    id: 'vlans',
    title: 'VLANs',
    value: ({ summary }) => (summary !== null && areVlansKnown(summary) ? formatVlanList(summary.vlans) : null),
    cell: (host) =>
      host.summary === null ? (
        dash
      ) : (
        <span className={faded(host)}>
          <VlanIds summary={host.summary} />
        </span>
      ),
  },
  {
    id: 'findings',
    title: 'Needs a look',
    value: ({ summary }) => {
      const look = knownLook(summary)
      return look === null ? null : look.errors * 1_000 + look.warnings
    },
    cell: (host) => (host.summary === null ? dash : <FindingCounts summary={host.summary} />),
  },
  {
    id: 'versions',
    title: 'Versions',
    value: (host) => versions(host).join(' ').trim() || null,
    cell: (host) => (
      <span className="block max-w-44 text-11 text-fg-2">
        {versions(host).map((line) => (
          <span key={line} className="block truncate" title={line}>
            {line}
          </span>
        ))}
      </span>
    ),
  },
]
