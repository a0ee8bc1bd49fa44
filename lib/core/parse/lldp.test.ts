import { describe, expect, it } from 'vitest'
import { CAPTURED_HOSTS, hasCapture, readCapture } from './testing/captures'
import { parseLldpNeighbours } from './lldp'

function neighbours(text: string) {
  const result = parseLldpNeighbours(text)
  if (!result.ok) throw new Error(result.message)
  return result.value.rows
}

const json0 = (...entries: unknown[]) => JSON.stringify({ lldp: [{ interface: entries }] })
const chassis = [{ id: [{ type: 'mac', value: '4e:35:a6:24:ba:3f' }], name: [{ value: 'tor-a' }] }]
const port = [{ id: [{ type: 'ifname', value: 'p1' }], ttl: [{ value: '20' }], mfs: [{ value: '9216' }] }]

describe('parseLldpNeighbours', () => {
  const hosts = CAPTURED_HOSTS.filter((host) => hasCapture(host, 'lldpcli-neighbors-json0.json'))

  it.each(hosts)('%s: json0 and json tell the same neighbours', (host) => {
    const lists = neighbours(readCapture(host, 'lldpcli-neighbors-json0.json'))
    const objects = neighbours(readCapture(host, 'lldpcli-neighbors-details.json'))
    expect(lists.length).toBeGreaterThan(3)
    expect(objects[0]?.vlans[0]).toMatchObject({ id: 1, isPvid: true })
    // "details" alone has the VLANs.
    expect(objects.map((row) => ({ ...row, vlans: [] }))).toEqual(lists)
    expect(objects[0]).toMatchObject({
      link: 'eth1',
      chassisName: 'tor-a',
      portDescription: 'p1',
      ttlSeconds: 20,
    })
  })

  it('reads the bare object that json prints for exactly one neighbour', () => {
    const text = JSON.stringify({
      lldp: {
        interface: {
          eth1: {
            chassis: { 'tor-a': { id: { type: 'mac', value: '4e:35:a6:24:ba:3f' }, 'mgmt-ip': '172.16.125.1' } },
            port: { id: { type: 'mac', value: 'x' }, ttl: '120' },
            vlan: [{ 'vlan-id': '125', pvid: false, value: 'guests' }, { 'vlan-id': 'x' }],
          },
        },
      },
    })
    expect(neighbours(text)).toMatchObject([
      {
        link: 'eth1',
        chassisName: 'tor-a',
        managementAddresses: ['172.16.125.1'],
        vlans: [{ id: 125, name: 'guests', isPvid: false }],
      },
    ])
  })

  it('reads a chassis without a name, and the largest frame', () => {
    const [neighbour] = neighbours(json0({ name: 'eth1', chassis: [{ id: chassis[0]?.id }], port }))
    expect(neighbour).toMatchObject({
      chassisName: null,
      chassisId: '4e:35:a6:24:ba:3f',
      portId: 'p1',
      maxFrameBytes: 9216,
    })
  })

  it.each(['{"lldp":{}}', '{"lldp":[{}]}', '{"lldp":[]}'])('%s is nobody', (text) => {
    expect(neighbours(text)).toEqual([])
  })

  it('keeps a neighbour it cannot read, and cleans what it shows', () => {
    const text = json0(
      { name: 'eth1', chassis: [], port },
      { name: 'eth2', chassis: [{ ...chassis[0], descr: [{ value: 'a\u001b[31mb\nc' }] }], port },
    )
    const result = parseLldpNeighbours(text)
    if (!result.ok) throw new Error(result.message)
    expect(result.value.rejected).toHaveLength(1)
    expect(result.value.rows[0]?.chassisDescription).toBe('a [31mb c')
  })

  it.each(['[]', '{}', '7', 'lldpcli: no such command'])('refuses %s', (text) => {
    expect(parseLldpNeighbours(text)).toMatchObject({ ok: false })
  })
})
