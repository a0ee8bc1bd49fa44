import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MAX_ARGUMENT_BYTES, quoteArgv, quoteWord, UnquotableError, WordDecoder } from './quote'

const shellText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: fc.constantFrom(...`'"\\$\`;&|<>(){}[]*?~#!= \t\n-`), maxLength: 20 }),
)
const argument = shellText.filter((text) => !text.includes('\0') && !/\p{Surrogate}/u.test(text))

describe('quoteWord', () => {
  it('leaves plain words as they are', () => {
    expect(quoteArgv(['ip', '-d', '-j', 'link', 'show', 'dev', 'br-lan.125'])).toBe('ip -d -j link show dev br-lan.125')
  })

  it('wraps the rest in single quotes', () => {
    expect(quoteArgv(['', "it's", '$(reboot)', '~', 'a b'])).toBe(`'' 'it'\\''s' '$(reboot)' '~' 'a b'`)
  })

  it('refuses what no argv can hold', () => {
    expect(() => quoteWord('a\0b')).toThrow(UnquotableError)
    expect(() => quoteWord('\ud800')).toThrow(UnquotableError)
    expect(() => quoteWord('x'.repeat(MAX_ARGUMENT_BYTES + 1))).toThrow(/131071 bytes/)
    expect(() => quoteWord('é'.repeat(MAX_ARGUMENT_BYTES / 2 + 1))).toThrow(UnquotableError)
    expect(quoteWord('x'.repeat(MAX_ARGUMENT_BYTES))).toHaveLength(MAX_ARGUMENT_BYTES)
  })
})

describe('WordDecoder', () => {
  it('gives back every argv, wherever the text is cut', () => {
    fc.assert(
      fc.property(fc.array(argument, { minLength: 1, maxLength: 6 }), fc.nat(), (argv, seed) => {
        const text = `${quoteArgv(argv)}\n`
        const cut = seed % text.length
        const decoder = new WordDecoder()
        expect([...decoder.push(text.slice(0, cut)), ...decoder.push(text.slice(cut))]).toEqual([argv])
      }),
    )
  })
})
