'use client'

import Link from 'next/link'
import { useMemo } from 'react'
import type { LensHost } from '@/components/topology/lens-host'
import { Segmented } from '@/components/ui/Segmented'
import { useUrlState } from '@/lib/client/url-state'
import type { Change } from '@/lib/contract/changes'
import type { NetworkState } from '@/lib/core/model/network-state'
import { OVERLAY_VIEWS, type OverlayView } from '@/lib/core/topology/overlay/pick-scene'
import { ChangeCanvas } from './ChangeCanvas'
import { ChangeList } from './ChangeList'
import { overlayOf } from './overlay-states'

type Props = { host: LensHost; change: Change; state: NetworkState; isPhone: boolean; isStale: boolean }

const SIDES = [
  { id: 'now', label: 'Now' },
  { id: 'after', label: 'After' },
  { id: 'both', label: 'Both' },
] as const satisfies readonly { id: OverlayView; label: string }[]
const DONE_SIDES = [{ id: 'now', label: 'Before' }, ...SIDES.slice(1)] as const

const isSide = (text: string | null): text is OverlayView => OVERLAY_VIEWS.some((side) => side === text)

/** Loaded when a change is first shown: the graph and everything that draws it. */
export function ChangePicture({ host, change, state, isPhone, isStale }: Props) {
  const [params, setParams] = useUrlState()
  const chosen = params.get('show')
  const side = isSide(chosen) ? chosen : 'both'
  const { plan, status } = change
  const overlay = useMemo(() => overlayOf(state, plan, status), [state, plan, status])
  if (isPhone) return <ChangeList overlay={overlay} />
  const isDone = status !== 'planned' && status !== 'stale' && status !== 'failed'
  return (
    <div className="flex min-w-0 flex-1 flex-col">
      <div
        role="toolbar"
        aria-label="Change"
        className="flex h-toolbar flex-none items-center gap-3 border-b border-line-1 bg-app px-3"
      >
        <nav aria-label="Where this is" className="flex min-w-0 flex-1 items-center gap-1.5 text-12">
          <Link href={`/hosts/${host.id}/changes`} className="rounded-chip text-fg-3 hover:text-fg">
            Changes
          </Link>
          <span aria-hidden className="text-fg-3">
            /
          </span>
          <b className="truncate">{change.title}</b>
        </nav>
        <Segmented
          label="Picture"
          segments={isDone ? DONE_SIDES : SIDES}
          value={side}
          onChange={(next) => setParams({ show: next === 'both' ? null : next })}
        />
      </div>
      <ChangeCanvas host={host} change={change} state={state} overlay={overlay} side={side} isStale={isStale} />
    </div>
  )
}
