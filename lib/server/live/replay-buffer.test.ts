import { describe, expect, it } from 'vitest'
import { ReplayBuffer } from './replay-buffer'

const bytes = (length: number) => new Uint8Array(length)

function bufferOf(count: number, length = 10) {
  const buffer = new ReplayBuffer()
  const chunks = Array.from({ length: count }, () => bytes(length))
  chunks.forEach((chunk, i) => buffer.push(i + 1, chunk))
  return { buffer, chunks }
}

describe('ReplayBuffer', () => {
  it('gives what came since', () => {
    const { buffer, chunks } = bufferOf(3)
    expect(buffer.since(0, 3)).toEqual(chunks)
    expect(buffer.since(2, 3)).toEqual([chunks[2]])
    expect(buffer.since(3, 3)).toEqual([])
    expect(new ReplayBuffer().since(0, 0)).toEqual([])
  })

  it.each([-1, 4, 99, Number.NaN])('knows nothing since %d', (sequence) => {
    expect(bufferOf(3).buffer.since(sequence, 3)).toBeNull()
  })

  it('forgets the oldest, by number and by bytes', () => {
    const many = bufferOf(300).buffer
    expect(many.since(43, 300)).toBeNull()
    expect(many.since(44, 300)).toHaveLength(256)
    const large = bufferOf(10, 400_000).buffer
    expect(large.since(7, 10)).toBeNull()
    expect(large.since(8, 10)).toHaveLength(2)
    const huge = bufferOf(1, 2 << 20).buffer
    expect(huge.since(0, 1)).toBeNull()
  })
})
