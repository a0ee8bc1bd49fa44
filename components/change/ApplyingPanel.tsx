'use client'

import { Spinner } from '@/components/ui/Spinner'
import { useNow } from '@/lib/client/clock'
import type { Change } from '@/lib/contract/changes'
import { countdownOf, secondsText } from './countdown'
import { phaseWords } from './phase-words'

/** Under way: what is being done just now, and the timer that already runs. */
export function ApplyingPanel({ change }: { change: Change }) {
  const { hostName, notes, deadlineAt, windowSeconds } = change
  const nowMs = useNow()
  const last = notes.at(-1)
  const left = deadlineAt === null || nowMs === 0 ? null : countdownOf(deadlineAt, windowSeconds, nowMs)
  return (
    <section aria-label="Under way" className="flex flex-col gap-1.5 border-b border-line-1 px-4 py-3">
      <p role="status" className="flex items-center gap-2 text-14 font-strong">
        <Spinner />
        {last === undefined ? `Beginning on ${hostName}` : phaseWords(last.phase, hostName)}
      </p>
      {last !== undefined && last.text !== '' && <p className="text-12 break-words text-fg-2">{last.text}</p>}
      {left !== null && (
        <p className="text-12 text-fg-2">
          {hostName} undoes everything by itself in {secondsText(left.seconds)} unless it is kept.
        </p>
      )}
    </section>
  )
}
