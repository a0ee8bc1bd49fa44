import { describe, expect, it } from 'vitest'
import type { HashRank } from './hash-queue'
import { HashQueue } from './hash-queue'

/** Work that ends when it is told to, and the order in which it began. */
function workshop() {
  const queue = new HashQueue()
  const begun: string[] = []
  const ends: (() => void)[] = []
  const order = (name: string, rank: HashRank) =>
    queue.run(rank, () => {
      begun.push(name)
      return new Promise<void>((resolve) => ends.push(resolve))
    })
  const endOne = async () => {
    ends.shift()?.()
    await new Promise(setImmediate)
  }
  return { queue, begun, order, endOne }
}

describe('HashQueue', () => {
  it('works on two at once, and on the known first', async () => {
    const { begun, order, endOne } = workshop()
    for (const name of ['a', 'b', 'c', 'd']) void order(name, 'stranger')
    void order('owner', 'known')
    await new Promise(setImmediate)
    expect(begun).toEqual(['a', 'b'])
    await endOne()
    expect(begun).toEqual(['a', 'b', 'owner'])
    for (let i = 0; i < 4; i++) await endOne()
    expect(begun).toEqual(['a', 'b', 'owner', 'c', 'd'])
    void order('late', 'stranger')
    expect(begun).toContain('late')
  })

  it('refuses strangers once sixteen of them wait, and says when to come back', async () => {
    const { begun, order } = workshop()
    const answers = Array.from({ length: 40 }, (_, i) => order(`${i}`, 'stranger').catch((error: unknown) => error))
    const refused = await Promise.race(answers.slice(18))
    expect(refused).toMatchObject({ code: 'console_busy', status: 503, details: { retryAfterSeconds: 5 } })
    expect(await Promise.all(answers.slice(18))).toHaveLength(22)
    expect(begun).toHaveLength(2)
  })

  it('has a place for the known while strangers fill theirs', async () => {
    const { begun, order, endOne } = workshop()
    const strangers = Array.from({ length: 40 }, () => order('guess', 'stranger').catch(() => null))
    void order('owner', 'known')
    await endOne()
    expect(begun.at(-1)).toBe('owner')
    expect(strangers).toHaveLength(40)
  })

  it('goes on after work that fails', async () => {
    const { queue } = workshop()
    for (let i = 0; i < 4; i++) {
      await expect(queue.run('known', () => Promise.reject(new Error('no memory')))).rejects.toThrow('no memory')
    }
    expect(await queue.run('stranger', () => Promise.resolve('done'))).toBe('done')
  })
})
