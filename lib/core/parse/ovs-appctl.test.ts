import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseBondShow, parseFdbShow, parseLacpShow } from './ovs-appctl'

const captures = path.join(import.meta.dirname, 'captures')
const files = readdirSync(captures, { recursive: true, encoding: 'utf8' }).sort()
const read = (file: string): string => readFileSync(path.join(captures, file), 'utf8')
const matching = (pattern: RegExp): string[] => files.filter((file) => pattern.test(file))

describe('parseBondShow', () => {
  it.each(matching(/bond-show\.txt$/))('reads %s', (file) => {
    const result = parseBondShow(read(file))
    expect(result.ok && result.value).toHaveLength(1)
    if (result.ok) expect(result.value[0]?.members).toHaveLength(2)
    if (result.ok) expect(result.value[0]?.mode).toBe('balance-tcp')
  })

  it('tells the active member and who is enabled', () => {
    expect(parseBondShow(read('debian12-uml/ovs-appctl-bond-show.txt'))).toEqual({
      ok: true,
      value: [
        {
          name: 'ovsbond0',
          mode: 'balance-tcp',
          lacpStatus: 'negotiated',
          activeMember: 'eth5',
          members: [
            { name: 'eth5', isEnabled: true },
            { name: 'eth6', isEnabled: true },
          ],
        },
      ],
    })
  })

  it('reads the words of 2.1, where members were slaves', () => {
    const result = parseBondShow(read('older-versions/ovs-2.1.2-bond-show.txt'))
    expect(result.ok && result.value[0]).toMatchObject({
      lacpStatus: 'configured',
      activeMember: null,
      members: [
        { name: 'eth2', isEnabled: false },
        { name: 'eth3', isEnabled: false },
      ],
    })
  })

  it('takes no output for no bonds, and refuses other text', () => {
    expect(parseBondShow('')).toEqual({ ok: true, value: [] })
    expect(parseBondShow('ovs-appctl: cannot read pidfile')).toMatchObject({ ok: false, at: 'line 1' })
  })
})

describe('parseLacpShow', () => {
  it.each(matching(/lacp-show\.txt$/))('reads %s', (file) => {
    const result = parseLacpShow(read(file))
    expect(result.ok && result.value[0]?.members).toHaveLength(2)
  })

  it('reads actor and partner of a negotiated member', () => {
    const result = parseLacpShow(read('debian12-netns/ovs-appctl-lacp-show.txt'))
    expect(result.ok && result.value[0]?.members[0]).toEqual({
      name: 'eth1',
      status: 'current attached',
      actor: {
        systemId: '62:5e:e5:6a:fb:4b',
        portId: '2',
        key: '2',
        flags: ['activity', 'timeout', 'aggregation', 'synchronized', 'collecting', 'distributing'],
      },
      partner: {
        systemId: '2a:fd:fb:f2:42:4c',
        portId: '11',
        key: '10',
        flags: ['timeout', 'aggregation', 'synchronized', 'collecting', 'distributing'],
      },
    })
  })

  it('reads a partner of zeros as none', () => {
    const result = parseLacpShow(read('older-versions/ovs-2.1.2-lacp-show.txt'))
    expect(result.ok && result.value[0]?.members[1]).toMatchObject({
      name: 'eth3',
      status: 'defaulted detached',
      partner: { systemId: null, portId: null, key: null, flags: [] },
    })
  })
})

describe('parseFdbShow', () => {
  it.each(matching(/fdb-show-.*\.txt$/))('reads all rows of %s', (file) => {
    const table = read(file)
    const result = parseFdbShow(`bridge b\n${table}`)
    const rows = table.split('\n').filter((line) => line.trim() !== '').length - 1
    expect(result.ok && result.value).toHaveLength(rows)
  })

  it('tells LOCAL, static entries and bridges apart', () => {
    const text = `bridge a b\n port  VLAN  MAC                Age\nLOCAL     0  62:5e:e5:6a:fb:4b   33\nbridge c\n    4    10  5a:86:be:b1:9b:b8  static\n`
    expect(parseFdbShow(text)).toEqual({
      ok: true,
      value: [
        { bridge: 'a b', port: 'LOCAL', vlanId: 0, mac: '62:5e:e5:6a:fb:4b', ageSeconds: 33 },
        { bridge: 'c', port: '4', vlanId: 10, mac: '5a:86:be:b1:9b:b8', ageSeconds: null },
      ],
    })
  })

  it('refuses entries of no bridge', () =>
    expect(parseFdbShow(' 1 0 62:5e:e5:6a:fb:4b 3')).toMatchObject({ ok: false }))
})

it('none of the three ever throws', () => {
  const piece = fc.constantFrom(
    '---- ',
    ' ----',
    'member ',
    'slave: ',
    ': enabled',
    'active member',
    'actor state:',
    'bridge ',
    '\n',
    '__proto__',
  )
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string())), (pieces) => {
      const text = pieces.join('')
      for (const parse of [parseBondShow, parseLacpShow, parseFdbShow]) expect(typeof parse(text).ok).toBe('boolean')
    }),
  )
})
