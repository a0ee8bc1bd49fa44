import { expect, it } from 'vitest'
import { linkLocalOf, Mac, normaliseMac, validateMac } from './mac'

it.each([
  ['52:54:00:AB:cd:ef', '52:54:00:ab:cd:ef'],
  ['52-54-00-ab-cd-ef', '52:54:00:ab:cd:ef'],
  ['5254.00ab.cdef', '52:54:00:ab:cd:ef'],
  ['525400abcdef', '52:54:00:ab:cd:ef'],
  ['6:83:b9:3c:bb:7', '06:83:b9:3c:bb:07'],
  [' 52:54:00:ab:cd:ef\n', '52:54:00:ab:cd:ef'],
])('normaliseMac(%j)', (text, expected) => {
  expect(normaliseMac(text)).toBe(expected)
  expect(Mac.parse(text)).toBe(expected)
})

it.each(['', '52:54:00:ab:cd', '52:54:00:ab:cd:ef:01', '52:54-00:ab:cd:ef', '52:54:00:ab:cd:eg', '52540:0abcdef'])(
  '%j is none',
  (text) => {
    expect(normaliseMac(text)).toBeNull()
    expect(validateMac(text)).toContain('e.g. 52:54:00:12:34:56')
    expect(Mac.safeParse(text).success).toBe(false)
  },
)

it('refuses group addresses and nobody, and says why', () => {
  expect(validateMac('01:80:c2:00:00:0e')).toContain('multicast')
  expect(validateMac('00:00:00:00:00:00')).toContain('nobody')
})

// As `ip addr` of Linux 6.1 shows them.
it.each([
  ['02:7d:05:d2:a0:e1', 'fe80::7d:5ff:fed2:a0e1'],
  ['a6:45:08:02:fd:d3', 'fe80::a445:8ff:fe02:fdd3'],
])('%s gives the link-local address %s', (mac, address) => {
  expect(linkLocalOf(mac)).toBe(address)
})
