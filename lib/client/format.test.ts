import { describe, expect, it } from 'vitest'
import { countOf, cutMiddle, formatAge, formatBitRate, formatBitRateShort, formatSpeed } from './format'

describe('formatAge', () => {
  it.each([
    [-5, '0.0 s'],
    [0, '0.0 s'],
    [412, '0.4 s'],
    [9_949, '9.9 s'],
    [9_950, '9 s'],
    [48_900, '48 s'],
    [59_999, '59 s'],
    [60_000, '1 min'],
    [19 * 60_000, '19 min'],
    [2 * 3_600_000, '2 h'],
    [47 * 3_600_000, '47 h'],
    [3 * 86_400_000, '3 d'],
    [35 * 86_400_000, '5 w'],
  ])('says %d ms as %s', (ageMs, text) => {
    expect(formatAge(ageMs)).toBe(text)
  })
})

describe('formatSpeed', () => {
  it.each([
    [null, ''],
    [-1, ''],
    [100, '100M'],
    [2_500, '2.5G'],
    [25_000, '25G'],
  ])('says %s Mbit/s as "%s"', (mbps, text) => {
    expect(formatSpeed(mbps)).toBe(text)
  })
})

describe('cutMiddle', () => {
  it('keeps what fits and both ends of what does not', () => {
    expect(cutMiddle('br125', 15)).toBe('br125')
    expect(cutMiddle('enp129s0f0np0.125', 15)).toBe('enp129s…np0.125')
    expect(cutMiddle('enp129s0f0np0.125', 15)).toHaveLength(15)
  })
})

describe('countOf', () => {
  it('knows one from many', () => {
    expect([countOf(1, 'host'), countOf(0, 'host'), countOf(2, 'switch', 'switches')]).toEqual([
      '1 host',
      '0 hosts',
      '2 switches',
    ])
  })
})

describe('formatBitRate', () => {
  it.each([
    [0, '0 bit/s', '0'],
    [640, '640 bit/s', '640'],
    [999.6, '1.00 kbit/s', '1.0k'],
    [1_254, '1.25 kbit/s', '1.3k'],
    [12_400_000, '12.4 Mbit/s', '12M'],
    [124_000_000, '124 Mbit/s', '124M'],
    [9_999_000_000, '10.0 Gbit/s', '10G'],
    [2e15, '2000 Tbit/s', '2000T'],
  ])('says %d as %s, or %s', (bps, long, short) => {
    expect([formatBitRate(bps), formatBitRateShort(bps)]).toEqual([long, short])
  })
})
