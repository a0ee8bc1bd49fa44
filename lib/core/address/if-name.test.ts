import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { IfName, isKernelIfName, validateIfName } from './if-name'

describe('validateIfName', () => {
  it.each(['br0', 'br-guests', 'bond0.125', 'enp3s0f1', 'a', 'x'.repeat(15)])('takes %s', (name) => {
    expect(validateIfName(name)).toBeUndefined()
    expect(IfName.safeParse(name).success).toBe(true)
  })

  it.each([
    ['', 'needs a name'],
    ['x'.repeat(16), 'at most 15'],
    ['-n', 'begins with "-"'],
    ['.hidden', 'begins with "."'],
    ['..', 'is a folder'],
    ['br 0', 'holds a character'],
    ['br/0', 'holds a character'],
    ['eth0:1', 'holds a character'],
    ['$(id)', 'holds a character'],
    ['brücke', 'holds a character'],
    ['br0\n', 'holds a character'],
    ['default', 'the kernel uses itself'],
  ])('refuses %j', (name, reason) => {
    expect(validateIfName(name)).toContain(reason)
    expect(IfName.safeParse(name).success).toBe(false)
  })

  it('accepts only what the kernel accepts, and never what a shell would read', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 20 }), (name) => {
        if (validateIfName(name) !== undefined) return
        expect(isKernelIfName(name)).toBe(true)
        expect(name).toMatch(/^[\w][\w.-]*$/)
      }),
    )
  })
})

it.each([
  ['x\u0001y', true],
  ['"; rm', false], // the blank
  ['<b>', true],
  ['\uFFFD'.repeat(15), true],
  ['a:b', false],
  ['a\u0000', false],
])('isKernelIfName(%j) is %s', (name, expected) => {
  expect(isKernelIfName(name)).toBe(expected)
})
