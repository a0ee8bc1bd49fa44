import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatVlanRanges, parseVlanRanges, toVlanRanges, validateVlanId, validateVlanRanges } from './ranges'

const ids = (text: string): number[] => {
  const result = parseVlanRanges(text)
  if (!result.ok) throw new Error(result.message)
  return result.ids
}
const vlanId = fc.integer({ min: 1, max: 4094 })

describe('parseVlanRanges', () => {
  it.each([
    ['', []],
    ['125', [125]],
    [' 100 - 102 , 125 ', [100, 101, 102, 125]],
    ['125,100-102,101', [100, 101, 102, 125]],
    ['4094', [4094]],
  ])('%j', (text, expected) => {
    expect(ids(text)).toEqual(expected)
  })

  it.each([
    ['0', '0 is reserved: VLANs run from 1 to 4094'],
    ['1-4095', '4095 is reserved: VLANs run from 1 to 4094'],
    ['99999', '99999 is too large: VLANs run from 1 to 4094'],
    ['110-100', '110-100 runs backwards: write 100-110'],
    ['a', '"a" is not a VLAN or a range: write e.g. 100-110,125'],
    ['1,,2', '"" is not a VLAN or a range: write e.g. 100-110,125'],
    ['1-2-3', '"1-2-3" is not a VLAN or a range: write e.g. 100-110,125'],
    ['-1', '"-1" is not a VLAN or a range: write e.g. 100-110,125'],
  ])('%j says what would be right', (text, message) => {
    expect(validateVlanRanges(text)).toBe(message)
  })
})

it('format and parse are inverse', () => {
  fc.assert(
    fc.property(fc.array(vlanId), (list) => {
      const once = [...new Set(list)].sort((a, b) => a - b)
      expect(ids(formatVlanRanges(list))).toEqual(once)
    }),
  )
})

it('ranges are ascending, apart and as few as can be', () => {
  fc.assert(
    fc.property(fc.array(vlanId), (list) => {
      const ranges = toVlanRanges(list)
      for (const [index, range] of ranges.entries()) {
        expect(range.from).toBeLessThanOrEqual(range.to)
        if (index > 0) expect(range.from).toBeGreaterThan((ranges[index - 1]?.to ?? 0) + 1)
      }
    }),
  )
})

it('no text is thrown at, and what is accepted is in range', () => {
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[0-9, -]{0,30}$/))
  fc.assert(
    fc.property(text, (anything) => {
      const result = parseVlanRanges(anything)
      return result.ok ? result.ids.every((id) => id >= 1 && id <= 4094) : result.message !== ''
    }),
  )
})

it('validateVlanId', () => {
  expect(validateVlanId(' 125 ')).toBeUndefined()
  expect(validateVlanId('4095')).toBe('4095 is reserved: VLANs run from 1 to 4094')
  expect(validateVlanId('1-2')).toContain('e.g. 125')
})
