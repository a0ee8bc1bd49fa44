import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { replaceEqualDeep } from './replace-equal-deep'

const json = fc.jsonValue({ maxDepth: 4 })

describe('replaceEqualDeep', () => {
  it('gives what equals the new value', () => {
    fc.assert(
      fc.property(json, json, (a, b) => {
        expect(replaceEqualDeep(a, b)).toStrictEqual(b)
      }),
    )
  })

  it('gives the old value where the new one equals it', () => {
    fc.assert(
      fc.property(json, (a) => {
        expect(replaceEqualDeep(a, structuredClone(a))).toBe(a)
      }),
    )
  })

  it('pairs what is called the same, wherever it stands', () => {
    const [a, b, c] = [{ id: 'a' }, { name: 'b', tags: [1] }, { uuid: 'c', name: 'x', deep: { list: [1, 2] } }]
    const before = [a, b, c]
    const after = replaceEqualDeep(before, [
      { id: 'new' },
      structuredClone(c),
      { name: 'b', tags: [2] },
      structuredClone(a),
    ])
    expect(after[1]).toBe(c)
    expect(after[3]).toBe(a)
    expect(after[2]).toEqual({ name: 'b', tags: [2] })
  })

  it('leaves twins, maps and odd keys right', () => {
    const twins = [
      { name: 'a', n: 1 },
      { name: 'a', n: 2 },
    ]
    expect(replaceEqualDeep(twins, structuredClone(twins))).toEqual(twins)
    const map = new Map([[1, 2]])
    expect(replaceEqualDeep({ map: new Map([[1, 2]]) }, { map }).map).toBe(map)
    const odd = JSON.parse('{"__proto__":{"x":1},"y":2}') as object
    expect(JSON.stringify(replaceEqualDeep(JSON.parse('{"__proto__":{"x":2}}'), odd))).toBe(JSON.stringify(odd))
  })
})
