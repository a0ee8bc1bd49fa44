import { describe, expect, it } from 'vitest'
import { parseBridgeFdb, parseBridgeVlans } from './bridge'
import { readCapture } from './testing/captures'

describe('parseBridgeVlans', () => {
  it('reads the key `vlan` and, as iproute2 5 prints with -s, `vid`', () => {
    const text = JSON.stringify([{ ifname: 'p', vlans: [{ vlan: 7, flags: ['PVID', 'Egress Untagged'] }, { vid: 8 }] }])
    expect(parseBridgeVlans(text)).toMatchObject({
      ok: true,
      value: {
        rows: [
          {
            link: 'p',
            entries: [
              { from: 7, to: 7, isPvid: true, isEgressUntagged: true },
              { from: 8, to: 8, isPvid: false },
            ],
          },
        ],
      },
    })
  })

  it.each([
    ['debian11-uml', [[1, 1], ...Array.from({ length: 11 }, (_, index) => [200 + index, 200 + index])]],
    [
      'debian12-uml',
      [
        [1, 1],
        [200, 210],
      ],
    ],
  ])('%s: the uplink bond1 of brv', (host, expected) => {
    const result = parseBridgeVlans(readCapture(host, 'bridge-d-j-vlan.json'))
    if (!result.ok) throw new Error(result.message)
    const entries = result.value.rows.find((row) => row.link === 'bond1')?.entries
    expect(entries?.map(({ from, to }) => [from, to])).toEqual(expected)
  })

  it.each([
    [{ vlan: 0 }],
    [{ vlan: 4095 }],
    [{ vlan: 5, vlanEnd: 4 }],
    [{ vlan: -1 }],
    [{ vlan: 1.5 }],
    [{ vlan: 10, vlanEnd: 1e9 }],
  ])('leaves out the impossible entry %j', (entry) => {
    const text = JSON.stringify([{ ifname: 'p', vlans: [entry, { vlan: 9 }] }])
    expect(parseBridgeVlans(text)).toMatchObject({ ok: true, value: { rows: [{ entries: [{ from: 9, to: 9 }] }] } })
  })

  it('takes no output for no tables', () => {
    expect(parseBridgeVlans('\n')).toEqual({ ok: true, value: { rows: [], rejected: [] } })
  })
})

describe('parseBridgeFdb', () => {
  it('keeps entries of bridges and VXLANs, and leaves out what a link merely listens to', () => {
    const text = JSON.stringify([
      { mac: '33:33:00:00:00:01', ifname: 'eth0', flags: ['self'], state: 'permanent' },
      {
        mac: '66:B1:46:F4:10:94',
        ifname: 'eth3',
        vlan: 5,
        used: 136,
        updated: 12,
        flags: [],
        master: 'br-lan',
        state: '',
      },
      { mac: '52:54:00:92:c5:b6', ifname: 'br-lan', flags: [], master: 'br-lan', state: 'permanent' },
      { mac: '52:54:00:00:00:01', ifname: 'eth3', flags: [], master: 'br-lan', state: 'static' },
      { mac: '00:00:00:00:00:00', ifname: 'vxlan42', dst: '10.0.2.60', flags: ['self'], state: 'permanent' },
    ])
    const result = parseBridgeFdb(text)
    if (!result.ok) throw new Error(result.message)
    expect(result.value.rows).toEqual([
      {
        bridge: 'br-lan',
        port: 'eth3',
        mac: '66:b1:46:f4:10:94',
        vlanId: 5,
        ageSeconds: 12,
        isStatic: false,
        isLocal: false,
      },
      {
        bridge: 'br-lan',
        port: 'br-lan',
        mac: '52:54:00:92:c5:b6',
        vlanId: null,
        ageSeconds: null,
        isStatic: false,
        isLocal: true,
      },
      {
        bridge: 'br-lan',
        port: 'eth3',
        mac: '52:54:00:00:00:01',
        vlanId: null,
        ageSeconds: null,
        isStatic: true,
        isLocal: false,
      },
      {
        bridge: null,
        port: 'vxlan42',
        mac: '00:00:00:00:00:00',
        vlanId: null,
        ageSeconds: null,
        isStatic: true,
        isLocal: false,
      },
    ])
  })
})
