import { expect, it } from 'vitest'
import { joinTokens, toTokens, validateToken } from './vlan-tokens'

it.each([
  ['', []],
  [' 100-110, 125;126\n7 ', ['100-110', '125', '126', '7']],
  ['1-,x', ['1-', 'x']],
])('%j', (text, tokens) => {
  expect(toTokens(text)).toEqual(tokens)
  expect(toTokens(joinTokens(tokens))).toEqual(tokens)
})

it('says what is wrong with a part', () => {
  expect(validateToken('100-110')).toBeUndefined()
  expect(validateToken('1-')).toContain('write e.g. 100-110,125')
  expect(validateToken('4095')).toContain('reserved')
})
