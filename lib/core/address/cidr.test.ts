import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { networkOf, overlaps, parseCidr, validateCidr } from './cidr'
import { Cidr } from './cidr-schema'
import { canonicalIp, formatIp, parseIp } from './ip'

describe('validateCidr', () => {
  it.each(['192.0.2.1/24', '10.0.0.0/31', '10.0.0.1/32', '2001:db8::1/64', '2001:db8::/127', '::1/128'])(
    'takes %s',
    (text) => {
      expect(validateCidr(text)).toBeUndefined()
    },
  )

  it.each([
    ['10.0.0.0/24', '10.0.0.0/24 is the network address; use e.g. 10.0.0.1/24'],
    ['10.0.0.255/24', '10.0.0.255/24 is the broadcast address; use e.g. 10.0.0.1/24'],
    ['2001:db8::/64', '2001:db8::/64 is the network address; use e.g. 2001:db8::1/64'],
    ['10.0.0.1', '10.0.0.1 has no prefix length: write e.g. 10.0.0.1/24'],
    ['10.0.0.1/33', '/33 is too long: an IPv4 prefix has at most 32 bits'],
    ['::1/129', '/129 is too long: an IPv6 prefix has at most 128 bits'],
    [
      '10.0.0.1/255.255.255.0',
      '"10.0.0.1/255.255.255.0" has a netmask where a prefix length belongs: write e.g. 192.0.2.10/24 or 2001:db8::10/64',
    ],
    [
      '10.0.0.01/24',
      '"10.0.0.01/24" is not an address with a prefix length: write e.g. 192.0.2.10/24 or 2001:db8::10/64',
    ],
  ])('%s says what would be right', (text, message) => {
    expect(validateCidr(text)).toBe(message)
    expect(Cidr.safeParse(text).success).toBe(false)
  })

  it('never throws, and what it suggests is itself right', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.stringMatching(/^[0-9a-f:./]{0,40}$/),
      fc.tuple(fc.ipV4(), fc.integer({ min: 0, max: 40 })).map(([ip, length]) => `${ip}/${length}`),
      fc.tuple(fc.ipV6(), fc.integer({ min: 0, max: 140 })).map(([ip, length]) => `${ip}/${length}`),
    )
    fc.assert(
      fc.property(text, (anything) => {
        const suggestion = /use e\.g\. (\S+)$/.exec(validateCidr(anything) ?? '')?.[1]
        if (suggestion !== undefined) expect(validateCidr(suggestion)).toBeUndefined()
      }),
    )
  })
})

it('Cidr gives the canonical text', () => {
  expect(Cidr.parse(' 2001:0DB8:0:0::1/64 ')).toBe('2001:db8::1/64')
})

it.each([
  ['192.0.2.77/24', '192.0.2.0/24'],
  ['192.0.2.77/0', '0.0.0.0/0'],
  ['2001:db8:1:2::9/48', '2001:db8:1::/48'],
])('networkOf(%s)', (text, network) => {
  const cidr = parseCidr(text)
  expect(cidr && networkOf(cidr)).toBe(network)
})

it.each([
  ['10.0.0.0/8', '10.9.0.0/16', true],
  ['10.0.0.0/16', '10.1.0.0/16', false],
  ['0.0.0.0/0', '::/0', false],
])('overlaps(%s, %s) is %s', (a, b, expected) => {
  const [left, right] = [parseCidr(a), parseCidr(b)]
  expect(left && right && overlaps(left, right)).toBe(expected)
})

describe('canonicalIp', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['fe80:0:0::1%eth0', 'fe80::1'],
    ['2001:DB8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['1::', '1::'],
    ['::', '::'],
    ['1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7:8'],
    ['1::2::3', null],
    ['1:2:3:4:5:6:7::8', null],
    ['1:2:3', null],
    ['256.0.0.1', null],
    ['192.0.2.1.5', null],
    ['', null],
  ])('%j', (text, expected) => {
    expect(canonicalIp(text)).toBe(expected)
  })

  it('parse and format are inverse', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (text) => {
        const ip = parseIp(text)
        if (ip === null) throw new Error(`${text} is an address`)
        expect(parseIp(formatIp(ip))).toEqual(ip)
      }),
    )
  })
})
