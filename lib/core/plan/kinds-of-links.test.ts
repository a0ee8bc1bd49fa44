import { describe, expect, it } from 'vitest'
import { Intent } from '../intents/intent'
import { observeHost } from '../observe/observe-host'
import { factsOfCapture } from '../observe/testing/captured-facts'
import * as make from '../topology/testing/fixtures'
import { tryEdits } from './try-edits'

const captured = observeHost(factsOfCapture('debian12-uml-kinds'), { readAtMs: 0, sshConnection: null })
const state = make.hostState({ links: [...captured.links, make.linuxBridge('br0')], routes: captured.routes })

/** "code: message" of what refuses it; "" where it is planned. */
const refusalOf = (...edits: object[]): string => {
  const planned = tryEdits(
    state,
    edits.map((edit) => Intent.parse(edit)),
  )
  return planned.ok ? '' : planned.issues.map(({ code, message }) => `${code}: ${message}`).join('\n')
}

const asPort = (name: string) => ({ kind: 'linuxBridge.set', name: 'br0', ports: [name], takesMembers: true })
const macvtapOn = (lower: string) => ({ kind: 'macvtap.set', name: 'mt0', lower, mode: 'bridge' })

describe('links that no form makes', () => {
  it.each([
    ['a VRF has it', asPort('d1'), 'member_taken: d1 is in VRF vrf-blue, which routes what comes in by it'],
    ['a team has it', asPort('d2'), 'member_taken: d2 is already a member of team0'],
    ['an ipvlan stands on it', asPort('d3'), 'link_in_use: ipvl0 stands on d3, and the kernel allows one of the two'],
    ['MACsec stands on it', asPort('d4'), 'link_in_use: macsec0 stands on d4'],
    ['it carries no frames', asPort('ipip0'), 'wrong_kind: ipip0 is an IP tunnel'],
    ['it is a VRF', asPort('vrf-blue'), 'wrong_kind: vrf-blue is a VRF'],
    ['it shares its MAC', asPort('ipvl0'), 'wrong_kind: ipvl0 is an ipvlan'],
    ['an ipvlan has the frames', macvtapOn('d3'), 'link_in_use: ipvl0 (ipvlan) stands on d3'],
    ['a team has the frames', macvtapOn('d2'), 'member_taken: d2 is in team0'],
    [
      'a VRF has its routes',
      { kind: 'uplink.move', nic: 'd1', bridge: 'br0' },
      'unknown_link: d1 is a dummy: name a NIC, a bond or a VLAN link',
    ],
  ])('is refused: %s', (_, edit, refusal) => expect(refusalOf(edit)).toContain(refusal))

  it.each([
    ['a team into a bridge', asPort('team0')],
    ['MACsec into a bridge', asPort('macsec0')],
    ['a VLAN on a team', { kind: 'vlanLink.set', name: 'team0.5', parent: 'team0', vlanId: 5 }],
    ['another address for a link in a VRF', { kind: 'address.set', link: 'd1', addresses: ['10.30.0.6/24'] }],
    ['a macvtap on a link in a VRF', macvtapOn('d1')],
  ])('is planned: %s', (_, edit) => expect(refusalOf(edit)).toBe(''))

  it('a link in a VRF keeps its routes where they are', () => {
    const edit = Intent.parse({ kind: 'address.set', link: 'd1', addresses: ['10.30.0.5/24', '10.31.0.5/24'] })
    const planned = tryEdits(state, [edit])
    const words = planned.ok ? planned.plan.steps.flatMap(({ run }) => run.argv.join(' ')) : []
    expect(words.filter((word) => /route|nomaster/.test(word))).toEqual([])
  })
})
