import { describe, expect, it } from 'vitest'
import { access, nativeUntagged, trunk } from '@/lib/core/topology/testing/fixtures'
import { askedVlan } from '@/lib/core/vlan/make'
import { vlanGain } from './vlan-gain'

describe('vlanGain', () => {
  it('says what a trunk gains and loses', () => {
    expect(vlanGain(trunk(20, 100), trunk(20, 100, 205))).toBe('+205')
    expect(vlanGain(trunk(20, 100, 126), trunk(20, 205, 206))).toBe('+205 +1 −100 +1')
  })

  it('gives the whole setting where the mode or the tag changes', () => {
    expect(vlanGain(access(125), access(126))).toEqual(access(126))
    expect(vlanGain(trunk(125), nativeUntagged(125))).toEqual(nativeUntagged(125))
    expect(vlanGain(null, access(125))).toEqual(access(125))
  })

  it("gives the whole setting where only a customer's VLANs change", () => {
    const tunnel = (...customerVlans: number[]) => askedVlan({ mode: 'dot1q-tunnel', tag: 200, customerVlans })
    expect(vlanGain(tunnel(10), tunnel(10, 20))).toEqual(tunnel(10, 20))
  })

  it('is silent where nothing changes', () => {
    expect(vlanGain(trunk(1, 2), trunk(1, 2))).toBeNull()
    expect(vlanGain(access(1), null)).toBeNull()
  })
})
