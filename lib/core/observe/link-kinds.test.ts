import { describe, expect, it } from 'vitest'
import { LinkKind } from '../model/link'
import type { Link } from '../model/link'
import { LINK_KINDS } from '../model/link-kinds'
import { observeLinks } from './links'
import { isKnownKernelKind } from './links-kind'
import { factsOfCapture, outputOf } from './testing/captured-facts'

const CONTEXT = { managementAddress: null, ovsInternalNames: new Set<string>(), lldpLinks: new Set<string>() }
const { value, unrecognised } = observeLinks(factsOfCapture('debian12-uml-kinds'), CONTEXT)
const linkOf = (name: string): Link | undefined => value.links.find((link) => link.name === name)

describe('kinds of links, as a kernel shows them', () => {
  it.each([
    ['vrf-blue', { kind: 'vrf', vrfTable: '10' }],
    ['d1', { kind: 'dummy', master: 'vrf-blue' }],
    ['br9', { kind: 'bridge', master: 'vrf-blue', bridgePort: null }],
    ['team0', { kind: 'team', bond: null }],
    ['d2', { kind: 'dummy', master: 'team0' }],
    ['ipvl0', { kind: 'ipvlan', lower: 'd3', ipvlan: { mode: 'l2', reach: 'bridge' } }],
    ['ipvt0', { kind: 'ipvtap', lower: 'd3' }],
    ['macsec0', { kind: 'macsec', lower: 'd4' }],
    ['hsr0', { kind: 'hsr', ring: ['d5', 'd6'] }],
    ['ipip0', { kind: 'ip-tunnel', tunnel: { type: 'ipip', remote: '198.51.100.7', local: '198.51.100.8' } }],
    ['sit1', { kind: 'ip-tunnel', tunnel: { type: 'sit', remote: null }, isFallback: false }],
    ['sit0', { kind: 'ip-tunnel', isFallback: true }],
    ['vti1', { kind: 'ip-tunnel', tunnel: { type: 'vti', key: '5' } }],
    ['ip6t1', { kind: 'ip-tunnel', tunnel: { type: 'ip6tnl', remote: '2001:db8::1' } }],
  ])('%s', (name, fields) => expect(linkOf(name)).toMatchObject(fields))

  it('nothing of it is unrecognised', () => expect(unrecognised).toEqual([]))

  it('reads the flag of an ipvlan as other versions of iproute2 print it', () => {
    const row = { ifindex: 9, ifname: 'ipvl0', link: 'eth4', flags: ['UP'], mtu: 1500, link_type: 'ether' }
    const read = (data: object): Link['ipvlan'] | undefined => {
      const text = JSON.stringify([{ ...row, linkinfo: { info_kind: 'ipvlan', info_data: data } }])
      return observeLinks({ 'links.addr': outputOf(text) }, CONTEXT).value.links[0]?.ipvlan
    }
    expect(read({ mode: 'l3s', private: true })).toEqual({ mode: 'l3s', reach: 'private' })
    expect(read({ mode: 'l2', flags: 'vepa' })).toEqual({ mode: 'l2', reach: 'vepa' })
    expect(read({})).toEqual({ mode: 'l3', reach: 'bridge' })
  })
})

it('the kernel has one word for a kind, and every word is known', () => {
  const words = LinkKind.options.flatMap((kind) => LINK_KINDS[kind].kernelKinds)
  expect(new Set(words).size).toBe(words.length)
  expect(words.filter((word) => !isKnownKernelKind(word))).toEqual([])
})
