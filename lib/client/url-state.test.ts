import { describe, expect, it } from 'vitest'
import { formatSort, parseSort, patchSearch } from './url-state'

describe('patchSearch', () => {
  it('sets, keeps and removes', () => {
    expect(patchSearch('?q=web&sort=name', { q: null, sel: 'guest:1' })).toBe('?sort=name&sel=guest%3A1')
  })

  it('gives nothing when nothing is left', () => {
    expect(patchSearch('?q=web', { q: '' })).toBe('')
  })
})

describe('sort parameter', () => {
  it.each(['name', '-guests'])('comes back as it was: %s', (text) => {
    expect(formatSort(parseSort(text))).toBe(text)
  })

  it.each([null, '', '-'])('is none for %s', (text) => {
    expect(parseSort(text)).toBeNull()
  })
})
