import Link from 'next/link'
import { Icon } from '@/components/ui/Icon'
import type { Host } from '@/lib/contract/hosts'
import { FindingCounts } from './HostFacts'
import { HostCondition } from './HostCondition'
import { isKeyChanged } from './host-condition'
import { areGuestsKnown, isLookNeeded } from './known-facts'
import { NOTE_TITLES } from './needs-person'
import { NicPips } from './NicPips'

/** The overview on a phone: what one looks for first, a whole row to touch. */
export function HostCards({ hosts }: { hosts: readonly Host[] }) {
  return (
    <ul aria-label="Hosts" className="-mx-3 border-t border-line-1">
      {hosts.map((host) => (
        // Cards far from the window are not laid out: a list of a thousand comes as fast as one of ten.
        <li
          key={host.id}
          className={`border-b border-line-1 [contain-intrinsic-size:auto_90px] [content-visibility:auto] ${isKeyChanged(host) ? 'bg-err-wash' : 'bg-surface-1'}`}
        >
          <HostCard host={host} />
        </li>
      ))}
    </ul>
  )
}

function HostCard({ host }: { host: Host }) {
  const { summary } = host
  return (
    <Link href={`/hosts/${host.id}`} className="flex items-center gap-3 px-4 py-2.5 outline-offset-[-2px]">
      <span className="flex min-w-0 flex-1 flex-col gap-1">
        <span className="flex items-baseline justify-between gap-3">
          <b className="truncate font-mono text-14">{host.name}</b>
          <span className="text-12">
            <HostCondition host={host} />
          </span>
        </span>
        <span className="flex items-center justify-between gap-3 text-12 text-fg-2">
          <span className="truncate">
            {host.label === '' ? '' : `${host.label} · `}
            <span className="font-mono text-11">{host.address}</span>
          </span>
          {summary !== null && (
            <span className="flex-none">
              {areGuestsKnown(summary)
                ? `${summary.guestsRunning} / ${summary.guestsTotal} guests`
                : 'guests not known'}
            </span>
          )}
        </span>
        {host.notes.map(({ kind, message }) => (
          <span key={message} className="text-12 text-warn">
            {NOTE_TITLES[kind]}
          </span>
        ))}
        {summary !== null && (
          <span className="flex items-center justify-between gap-3 text-12">
            <NicPips nics={summary.nics} isKnown={host.status === 'online'} />
            {isLookNeeded(summary) && <FindingCounts summary={summary} />}
          </span>
        )}
      </span>
      <span className="text-fg-3">
        <Icon name="right" />
      </span>
    </Link>
  )
}
