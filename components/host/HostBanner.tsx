'use client'

import Link from 'next/link'
import { hostCondition, isKeyChanged } from '@/components/hosts/host-condition'
import { RetryButton } from '@/components/hosts/RetryButton'
import { buttonClass } from '@/components/ui/Button'
import { StatusGlyph } from '@/components/ui/StatusGlyph'
import { useNow } from '@/lib/client/clock'
import { formatAge } from '@/lib/client/format'
import type { Host } from '@/lib/contract/hosts'

/** Above the screens of a host whose data is old: how old, why, and what can be done. Nothing where all is well. */
export function HostBanner({ host }: { host: Host }) {
  const nowMs = useNow()
  const condition = hostCondition(host, nowMs)
  if (nowMs === 0 || condition.id === 'live' || (condition.id === 'connecting' && condition.ageMs === null)) return null
  const isBad = condition.id === 'offline' || condition.id === 'blocked'
  const shown = condition.ageMs === null ? 'It was never read.' : `What is shown is ${formatAge(condition.ageMs)} old.`
  return (
    <div
      role="status"
      className={`flex flex-none flex-wrap items-center gap-x-3 gap-y-1 border-b px-3 py-1.5 text-12 ${
        isBad ? 'border-err bg-err-wash' : 'border-warn bg-warn-wash'
      }`}
    >
      <StatusGlyph status={condition.glyph} />
      <b>
        {host.name}: {condition.word}
      </b>
      <span>{shown}</span>
      {host.statusReason !== null && <span className="min-w-0 break-words text-fg-2">{host.statusReason.message}</span>}
      <NextAttempt host={host} nowMs={nowMs} />
      <span className="flex-1" />
      {isKeyChanged(host) ? (
        <Link href={`/hosts/${host.id}/diagnostics`} className={buttonClass('plain')}>
          Compare keys
        </Link>
      ) : condition.id === 'blocked' ? (
        <Link href={`/hosts/${host.id}/settings`} className={buttonClass('plain')}>
          Change credentials
        </Link>
      ) : (
        <RetryButton host={host} />
      )}
    </div>
  )
}

function NextAttempt({ host, nowMs }: { host: Host; nowMs: number }) {
  if (host.nextAttemptAt === null) return null
  const inMs = Date.parse(host.nextAttemptAt) - nowMs
  // Whole seconds: a countdown by tenths only makes people nervous.
  return <span className="text-fg-3">{inMs <= 1_000 ? 'Trying…' : `Next try in ${Math.ceil(inMs / 1_000)} s.`}</span>
}
