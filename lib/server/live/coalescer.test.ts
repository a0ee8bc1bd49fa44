import { describe, expect, it } from 'vitest'
import { FakeClock } from '../host/testing/clock'
import { Coalescer } from './coalescer'

describe('Coalescer', () => {
  it('passes the first on at once, and what follows together', async () => {
    const clock = new FakeClock()
    const passed: string[][] = []
    const coalescer = new Coalescer(clock, 200, (ids) => passed.push([...ids]))
    coalescer.mark('a')
    for (const id of ['b', 'c', 'b', 'b']) coalescer.mark(id)
    expect(passed).toEqual([['a']])
    await clock.advance(200)
    expect(passed).toEqual([['a'], ['b', 'c']])
    await clock.advance(1000)
    coalescer.mark('d')
    expect(passed).toHaveLength(3)
    coalescer.mark('e')
    coalescer.stop()
    await clock.advance(1000)
    expect([passed.length, clock.size]).toEqual([3, 0])
  })
})
