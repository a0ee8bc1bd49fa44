'use client'

import { useHost } from '@/components/host/host-context'
import { Sparkline } from '@/components/ui/Sparkline'
import { formatBitRate } from '@/lib/client/format'
import { useHostRates } from '@/lib/client/queries/rates'
import { faultsOf } from '@/lib/core/rates/faults'
import type { Faults } from '@/lib/core/rates/faults'
import { pointsOf, RATE_SPAN_MS, sumRates } from '@/lib/core/rates/rate-log'
import type { Flow } from '@/lib/core/rates/rate-meter'
import type { RateSource } from '@/lib/core/rates/rate-source'
import { Section } from './InspectorParts'

/** What the selected port carries, either way in words, with a line of the last five minutes. */
export function TrafficSection({ source }: { source: RateSource }) {
  const { ports, past } = useHostRates(useHost().id)
  const points = pointsOf(past, source.names)
  const top = Math.max(0, ...points.flatMap(({ rxBps, txBps }) => [rxBps, txBps]))
  const now = sumRates(ports, source.names)
  const line = (key: 'rxBps' | 'txBps') => points.map((point) => ({ at: point.atMs, value: point[key] }))
  const isCounting = points.length < 2
  return (
    <Section title="Traffic" aside={isCounting ? undefined : `5 min, up to ${formatBitRate(top)}`}>
      {isCounting ? (
        <p className="text-fg-2">Counting. Figures appear within seconds, and grow to a line of five minutes.</p>
      ) : (
        <>
          <Direction words={source.rxWords} flow={now.rx} points={line('rxBps')} top={top} />
          <Direction words={source.txWords} flow={now.tx} points={line('txBps')} top={top} />
          <Losses {...faultsOf(source, now)} />
        </>
      )}
    </Section>
  )
}

type DirectionProps = { words: string; flow: Flow; points: { at: number; value: number }[]; top: number }

function Direction({ words, flow, points, top }: DirectionProps) {
  const rate = formatBitRate(flow.bps)
  return (
    <div className="mt-1 grid grid-cols-[84px_minmax(0,1fr)_96px] items-center gap-2">
      <span className="text-fg-2">{words}</span>
      <Sparkline points={points} span={RATE_SPAN_MS} top={top} label={`${words}: the last five minutes, now ${rate}`} />
      <span className="flex flex-col text-right leading-4">
        {rate}
        <span className="text-fg-3">{Math.round(flow.pps).toLocaleString('en')} packets/s</span>
      </span>
    </div>
  )
}

/** Errors and drops of either direction; one quiet line where there are none. */
function Losses({ words, isWarning }: Faults) {
  return words.length === 0 ? (
    <p className="text-fg-3">No errors and no drops now.</p>
  ) : (
    <p className={isWarning ? 'text-warn' : 'text-fg-2'}>
      {words.join(', ')}
      {isWarning ? '' : ': less than one packet in a thousand'}
    </p>
  )
}
