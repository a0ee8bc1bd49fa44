'use client'

import Link from 'next/link'
import { StatusGlyph } from '@/components/ui/StatusGlyph'
import type { SourceReport } from '@/lib/core/model/network-state'
import { SOURCE_NAMES } from './source-names'

/** Says that a picture lacks what could not be read, and where the reason is. A tool that is not installed is no such gap. */
export function IncompleteNote({ hostId, sources }: { hostId: string; sources: readonly SourceReport[] }) {
  const unread = sources.filter(({ status }) => status === 'failed' || status === 'partial')
  if (unread.length === 0) return null
  return (
    <p className="grid grid-cols-[12px_1fr] gap-x-2 rounded-node border border-warn bg-warn-wash px-3 py-2 text-12">
      <span className="pt-[3px]">
        <StatusGlyph status="warn" />
      </span>
      <span className="min-w-0">
        Not everything could be read: {unread.map(({ id }) => SOURCE_NAMES[id]).join(', ')}. What is missing here may be
        there.{' '}
        <Link href={`/hosts/${hostId}/diagnostics`} className="rounded-chip text-accent underline">
          Why
        </Link>
      </span>
    </p>
  )
}
