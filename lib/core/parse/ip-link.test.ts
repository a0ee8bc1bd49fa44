import { describe, expect, it } from 'vitest'
import { parseIpLinks } from './ip-link'

const linksOf = (rows: unknown) => parseIpLinks(JSON.stringify(rows))

describe('parseIpLinks', () => {
  it('takes a veth of this namespace and one whose peer lives elsewhere', () => {
    const result = linksOf([
      { ifindex: 4, ifname: 'a', link: 'b', linkinfo: { info_kind: 'veth' } },
      { ifindex: 6, ifname: 'eth1', link_index: 5, link_netnsid: 0, linkinfo: { info_kind: 'veth' } },
    ])
    expect(result).toMatchObject({
      ok: true,
      value: {
        rows: [
          { link: 'b', isLinkElsewhere: false },
          { link: null, isLinkElsewhere: true },
        ],
      },
    })
  })

  it('drops the empty rows of a filtered listing and rejects rows without index or usable name', () => {
    const result = linksOf([
      {},
      { ifindex: 1 },
      { ifindex: 'one', ifname: 'x' },
      { ifindex: 2, ifname: 'a/b' },
      { ifindex: 2, ifname: 'x'.repeat(16) },
      { ifindex: 3, ifname: 'ok' },
      null,
      7,
    ])
    if (!result.ok) throw new Error(result.message)
    expect(result.value.rows.map((row) => row.name)).toEqual(['ok'])
    expect(result.value.rejected).toHaveLength(6)
  })

  it('keeps odd names that the kernel allows, and reads own properties only', () => {
    const names = ['__proto__', 'constructor', '<b>x&amp;', 'a"b\\c', 'x\u0001y', 'bäh', '\uFFFD\uFFFD']
    const result = linksOf(names.map((ifname, ifindex) => ({ ifindex, ifname })))
    if (!result.ok) throw new Error(result.message)
    expect(result.value.rows.map((row) => row.name)).toEqual(names)
    expect(result.value.rows.every((row) => row.kind === null && row.master === null)).toBe(true)
  })

  it.each([
    [
      {
        linkinfo: 'x',
        flags: 'UP',
        mtu: {},
        addr_info: { family: 'inet' },
        master: 5,
        altnames: [1, 'a'],
        operstate: [],
      },
    ],
    [
      {
        linkinfo: [],
        flags: [null, {}],
        mtu: '1500',
        addr_info: [null, 1, {}, { family: 'inet', local: 'x' }],
        address: 0,
      },
    ],
  ])('survives fields of the wrong type: %j', (fields) => {
    expect(linksOf([{ ifindex: 1, ifname: 'x', ...fields }])).toMatchObject({
      ok: true,
      value: { rows: [{ name: 'x', addresses: [], master: null, kind: null }] },
    })
  })

  it.each(['', '   ', 'null', '{}', '"x"', 'Dump was interrupted', '[{"ifindex":1'])('refuses %j', (text) => {
    expect(parseIpLinks(text)).toMatchObject({ ok: false })
  })
})
