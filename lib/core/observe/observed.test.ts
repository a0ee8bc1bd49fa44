import { describe, expect, it, vi } from 'vitest'
import { parsed, unparsed } from '../parse/parsed'
import { wellEnded } from './testing/capture-facts'
import { takeFact } from './observed'
import type { ReadCommand } from './read-command'

const command: ReadCommand = {
  id: 'x.y',
  source: 'system',
  argv: ['x'],
  display: 'x',
  tool: 'x',
  deadlineMs: 1_000,
  maxBytes: 1_000,
}

describe('takeFact', () => {
  it('parses one output once, and another output of the same text again', () => {
    const parse = vi.fn((text: string) => parsed(text.length))
    const facts = { 'x.y': wellEnded('four') }
    expect([takeFact(facts, command, parse).value, takeFact({ ...facts }, command, parse).value]).toEqual([4, 4])
    expect(parse).toHaveBeenCalledTimes(1)
    takeFact({ 'x.y': wellEnded('four') }, command, parse)
    expect(parse).toHaveBeenCalledTimes(2)
  })

  it('keeps the results of two parsers apart', () => {
    const facts = { 'x.y': wellEnded('four') }
    expect(takeFact(facts, command, () => parsed('a')).value).toBe('a')
    expect(takeFact(facts, command, () => parsed('b')).value).toBe('b')
  })

  it('says what does not parse, again each time', () => {
    const facts = { 'x.y': wellEnded('four') }
    const parse = () => unparsed('wanted five', 'line 1')
    for (let round = 0; round < 2; round += 1)
      expect(takeFact(facts, command, parse).problems).toMatchObject([{ code: 'invalid_output' }])
  })

  it('takes a command that is not among the facts for one that was not read', () => {
    expect(takeFact({}, { ...command, id: '__proto__' }, parsed)).toEqual({ value: null, problems: [] })
  })
})
