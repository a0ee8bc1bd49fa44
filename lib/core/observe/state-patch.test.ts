import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { address, hostState, link, nic, route, tap } from '../topology/testing/fixtures'
import { randomState } from '../topology/testing/random-state'
import { sampleState } from '../topology/testing/sample-host'
import type { NetworkState } from '../model/network-state'
import { StateChange } from './state-change'
import { applyChange, diffState } from './state-patch'

/** The change as the browser gets it. */
const overTheWire = (change: StateChange): StateChange => StateChange.parse(JSON.parse(JSON.stringify(change)))

function follow(previous: NetworkState, next: NetworkState): NetworkState {
  const change = diffState(previous, next)
  return change ? applyChange(previous, overTheWire(change)) : previous
}

const fdbEntry = (mac: string, ageSeconds: number): NetworkState['fdb'][number] => ({
  ...{ bridge: 'br0', port: 'vnet0', mac, vlanId: null, ageSeconds, isStatic: false, isLocal: false },
})

describe('diffState and applyChange', () => {
  it('make any state of any other', () => {
    fc.assert(
      fc.property(randomState, randomState, (a, b) => {
        expect(follow(a, b)).toEqual(b)
      }),
      { numRuns: 40 },
    )
  })

  it('find nothing to change in an equal state', () => {
    fc.assert(
      fc.property(randomState, (state) => {
        expect(diffState(state, structuredClone(state))).toBeNull()
      }),
      { numRuns: 40 },
    )
  })

  it('follow lists with twins, moves and odd names', () => {
    const names = fc.array(fc.constantFrom('a', 'b', '__proto__', 'constructor'), { maxLength: 8 })
    fc.assert(
      fc.property(names, names, fc.integer(), (before, after, mtuBytes) => {
        const a = hostState({ links: before.map((name) => nic(name)) })
        const b = hostState({ links: after.map((name) => nic(name, { mtuBytes })) })
        expect(follow(a, b)).toEqual(b)
      }),
    )
  })

  it('keep every object that has not changed', () => {
    const before = sampleState()
    const next = structuredClone(before)
    next.links.splice(2, 0, tap('vnet99'))
    const after = follow(before, next)
    expect(after).toEqual(next)
    expect(after.ovs).toBe(before.ovs)
    expect(after.guests).toBe(before.guests)
    expect(after.links.filter((each) => before.links.includes(each))).toHaveLength(before.links.length)
  })

  it('are silent where addresses and routes only live shorter', () => {
    const eth0 = (seconds: number) => ({ ...address('192.0.2.5/24'), validSeconds: seconds, preferredSeconds: seconds })
    const learned = route({ family: 'inet6', destination: 'default', gateway: 'fe80::1', link: 'eth0' })
    const leased = (seconds: number) =>
      hostState({
        links: [nic('eth0', { addresses: [eth0(seconds)] })],
        routes: [{ ...learned, expiresSeconds: seconds }],
      })
    expect(diffState(leased(3_600), leased(3_570))).toBeNull()
  })

  it('say one changed field of one link and no more', () => {
    const before = hostState({ links: [nic('eth0'), nic('eth1'), nic('eth2')] })
    const after = hostState({ links: [nic('eth0'), nic('eth1', { mtuBytes: 9000 }), nic('eth2')] })
    expect(diffState(before, after)).toEqual({
      keys: [['links', { drop: [], put: [], edit: [[1, { keys: [['mtuBytes', { set: 9000 }]] }]] }]],
    })
  })

  it('are silent about the ages of learned addresses, and send them with what changes', () => {
    const before = hostState({ fdb: [fdbEntry('52:54:00:00:00:01', 1), fdbEntry('52:54:00:00:00:02', 1)] })
    const older = hostState({ fdb: [fdbEntry('52:54:00:00:00:01', 9), fdbEntry('52:54:00:00:00:02', 9)] })
    const fewer = hostState({ fdb: [fdbEntry('52:54:00:00:00:02', 9)] })
    expect(diffState(before, older)).toBeNull()
    expect(diffState(before, fewer)).toEqual({ keys: [['fdb', { drop: [0], put: [], edit: [] }]] })
    expect(follow(before, hostState({})).fdb).toEqual([])
  })

  it('carry keys that a host chose, also __proto__', () => {
    const named = (text: string) =>
      hostState({ links: [link('a', 'nic', JSON.parse(text) as object), link('b', 'nic')] })
    const before = named('{"vlan":{"id":1,"__proto__":"x"}}')
    const after = named('{"vlan":{"id":1,"__proto__":"y"}}')
    expect(JSON.stringify(follow(before, after))).toBe(JSON.stringify(after))
    expect({}).not.toHaveProperty('x')
  })

  it.each<[string, StateChange]>([
    ['drops what is not there', { keys: [['links', { drop: [7], put: [], edit: [] }]] }],
    ['puts past the end', { keys: [['links', { drop: [], put: [[9, {}]], edit: [] }]] }],
    ['edits what is not there', { keys: [['links', { drop: [], put: [], edit: [[9, { set: 1 }]] }]] }],
    ['takes an object for a list', { drop: [], put: [], edit: [] }],
    ['takes a list for an object', { keys: [['links', { keys: [] }]] }],
  ])('refuse a change that %s', (_, change) => {
    expect(() => applyChange(hostState({ links: [nic('eth0')] }), change)).toThrow(RangeError)
  })
})

describe('StateChange', () => {
  it.each([{}, { keys: [[1, { set: 1 }]] }, { drop: [-1], put: [], edit: [] }, { keys: [], drop: [] }, null])(
    'refuses %j',
    (value) => expect(StateChange.safeParse(value).success).toBe(false),
  )
})
