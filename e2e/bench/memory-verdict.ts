import { quantiles } from './figures'

/** Growth that a garbage collector's mood explains. */
const TOLERANCE = 1.1
const WARM_UP_MS = 5 * 60_000

type Sample = { at: number; rssMb: number; heapMb: number }

/**
 * Has memory grown after the first five minutes? Compared are the medians of the quarter after the warm-up and of the last one,
 * of what the process holds and of its heap; a run too short for a warm-up is compared whole.
 */
export function memoryVerdict(samples: readonly Sample[]): { isGood: boolean; words: string } {
  const warm = samples.filter(({ at }) => at - (samples[0]?.at ?? 0) >= WARM_UP_MS)
  const used = warm.length >= 8 ? warm : samples
  const quarter = Math.max(1, Math.floor(used.length / 4))
  const median = (part: readonly Sample[], key: 'rssMb' | 'heapMb') => quantiles(part.map((each) => each[key])).p50
  const [first, last] = [used.slice(0, quarter), used.slice(-quarter)]
  const pairs = (['rssMb', 'heapMb'] as const).map((key) => ({
    key,
    before: median(first, key),
    after: median(last, key),
  }))
  return {
    isGood: used.length > 0 && pairs.every(({ before, after }) => after <= before * TOLERANCE),
    words: pairs
      .map(
        ({ key, before, after }) =>
          `${key === 'rssMb' ? 'resident' : 'heap'} ${before.toFixed(0)} → ${after.toFixed(0)} MB`,
      )
      .join(', '),
  }
}
