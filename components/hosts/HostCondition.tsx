'use client'

import { StatusGlyph } from '@/components/ui/StatusGlyph'
import { useNow } from '@/lib/client/clock'
import { formatAge } from '@/lib/client/format'
import type { Host } from '@/lib/contract/hosts'
import { hostCondition } from './host-condition'

const WORD_CLASS = { live: '', connecting: '', stale: '', offline: 'text-err', blocked: 'text-err' } as const

/** Glyph, word and the ticking age of a host's data; with the host's name in front where the place does not say it. */
export function HostCondition({ host, name }: { host: Host; name?: string }) {
  const nowMs = useNow()
  if (nowMs === 0) return null
  const condition = hostCondition(host, nowMs)
  return (
    <span className="inline-flex min-w-0 items-center gap-1.5 whitespace-nowrap">
      <StatusGlyph status={condition.glyph} />
      {name !== undefined && <b className="max-w-40 truncate font-mono">{name}</b>}
      <span className={WORD_CLASS[condition.id]}>{condition.word}</span>
      {condition.ageMs !== null && <span className="text-fg-3">{formatAge(condition.ageMs)}</span>}
    </span>
  )
}
