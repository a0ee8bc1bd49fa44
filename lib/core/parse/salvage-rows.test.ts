import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseIpLinks } from './ip-link'
import { parseIpRoutes } from './ip-route'
import { salvageRows } from './salvage-rows'

/** As iproute2 4.20 to 5.11 prints an erspan tunnel of version 2. */
const ERSPAN =
  '{"ifindex":74,"ifname":"tun1070","linkinfo":{"info_kind":"ip6erspan","info_data":{"erspan_dir":,"ingress""erspan_hwid":"0x0"}},"addr_info":[]}'
const link = (index: number): string =>
  `{"ifindex":${index},"ifname":"eth${index}","ifalias":"a \\"}{ b","addr_info":[]}`

const json = fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer(), fc.array(fc.string()))).map((row) => ({
  ifindex: 1,
  ...row,
}))

describe('salvageRows', () => {
  it('leaves out the broken object alone', () => {
    const text = `[${link(1)},${ERSPAN},${link(2)}]\n`
    expect(salvageRows(text)?.broken).toEqual([ERSPAN])
    const links = parseIpLinks(text)
    if (!links.ok) throw new Error(links.message)
    expect(links.value.rows.map(({ name }) => name)).toEqual(['eth1', 'eth2'])
    expect(links.value.rejected).toEqual([ERSPAN])
  })

  it('goes on with the next row where quotes or braces do not pair', () => {
    for (const broken of ['{"ifindex":7,"ifname":"x"y"}', '{"ifindex":7,"linkinfo":{"a":1}']) {
      const found = salvageRows(`[${link(1)}, ${broken},${link(2)}]`)
      expect(found?.rows).toHaveLength(2)
      expect(found?.broken).toHaveLength(1)
    }
  })

  it('does not guess at what has no end, or is no list', () => {
    for (const text of [
      '',
      '[',
      `[${link(1)},{"ifindex":2`,
      '{}',
      'nonsense',
      `[${link(1)},{"ifindex":7}}]`,
      `[${link(1)},{"ifindex":2,"flags":["UP"]`,
      `[${link(1)}, 7 8, ${link(2)}]`,
    ])
      expect(salvageRows(text)).toBeNull()
    expect(salvageRows(`[${'{"ifindex":,},'.repeat(5_000)}]`)).toBeNull()
  })

  it('gives every whole row back, whatever is in its strings', () => {
    fc.assert(
      fc.property(fc.array(json), fc.array(json), (before, after) => {
        const text = [...before.map((row) => JSON.stringify(row)), ERSPAN, ...after.map((row) => JSON.stringify(row))]
        const found = salvageRows(`[${text.join(',')}]`)
        expect(found?.rows).toEqual(JSON.parse(JSON.stringify([...before, ...after])))
        expect(found?.broken).toEqual([ERSPAN])
      }),
    )
  })
})

describe('parseIpRoutes', () => {
  it('reads a type that stands there without its key', () => {
    const routes = parseIpRoutes(
      '[{"dst":"default","gateway":"192.0.2.1","dev":"eth0"},{"local","dst":"192.0.2.7","dev":"eth0","table":"local","protocol":"kernel"},' +
        '{"blackhole","dst":"198.51.100.0/24","protocol":"static"}]',
    )
    if (!routes.ok) throw new Error(routes.message)
    expect(routes.value.rejected).toEqual([])
    expect(routes.value.rows.map(({ destination }) => destination)).toEqual(['default', '198.51.100.0/24'])
  })
})
