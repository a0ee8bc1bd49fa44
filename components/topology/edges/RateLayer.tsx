'use client'

import { ViewportPortal } from '@xyflow/react'
import { memo } from 'react'
import { useHost } from '@/components/host/host-context'
import { sparklinePath } from '@/components/ui/sparkline-path'
import { formatBitRate, formatBitRateShort } from '@/lib/client/format'
import type { HostRates } from '@/lib/client/queries/rates'
import { useHostRates } from '@/lib/client/queries/rates'
import { faultsOf } from '@/lib/core/rates/faults'
import { pointsOf, RATE_SPAN_MS, sumRates } from '@/lib/core/rates/rate-log'
import type { RateSource } from '@/lib/core/rates/rate-source'
import type { Scene, SceneEdge } from '@/lib/core/topology/place/scene'
import { fades } from '../fades'
import { useWiringView } from '../WiringViewProvider'
import { rateAt } from './edge-rates'

/** What each line carries now and did for five minutes, drawn over the lines. Nothing but this draws again with each count. */
export function RateLayer({ scene }: { scene: Scene }) {
  const edgeSources = useWiringView((view) => view.edgeSources)
  return edgeSources.size === 0 ? null : <Rates scene={scene} edgeSources={edgeSources} />
}

function Rates({ scene, edgeSources }: { scene: Scene; edgeSources: ReadonlyMap<string, RateSource> }) {
  const rates = useHostRates(useHost().id)
  return (
    <ViewportPortal>
      <svg
        className="pointer-events-none absolute inset-0 overflow-visible in-data-far:invisible"
        width={scene.width}
        height={scene.height}
      >
        {scene.edges.map((sceneEdge) => {
          const source = edgeSources.get(sceneEdge.edge.id)
          return source === undefined ? null : (
            <EdgeRate key={sceneEdge.edge.id} sceneEdge={sceneEdge} source={source} rates={rates} />
          )
        })}
      </svg>
    </ViewportPortal>
  )
}

const LINE = { width: 22, height: 8 }

type EdgeRateProps = { sceneEdge: SceneEdge; source: RateSource; rates: HostRates }

/** Above the line the greater of its two rates with where it runs, below it both together over time. Silent lines stay clean. */
const EdgeRate = memo(function EdgeRate({ sceneEdge, source, rates }: EdgeRateProps) {
  const isBright = useWiringView(({ brightIds }) => brightIds?.has(sceneEdge.edge.id) ?? false)
  const place = rateAt(sceneEdge)
  const points = pointsOf(rates.past, source.names).map(({ atMs, rxBps, txBps }) => ({
    at: atMs,
    value: rxBps + txBps,
  }))
  const top = Math.max(0, ...points.map(({ value }) => value))
  if (place === null || top === 0) return null
  const now = sumRates(rates.ports, source.names)
  const { rx, tx } = now
  const [right, left] = source.towardsGuest === 'rx' ? [rx.bps, tx.bps] : [tx.bps, rx.bps]
  const faults = faultsOf(source, now)
  const figures = [`${source.rxWords}: ${formatBitRate(rx.bps)}`, `${source.txWords}: ${formatBitRate(tx.bps)}`]
  const text = right >= left ? `${formatBitRateShort(right)}▸` : `◂${formatBitRateShort(left)}`
  return (
    <g className={fades(isBright)}>
      <title>{[...figures, ...faults.words].join('; ')}</title>
      <text
        className={`stroke-panel stroke-[3px] text-[9px] [paint-order:stroke] ${faults.isWarning ? 'fill-warn' : 'fill-fg-2'}`}
        x={place.x}
        y={place.y - 3}
        textAnchor="middle"
      >
        {right + left === 0 ? '0' : text}
      </text>
      <path
        className="fill-none stroke-accent"
        transform={`translate(${place.x - LINE.width / 2} ${place.y + 2})`}
        d={sparklinePath(points, { ...LINE, span: RATE_SPAN_MS, top })}
      />
    </g>
  )
})
