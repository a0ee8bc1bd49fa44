'use client'

import dynamic from 'next/dynamic'
import { useMemo, useState } from 'react'
import { CanvasLoading } from '@/components/topology/CanvasLoading'
import { Glyph } from '@/components/topology/Glyph'
import { Legend } from '@/components/topology/Legend'
import { softwareOf, type LensHost } from '@/components/topology/lens-host'
import { WiringViewProvider } from '@/components/topology/WiringViewProvider'
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
    loading: () => <CanvasLoading label="Drawing the change" />,
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
      <div
        className="relative flex min-h-0 min-w-0 flex-1 flex-col"
        data-preview={sentence.isTouched ? 'way-touched' : 'way-kept'}
      >
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

type Tone = { border: string; text: string }
const PLANNED_TONE: Tone = { border: 'border-plan', text: 'text-plan' }
const TRIAL_TONE: Tone = { border: 'border-warn', text: 'text-warn' }
/** By what has become of the change; all others are drawn as plans are. */
const BANNER_TONES: Partial<Record<Change['status'], Tone>> = {
  applying: TRIAL_TONE,
  awaiting_confirmation: TRIAL_TONE,
  confirmed: { border: 'border-ok', text: 'text-ok' },
  rollback_failed: { border: 'border-err', text: 'text-err' },
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
  const tone = BANNER_TONES[status] ?? PLANNED_TONE
  return (
    // Over the end of the canvas, however many lines the legend below it takes.
    <div className="relative h-0 flex-none">
      <p
        className={`absolute bottom-4 left-3 z-(--z-rank) flex min-h-7 max-w-[calc(100%-200px)] items-center gap-2 rounded-node border bg-app px-2.5 py-1 text-12/5 ${tone.border}`}
      >
        <Glyph name={glyph} className={tone.text} />
        {title} <b>{text}</b> <span className="text-fg-2">{countsText(counts)}</span>
      </p>
    </div>
  )
}
