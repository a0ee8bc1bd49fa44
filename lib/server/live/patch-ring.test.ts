import { describe, expect, it } from 'vitest'
import { PatchRing } from './patch-ring'

const bytes = (length: number) => new Uint8Array(length)

function ringOf(count: number, length = 10) {
  const ring = new PatchRing()
  const chunks = Array.from({ length: count }, () => bytes(length))
  chunks.forEach((chunk, i) => ring.push(i + 1, chunk))
  return { ring, chunks }
}

describe('PatchRing', () => {
  it('gives what came since', () => {
    const { ring, chunks } = ringOf(3)
    expect(ring.since(0, 3)).toEqual(chunks)
    expect(ring.since(2, 3)).toEqual([chunks[2]])
    expect(ring.since(3, 3)).toEqual([])
    expect(new PatchRing().since(0, 0)).toEqual([])
  })

  it.each([-1, 4, 99, Number.NaN])('knows nothing since %d', (sequence) => {
    expect(ringOf(3).ring.since(sequence, 3)).toBeNull()
  })

  it('forgets the oldest, by number and by bytes', () => {
    const many = ringOf(300).ring
    expect(many.since(43, 300)).toBeNull()
    expect(many.since(44, 300)).toHaveLength(256)
    const large = ringOf(10, 400_000).ring
    expect(large.since(7, 10)).toBeNull()
    expect(large.since(8, 10)).toHaveLength(2)
    const huge = ringOf(1, 2 << 20).ring
    expect(huge.since(0, 1)).toBeNull()
  })
})
