import { describe, expect, it } from 'vitest'
import { FakeClock } from '../host/fake-clock'
import { Bundler } from './bundler'

describe('Bundler', () => {
  it('passes the first on at once, and what follows together', async () => {
    const clock = new FakeClock()
    const passed: string[][] = []
    const bundler = new Bundler(clock, 200, (ids) => passed.push([...ids]))
    bundler.mark('a')
    for (const id of ['b', 'c', 'b', 'b']) bundler.mark(id)
    expect(passed).toEqual([['a']])
    await clock.advance(200)
    expect(passed).toEqual([['a'], ['b', 'c']])
    await clock.advance(1000)
    bundler.mark('d')
    expect(passed).toHaveLength(3)
    bundler.mark('e')
    bundler.stop()
    await clock.advance(1000)
    expect([passed.length, clock.size]).toEqual([3, 0])
  })
})
