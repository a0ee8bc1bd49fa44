import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createSseParser } from './sse-parser'

const STREAM =
  ':\n\nid: e.1\nevent: host\ndata: {"a":1}\n\nevent: patch\r\ndata: x\r\ndata:  y\r\n\r\ndata: plain\r\rid\n\n'
const EVENTS = [
  { event: 'host', data: '{"a":1}', id: 'e.1' },
  { event: 'patch', data: 'x\n y', id: 'e.1' },
  { event: 'message', data: 'plain', id: 'e.1' },
]

describe('createSseParser', () => {
  it('reads events, whatever pieces they come in', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: STREAM.length })), (cuts) => {
        const parse = createSseParser()
        const places = [0, ...cuts.sort((a, b) => a - b), STREAM.length]
        const pieces = places.slice(1).map((to, i) => STREAM.slice(places[i], to))
        expect(pieces.flatMap((piece) => parse(piece))).toEqual(EVENTS)
      }),
    )
  })

  it('keeps an unfinished event, and forgets a name without data', () => {
    const parse = createSseParser()
    expect(parse('event: host\n\ndata: 1\n')).toEqual([])
    expect(parse('\n')).toEqual([{ event: 'message', data: '1', id: null }])
  })
})
