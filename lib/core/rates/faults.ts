import type { Flow, PortRate } from './rate-meter'
import type { RateSource } from './rate-source'

/** Of so many packets one may be lost: a busy link drops one now and then, and nobody has to look for that. */
const HARMLESS = 1 / 1000

/** `isWarning`: more is lost than a healthy link loses; the one rule for the colour of a figure, wherever it stands. */
export type Faults = { words: string[]; isWarning: boolean }

/** What a port loses now, either way: "2 errors/s from the guest". Empty where it loses nothing. */
export function faultsOf(
  source: Pick<RateSource, 'rxWords' | 'txWords'>,
  { rx, tx }: Pick<PortRate, 'rx' | 'tx'>,
): Faults {
  const ways = [
    { way: source.rxWords, flow: rx },
    { way: source.txWords, flow: tx },
  ]
  return {
    words: ways.flatMap(({ way, flow }) => [
      ...(flow.errors > 0 ? [`${perSecond(flow.errors, 'error')} ${way}`] : []),
      ...(flow.drops > 0 ? [`${perSecond(flow.drops, 'drop')} ${way}`] : []),
    ]),
    isWarning: ways.some(({ flow }) => isLossy(flow)),
  }
}

const perSecond = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}/s`

const isLossy = ({ pps, errors, drops }: Flow): boolean => errors + drops > (pps + errors + drops) * HARMLESS
