import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { entries, flag, integer, integers, parseOvsdbTables, references, rowsOf, text, textMap, texts } from './ovsdb'

const captures = path.join(import.meta.dirname, 'captures')
const files = readdirSync(captures, { recursive: true, encoding: 'utf8' }).sort()
const read = (file: string): string => readFileSync(path.join(captures, file), 'utf8')

const table = (columns: Record<string, unknown>) =>
  JSON.stringify({ headings: Object.keys(columns), data: [Object.values(columns)] })

function row(columns: Record<string, unknown>) {
  const result = parseOvsdbTables(table(columns), ['T'])
  if (!result.ok) throw new Error(result.message)
  return rowsOf(result.value, 'T')[0] ?? new Map()
}

describe('parseOvsdbTables', () => {
  const lists = files.filter((file) => /\/ovs-vsctl-(json|list)-[A-Z]\w+\.json$/.test(file))
  const dumps = files.filter((file) => /\/ovsdb-client-dump\.(json|txt)$/.test(file) && read(file).startsWith('{'))

  it('has every capture to read', () => expect([lists.length > 40, dumps.length]).toEqual([true, 4 + 1]))

  it.each(lists)('reads %s', (file) => {
    const name = /-(\w+)\.json$/.exec(file)?.[1] ?? ''
    const result = parseOvsdbTables(read(file), [name])
    if (!result.ok) throw new Error(result.message)
    expect(rowsOf(result.value, name).every((one) => text(one, '_uuid')?.length === 36)).toBe(true)
  })

  it.each(dumps)('takes the tables of %s by their captions', (file) => {
    const result = parseOvsdbTables(read(file), [])
    if (!result.ok) throw new Error(result.message)
    const bridges = rowsOf(result.value, 'Bridge')
    const root = rowsOf(result.value, 'Open_vSwitch')[0] ?? new Map()
    expect(references(root, 'bridges').sort()).toEqual(bridges.map((bridge) => text(bridge, '_uuid')).sort())
  })

  it('gives several documents their names in order', () => {
    const result = parseOvsdbTables(`${table({ name: 'a' })}\n${table({ name: 'b' })}\n`, ['Bridge', 'Port'])
    expect(result.ok && [...result.value.keys()]).toEqual(['Bridge', 'Port'])
  })

  it.each([
    ['nothing', ''],
    ['an error message', 'ovs-vsctl: unix:/var/run/openvswitch/db.sock: database connection failed'],
    ['a truncated document', table({ name: 'x' }).slice(0, -3)],
    ['a list', '[]'],
    ['null', 'null'],
    ['no headings', '{"data":[]}'],
    ['headings of a wrong type', '{"headings":7,"data":[]}'],
    ['more tables than asked for', `${table({})}\n${table({})}`],
  ])('refuses %s', (_, stdout) => {
    const result = parseOvsdbTables(stdout, ['T'])
    expect(result.ok).toBe(false)
    if (!result.ok) expect(result.at).toMatch(/^line \d/)
  })
})

describe('values (RFC 7047, 5.1)', () => {
  it.each([
    ['a bare scalar is a set of one', 'x', ['x']],
    ['a set', ['set', ['b', 'a']], ['b', 'a']],
    ['an empty set', ['set', []], []],
    ['a row reference', ['uuid', 'u1'], ['u1']],
    [
      'a set of references',
      [
        'set',
        [
          ['uuid', 'u1'],
          ['uuid', 'u2'],
        ],
      ],
      ['u1', 'u2'],
    ],
    ['numbers are no strings', ['set', [1, 'a', true]], ['a']],
    ['nonsense', { a: 1 }, []],
    ['a malformed set', ['set', 'x'], []],
  ])('%s', (_, value, expected) => expect(texts(row({ c: value }), 'c')).toEqual(expected))

  it('reads numbers, flags and maps, and what is absent as nothing', () => {
    const one = row({
      tag: 125,
      trunks: ['set', [1, 2, 2.5, '3']],
      on: true,
      map: ['map', [['k', 'v'], ['n', 7], ['bad'], 'worse']],
      queues: ['map', [[0, ['uuid', 'q0']]]],
    })
    expect([integer(one, 'tag'), integers(one, 'trunks'), flag(one, 'on')]).toEqual([125, [1, 2], true])
    expect(textMap(one, 'map')).toEqual({ k: 'v', n: '7' })
    expect(entries(one, 'queues')).toEqual([[0, 'q0']])
    expect([text(one, 'no'), integer(one, 'no'), flag(one, 'no'), textMap(one, 'no')]).toEqual([null, null, false, {}])
    expect([text(one, 'map'), textMap(one, 'tag')]).toEqual([null, {}])
  })

  it('takes prototype names as plain keys', () => {
    const one = row({
      map: [
        'map',
        [
          ['__proto__', 'x'],
          ['constructor', 'y'],
        ],
      ],
    })
    const map = textMap(one, 'map')
    expect(Object.keys(map)).toEqual(['__proto__', 'constructor'])
    expect(Object.getPrototypeOf(map)).toBe(Object.prototype)
    const columns = parseOvsdbTables('{"headings":["__proto__"],"data":[["x"]]}', ['T'])
    expect(columns.ok && text(rowsOf(columns.value, 'T')[0] ?? new Map(), '__proto__')).toBe('x')
    expect(({} as Record<string, unknown>).x).toBeUndefined()
  })

  it('never throws on JSON of any shape', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (headings, data) => {
        const result = parseOvsdbTables(JSON.stringify({ headings, data }), ['T'])
        if (!result.ok) return
        for (const one of rowsOf(result.value, 'T')) for (const column of one.keys()) textMap(one, column)
      }),
    )
  })
})
