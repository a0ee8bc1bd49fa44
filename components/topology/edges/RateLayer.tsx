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
import type { RateSeat } from '@/lib/core/rates/rate-seat'
import type { Scene, SceneEdge } from '@/lib/core/topology/scene'
import { useWiringView } from '../WiringViewProvider'
import { rateAt } from './edge-rates'

/** What each line carries now and did for five minutes, drawn over the lines. Nothing but this draws again with each count. */
export function RateLayer({ scene }: { scene: Scene }) {
  const edgeSeats = useWiringView((view) => view.edgeSeats)
  return edgeSeats.size === 0 ? null : <Rates scene={scene} edgeSeats={edgeSeats} />
}

function Rates({ scene, edgeSeats }: { scene: Scene; edgeSeats: ReadonlyMap<string, RateSeat> }) {
  const rates = useHostRates(useHost().id)
  return (
    <ViewportPortal>
      <svg className="tp-rates" width={scene.width} height={scene.height}>
        {scene.edges.map((sceneEdge) => {
          const seat = edgeSeats.get(sceneEdge.edge.id)
          return seat === undefined ? null : (
            <EdgeRate key={sceneEdge.edge.id} sceneEdge={sceneEdge} seat={seat} rates={rates} />
          )
        })}
      </svg>
    </ViewportPortal>
  )
}

const LINE = { width: 22, height: 8 }

type EdgeRateProps = { sceneEdge: SceneEdge; seat: RateSeat; rates: HostRates }

/** Above the line the greater of its two rates with where it runs, below it both together over time. Silent lines stay clean. */
const EdgeRate = memo(function EdgeRate({ sceneEdge, seat, rates }: EdgeRateProps) {
  const isBright = useWiringView(({ brightIds }) => brightIds?.has(sceneEdge.edge.id) ?? false)
  const place = rateAt(sceneEdge)
  const points = pointsOf(rates.past, seat.names).map(({ atMs, rxBps, txBps }) => ({ at: atMs, value: rxBps + txBps }))
  const top = Math.max(0, ...points.map(({ value }) => value))
  if (place === null || top === 0) return null
  const now = sumRates(rates.ports, seat.names)
  const { rx, tx } = now
  const [right, left] = seat.towardsGuest === 'rx' ? [rx.bps, tx.bps] : [tx.bps, rx.bps]
  const faults = faultsOf(seat, now)
  const figures = [`${seat.rxWords}: ${formatBitRate(rx.bps)}`, `${seat.txWords}: ${formatBitRate(tx.bps)}`]
  const text = right >= left ? `${formatBitRateShort(right)}▸` : `◂${formatBitRateShort(left)}`
  return (
    <g className={`tp-fades${isBright ? ' is-bright' : ''}${faults.isWarning ? ' has-faults' : ''}`}>
      <title>{[...figures, ...faults.words].join('; ')}</title>
      <text x={place.x} y={place.y - 3} textAnchor="middle">
        {right + left === 0 ? '0' : text}
      </text>
      <path
        transform={`translate(${place.x - LINE.width / 2} ${place.y + 2})`}
        d={sparklinePath(points, { ...LINE, span: RATE_SPAN_MS, top })}
      />
    </g>
  )
})
