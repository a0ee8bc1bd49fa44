import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseProcBonding } from './bonding'
import { parseBridgeFdb, parseBridgeVlans } from './bridge'
import { parseIpLinks } from './ip-link'
import { parseIpRoutes } from './ip-route'
import { parseLldpNeighbours } from './lldp'
import { plainText } from './plain-text'
import { parseProcNetDev } from './proc-net-dev'
import { parseSysfsNet } from './sysfs-net'
import { parseSystem, parseTools } from './system'

const PARSERS = {
  parseIpLinks,
  parseIpRoutes,
  parseBridgeVlans,
  parseBridgeFdb,
  parseLldpNeighbours,
  parseProcBonding,
  parseProcNetDev,
  parseSysfsNet,
  parseSystem,
  parseTools,
}

/** Keys that the parsers look for, so that random objects reach deep. */
const KEYS =
  'ifname ifindex linkinfo info_kind info_data addr_info family local prefixlen flags vlans vlan vlanEnd dst dev nexthops mac master state lldp interface name chassis port id value __proto__ constructor'.split(
    ' ',
  )
const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom<unknown>(null, true, 0, -1, 1e300, 4095, '', 'eth0', 'inet', '__proto__', '\u0000'),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom(...KEYS), tie('value'), { maxKeys: 6 }),
  ),
}))

describe.each(Object.entries(PARSERS))('%s', (_, parse) => {
  it('never throws on any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => typeof parse(text).ok === 'boolean'))
  })

  it('never throws on any JSON', () => {
    fc.assert(
      fc.property(json.value, (value) => {
        for (const wrapped of [value, [value], { lldp: value }, { lldp: { interface: value } }])
          if (typeof parse(JSON.stringify(wrapped)).ok !== 'boolean') return false
        return true
      }),
    )
  })
})

it('JSON that names __proto__ changes no prototype', () => {
  parseIpLinks(
    '[{"__proto__":{"ifname":"x","polluted":1},"ifindex":1,"linkinfo":{"__proto__":{"info_kind":"bridge"}}}]',
  )
  expect('polluted' in {}).toBe(false)
  expect(parseIpLinks('[{"__proto__":{"ifname":"x"},"ifindex":1}]')).toMatchObject({
    value: { rows: [], rejected: [{}] },
  })
})

it('deep nesting is refused or read, not fatal', () => {
  const text = '['.repeat(200_000)
  for (const parse of Object.values(PARSERS)) expect(() => parse(text)).not.toThrow()
})

it('plainText leaves no control characters, and no endless text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const plain = plainText(text, 50)
      return plain.length <= 50 && !/[\u0000-\u001f\u007f-\u009f]/.test(plain)
    }),
  )
})
