import { describe, expect, it } from 'vitest'
import { lacpStateWords, parseBondFile, parseProcBonding } from './bonding'
import { readCapture } from './testing/captures'

describe('parseBondFile', () => {
  it('reads actor and partner of each member of an LACP bond', () => {
    const result = parseBondFile('bond0', readCapture('debian12-uml', 'proc-net-bonding-bond0.txt'))
    expect(result).toMatchObject({
      ok: true,
      value: {
        mode: 'IEEE 802.3ad Dynamic link aggregation',
        activeAggregatorId: 2,
        partnerMac: '4e:35:a6:24:ba:3f',
        members: [
          {
            name: 'eth1',
            speedMbps: 10000,
            permanentMac: 'ea:3f:5d:e8:6b:8e',
            actor: { portNumber: 1, state: 63 },
            partner: { systemMac: '4e:35:a6:24:ba:3f', key: 15 },
          },
          { name: 'eth2', actor: { portNumber: 2 } },
        ],
      },
    })
  })

  it('reads primary and active member, and speeds that are unknown', () => {
    expect(parseBondFile('bond1', readCapture('debian12-uml', 'proc-net-bonding-bond1.txt'))).toMatchObject({
      ok: true,
      value: { primary: 'eth3', activeMember: 'eth3', activeAggregatorId: null, members: [{ actor: null }, {}] },
    })
    expect(parseBondFile('bond2', readCapture('debian12-uml', 'proc-net-bonding-bond2.txt'))).toMatchObject({
      ok: true,
      value: { primary: null, activeMember: null, members: [{ speedMbps: null }, { speedMbps: null }] },
    })
  })

  it('takes an all-zero partner for nobody, and a bond without members for one', () => {
    const text = 'Bonding Mode: IEEE 802.3ad Dynamic link aggregation\n\tPartner Mac Address: 00:00:00:00:00:00\n'
    expect(parseBondFile('b', text)).toMatchObject({ ok: true, value: { partnerMac: null, members: [] } })
  })

  it('refuses what is no bonding file', () => {
    expect(parseBondFile('b', 'Permission denied')).toMatchObject({ ok: false })
    expect(parseProcBonding('no colon here')).toMatchObject({ ok: false, at: 'line 1' })
  })
})

it('parseProcBonding: no bonds, no lines', () => {
  expect(parseProcBonding('')).toEqual({ ok: true, value: [] })
})

it('parseProcBonding keeps bonds apart, also one called __proto__', () => {
  const result = parseProcBonding('a:Bonding Mode: x\n__proto__:Bonding Mode: y\na:MII Status: up\n')
  expect(result.ok && result.value.map(({ name, mode }) => [name, mode])).toEqual([
    ['a', 'x'],
    ['__proto__', 'y'],
  ])
})

it.each([
  [63, ['activity', 'timeout', 'aggregation', 'synchronized', 'collecting', 'distributing']],
  [69, ['activity', 'aggregation', 'defaulted']],
  [128, ['expired']],
  [0, []],
])('lacpStateWords(%i)', (octet, words) => {
  expect(lacpStateWords(octet)).toEqual(words)
})
