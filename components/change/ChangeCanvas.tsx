'use client'

import '@/components/topology/topology.css'
import '@/components/topology/marks.css'
import dynamic from 'next/dynamic'
import { useMemo, useState } from 'react'
import { Glyph } from '@/components/topology/Glyph'
import { Legend } from '@/components/topology/Legend'
import { softwareOf, type LensHost } from '@/components/topology/lens-host'
import { WiringViewProvider } from '@/components/topology/WiringViewProvider'
import { Spinner } from '@/components/ui/Spinner'
import type { Change } from '@/lib/contract/changes'
import type { NetworkState } from '@/lib/core/model/network-state'
import type { MarkCounts, Overlay } from '@/lib/core/topology/overlay/overlay'
import { countMarks } from '@/lib/core/topology/overlay/overlay'
import type { OverlayView } from '@/lib/core/topology/overlay/pick-scene'
import { isGivenUp } from './change-words'
import { managementSentence } from './risk-lines'
import { useOverlayView } from './use-overlay-view'

const TopologyCanvas = dynamic(
  () => import('@/components/topology/TopologyCanvas').then((module) => module.TopologyCanvas),
  {
    ssr: false,
    loading: () => (
      <div className="tp-canvas tp-canvas-loading">
        <Spinner label="Drawing the change" />
      </div>
    ),
  },
)

type Props = {
  host: LensHost
  change: Change
  state: NetworkState
  overlay: Overlay
  side: OverlayView
  isStale: boolean
}

/** The host's picture with what comes and goes drawn into it. */
export function ChangeCanvas({ host, change, state, overlay, side, isStale }: Props) {
  const { scene, items, view, setIsPanning, clear } = useOverlayView(overlay, side)
  const [isLegendOpen, setIsLegendOpen] = useState(true)
  const software = useMemo(() => softwareOf(state), [state])
  const sentence = useMemo(
    () => ({ text: managementSentence(change.plan), isTouched: change.plan.risk.level !== 'R0' }),
    [change.plan],
  )
  return (
    <WiringViewProvider view={view}>
      <div className={`tp-main tp-preview${sentence.isTouched ? ' is-management-touched' : ''}`}>
        <TopologyCanvas
          scene={scene}
          items={items}
          host={host}
          software={software}
          isStale={isStale}
          onPanning={setIsPanning}
          onClear={clear}
          managementSentence={sentence.text}
        />
        <Banner change={change} counts={countMarks(overlay)} />
        <Legend isOpen={isLegendOpen} onToggle={() => setIsLegendOpen(!isLegendOpen)} isPreview />
      </div>
    </WiringViewProvider>
  )
}

const COUNT_WORDS = { planned: 'new', removed: 'removed', moved: 'moved', changed: 'changed' } as const

const countsText = (counts: MarkCounts): string => {
  const parts = (['planned', 'removed', 'moved', 'changed'] as const)
    .filter((mark) => counts[mark] > 0)
    .map((mark) => `${counts[mark]} ${COUNT_WORDS[mark]}`)
  return parts.length === 0 ? 'nothing on the picture differs' : parts.join(', ')
}

/** Says whether what is drawn is so, or only planned. */
function Banner({ change, counts }: { change: Change; counts: MarkCounts }) {
  const { status, hostName } = change
  const says = {
    planned: ['plus', 'Preview:', 'nothing has been changed'],
    applying: ['clock', 'Under way:', `${hostName} is being changed`],
    awaiting_confirmation: ['clock', 'On trial:', `running on ${hostName}, not kept yet`],
    confirmed: ['check', 'Kept:', `this is what it changed on ${hostName}`],
    rolled_back: ['changed', 'Put back:', `this is what it would have changed`],
    rollback_failed: ['error', 'Rollback failed:', `${hostName} may be anywhere between`],
    failed: ['close', 'Failed:', 'nothing has been changed'],
    givenUp: ['close', 'Given up:', 'nothing has been changed'],
    stale: ['close', 'Out of date:', 'nothing has been changed'],
  } as const
  const [glyph, title, text] = isGivenUp(change) ? says.givenUp : says[status]
  return (
    <div className="tp-preview-foot">
      <p className={`tp-preview-banner is-${status}`}>
        <Glyph name={glyph} />
        {title} <b>{text}</b> <span className="tp-fg-2">{countsText(counts)}</span>
      </p>
    </div>
  )
}
