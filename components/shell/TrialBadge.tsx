'use client'

import Link from 'next/link'
import { useParams } from 'next/navigation'
import { isOnTrial } from '@/components/change/change-words'
import { StatusGlyph } from '@/components/ui/StatusGlyph'
import { useChangesWaiting } from './use-changes-waiting'

/** A change is on a host right now, wherever one is in the console: a click leads to it. Not on its own screen. */
export function TrialBadge() {
  const { changeId } = useParams<{ changeId?: string }>()
  const { underWay } = useChangesWaiting()
  const [first, ...others] = [...underWay].sort((a, b) => Number(isOnTrial(b)) - Number(isOnTrial(a)))
  if (first === undefined || (others.length === 0 && first.id === changeId)) return null
  const word = isOnTrial(first) ? 'on trial' : 'being changed'
  const words =
    others.length === 0 ? (
      <>
        <b className="font-mono">{first.hostName}</b> {word}
      </>
    ) : (
      `${underWay.length} hosts ${underWay.some(isOnTrial) ? 'on trial' : 'being changed'}`
    )
  return (
    // Around the link: inside it the live region would take the link's name away.
    <div role="status">
      <Link
        href={others.length === 0 ? `/hosts/${first.hostId}/changes/${first.id}` : '/changes?tab=waiting'}
        className="flex h-control items-center gap-2 rounded-node border border-warn bg-warn-wash px-2.5 text-12 whitespace-nowrap"
      >
        <StatusGlyph status="warn" />
        <span>{words}</span>
      </Link>
    </div>
  )
}
