import { describe, expect, it } from 'vitest'
import { talkByLowerLink } from './macvtap-rows'
import type { MacvtapRow } from './macvtap-rows'

const row = (patch: Partial<MacvtapRow>): MacvtapRow => ({
  id: 'macvtap:macvtap0',
  name: 'macvtap0',
  kind: 'macvtap',
  lower: 'eth1',
  mode: 'bridge',
  guest: { id: 'guest:1', name: 'web1' },
  mtuBytes: 1500,
  isUp: true,
  ...patch,
})

describe('talkByLowerLink', () => {
  it('says one sentence per mode on each lower link', () => {
    const rows = [
      row({}),
      row({ guest: { id: 'guest:2', name: 'web2' } }),
      row({ mode: 'vepa', guest: null, name: 'macvtap2' }),
      row({ lower: 'bond0', mode: 'private' }),
    ]
    const talk = talkByLowerLink(rows)
    expect(talk.map(({ lower }) => lower)).toEqual(['bond0', 'eth1'])
    expect(talk[1]?.sentences).toHaveLength(2)
    expect(talk[1]?.sentences[0]).toContain('among web1, web2')
    expect(talk[1]?.sentences[1]).toContain('macvtap2')
  })

  it('offers the host a macvlan of its own, unless it has one', () => {
    expect(talkByLowerLink([row({})])[0]?.hostCure?.commands[0]).toBe(
      'ip link add link eth1 name macvlan0 type macvlan mode bridge',
    )
    expect(talkByLowerLink([row({}), row({ kind: 'macvlan', guest: null })])[0]?.hostCure).toBeNull()
  })

  it('offers nothing where one guest has the link for itself', () => {
    expect(talkByLowerLink([row({ mode: 'passthru' })])[0]?.hostCure).toBeNull()
  })

  it('leaves out what lives on a link of another namespace', () => {
    expect(talkByLowerLink([row({ lower: null })])).toEqual([])
  })
})

describe('the cure', () => {
  it('asks for bridge mode first where no member has it', () => {
    expect(talkByLowerLink([row({ mode: 'vepa' })])[0]?.hostCure?.text).toContain('change their mode to bridge first')
    expect(talkByLowerLink([row({})])[0]?.hostCure?.text).not.toContain('first')
  })
})
