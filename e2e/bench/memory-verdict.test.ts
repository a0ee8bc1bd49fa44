import { describe, expect, it } from 'vitest'
import { memoryVerdict } from './memory-verdict'

const run = (minutes: number, rssAt: (minute: number) => number) =>
  Array.from({ length: minutes * 6 }, (_, n) => ({ at: n * 10_000, rssMb: rssAt(n / 6), heapMb: 50 }))

describe('memoryVerdict', () => {
  it('overlooks the first five minutes', () => {
    expect(memoryVerdict(run(30, (minute) => Math.min(200, 100 + minute * 20)))).toEqual({
      isGood: true,
      words: 'resident 200 → 200 MB, heap 50 → 50 MB',
    })
  })
  it('sees a slow leak', () => {
    expect(memoryVerdict(run(30, (minute) => 100 + minute * 2)).isGood).toBe(false)
  })
  it('says nothing good of nothing', () => {
    expect(memoryVerdict([]).isGood).toBe(false)
  })
})
