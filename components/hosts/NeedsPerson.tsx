'use client'

import Link from 'next/link'
import { buttonClass } from '@/components/ui/Button'
import { StatusGlyph } from '@/components/ui/StatusGlyph'
import { useNow } from '@/lib/client/clock'
import { countOf } from '@/lib/client/format'
import type { Host } from '@/lib/contract/hosts'
import { needsPerson } from './needs-person'
import type { Need, NeedAction } from './needs-person'
import { RetryButton } from './RetryButton'

/** What does not mend itself, over all hosts, with the act that leads on. */
export function NeedsPerson({ hosts }: { hosts: readonly Host[] }) {
  const needs = needsPerson(hosts, useNow())
  return (
    <aside
      aria-labelledby="needs-title"
      className="w-drawer flex-none border-line-2 bg-panel max-xl:w-full max-xl:border-t xl:min-h-0 xl:overflow-y-auto xl:border-l"
    >
      <div className="border-b border-line-1 px-4 py-3">
        <h2 id="needs-title" className="text-14">
          Needs a person
        </h2>
        <p className="text-11 text-fg-2">
          {needs.length === 0
            ? 'Nothing does. All hosts answer.'
            : `${countOf(needs.length, 'thing')}${needs.length === 1 ? '' : ', the loudest first'}`}
        </p>
      </div>
      <ul>
        {needs.map((need) => (
          <NeedItem key={need.host.id} need={need} />
        ))}
      </ul>
    </aside>
  )
}

function NeedItem({ need }: { need: Need }) {
  return (
    <li className="grid grid-cols-[14px_1fr] gap-x-2 gap-y-1 border-b border-line-1 px-4 py-2.5 text-12">
      <span className="pt-[3px]">
        <StatusGlyph status={need.glyph} />
      </span>
      <h3 className="min-w-0 font-strong break-words">
        <span className="font-mono">{need.host.name}</span>: {need.title}
      </h3>
      <p className="col-start-2 min-w-0 text-11 break-words text-fg-2">{need.text}</p>
      <div className="col-start-2 flex flex-wrap gap-2 pt-1">
        {need.actions.map((action) => (
          <NeedButton key={action} action={action} host={need.host} />
        ))}
      </div>
    </li>
  )
}

const LINKS: Record<Exclude<NeedAction, 'retry'>, { label: string; path: string }> = {
  'compare-keys': { label: 'Compare keys', path: '/diagnostics' },
  credentials: { label: 'Change credentials', path: '/settings' },
  picture: { label: 'Show last picture', path: '' },
  findings: { label: 'Open wiring', path: '?q=error' },
  rules: { label: 'Open findings', path: '/findings' },
}

function NeedButton({ action, host }: { action: NeedAction; host: Host }) {
  if (action === 'retry') return <RetryButton host={host} />
  const { label, path } = LINKS[action]
  return (
    <Link href={`/hosts/${host.id}${path}`} className={buttonClass('plain')} aria-label={`${label} of ${host.name}`}>
      {label}
    </Link>
  )
}
