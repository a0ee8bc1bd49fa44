import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DiffLine } from './line-diff'
import { diffLines } from './line-diff'

const shown = (lines: readonly DiffLine[]): string[] =>
  lines.map((line) =>
    line.kind === 'fold' ? `… ${line.count}` : `${{ kept: ' ', added: '+', removed: '-' }[line.kind]}${line.text}`,
  )

/** One side of a difference, put together again. */
const sideOf = (lines: readonly DiffLine[], other: 'added' | 'removed'): string[] =>
  lines.flatMap((line) => (line.kind === 'fold' ? line.lines : line.kind === other ? [] : [line.text]))

describe('diffLines', () => {
  it('folds what stays, but for a line around each difference', () => {
    const before = ['<interface>', '  <mac/>', "  <source bridge='brv'/>", '  <model/>', '</interface>', 'x'].join('\n')
    const after = before.replace("bridge='brv'", "network='ovsnet'")
    expect(shown(diffLines(before, after))).toEqual([
      '… 1',
      '   <mac/>',
      "-  <source bridge='brv'/>",
      "+  <source network='ovsnet'/>",
      '   <model/>',
      '… 2',
    ])
  })

  it('shows a text that comes or goes as a whole', () => {
    expect(shown(diffLines(null, 'a\nb\n'))).toEqual(['+a', '+b'])
    expect(shown(diffLines('a\nb\n', null))).toEqual(['-a', '-b'])
    expect(shown(diffLines('', null))).toEqual([])
  })

  it('folds equal texts completely', () => {
    expect(shown(diffLines('a\nb', 'a\nb\n'))).toEqual(['… 2'])
  })

  it('loses no line of either side', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 30 }).map((lines) => lines.join('\n'))
    fc.assert(
      fc.property(text, text, (before, after) => {
        const lines = diffLines(before, after)
        expect(sideOf(lines, 'added').join('\n')).toBe(before)
        expect(sideOf(lines, 'removed').join('\n')).toBe(after)
      }),
    )
  })

  it('gives a text of thousands of other lines without comparing each with each', () => {
    const many = (word: string): string => Array.from({ length: 3_000 }, (_, n) => `${word} ${n}`).join('\n')
    expect(diffLines(many('old'), many('new'))).toHaveLength(6_000)
  })
})
