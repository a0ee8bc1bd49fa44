import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Guest, GuestNic, GuestNicConfig } from '../model/libvirt'
import { matchNics } from './guests-nics'
import { isFirmKey, macOfKey, nicKey, nicKeys, nicOfKey } from './nic-key'

const MAC = '52:54:00:0f:00:08'

const config = (mac: string, rest: Partial<GuestNicConfig> = {}): GuestNicConfig => ({
  mac,
  model: 'virtio',
  alias: null,
  target: null,
  source: { type: 'bridge', bridge: 'br0' },
  vlan: null,
  virtualPort: null,
  interfaceId: null,
  linkState: 'up',
  mtuBytes: null,
  filter: null,
  isTrustGuestRxFilters: false,
  teaming: null,
  ...rest,
})
const persistent = (mac: string, alias: string): GuestNicConfig =>
  config(mac, { alias, teaming: { role: 'persistent', persistent: null } })
const device = { source: { type: 'hostdev' as const, address: '0000:43:01.5', network: null }, model: null }
const transient = (mac: string, alias: string): GuestNicConfig =>
  config(mac, { ...device, teaming: { role: 'transient', persistent: alias } })

/** As libvirt names them while the guest runs. */
const started = (stored: readonly GuestNicConfig[]): GuestNicConfig[] =>
  stored.map((nic, index) => ({
    ...nic,
    alias: nic.alias ?? (nic.source.type === 'hostdev' ? 'hostdev0' : `net${index}`),
    target: nic.source.type === 'hostdev' ? null : `vnet${index}`,
  }))

const read = (running: readonly GuestNicConfig[] | null, stored: readonly GuestNicConfig[] | null): GuestNic[] =>
  matchNics(running, stored, { networks: new Map(), version: null })

describe('nicKeys', () => {
  it('are the MACs, as long as each is there once', () => {
    const nics = read(null, [config('52:54:00:0f:00:01'), config('52:54:00:0f:00:02')])
    expect(nicKeys(nics)).toEqual(['52:54:00:0f:00:01', '52:54:00:0f:00:02'])
  })

  it('tell a team apart, in whatever order the definition has it', () => {
    const pair = [persistent(MAC, 'ua-backup0'), transient(MAC, 'ua-backup0')]
    expect(nicKeys(read(null, pair))).toEqual([MAC, `${MAC} transient`])
    expect(nicKeys(read(null, [...pair].reverse()))).toEqual([`${MAC} transient`, MAC])
    expect(nicKeys(read(started(pair), [...pair].reverse()))).toEqual([MAC, `${MAC} transient`])
  })

  it('leave the one NIC of a team its key while the other is unplugged for a migration', () => {
    const pair = [transient(MAC, 'ua-backup0'), persistent(MAC, 'ua-backup0')]
    const [nic, away] = read(started(pair).slice(1), pair)
    const guest = { nics: [nic, away] as GuestNic[] }
    expect(nic).toMatchObject({ running: { target: 'vnet1' }, stored: { source: { type: 'bridge' } } })
    expect(guest.nics.map((each) => nicKey(guest, each))).toEqual([MAC, `${MAC} transient`])
    expect(nicKeys(read(started(pair).slice(1), null))).toEqual([MAC])
  })

  it('number what nothing tells apart, host devices last, and say that those are no names to go by', () => {
    const stored = [config(MAC, device), config(MAC)]
    for (const keys of [nicKeys(read(null, stored)), nicKeys(read(started(stored), stored))]) {
      expect(keys).toEqual([`${MAC} #2`, MAC])
      expect(keys.map((key) => isFirmKey(key, keys))).toEqual([false, false])
    }
    // The device is away: its stored half is still the second.
    expect(nicKeys(read(started(stored).slice(1), stored))).toEqual([MAC, `${MAC} #2`])
  })

  it('are there also for what has no MAC', () => {
    expect(new Set(nicKeys(read(null, [config(''), config('')]))).size).toBe(2)
  })

  const nic = fc.record({
    mac: fc.constantFrom(MAC, '52:54:00:0f:00:09', '52:54:00:0f:00:0a', ''),
    role: fc.constantFrom('persistent' as const, 'transient' as const, null),
    alias: fc.constantFrom('ua-a', 'ua-b', null),
    isDevice: fc.boolean(),
  })
  const nics = fc.array(nic, { maxLength: 7 }).map((list) =>
    list.map(({ mac, role, alias, isDevice }) =>
      config(mac, {
        alias,
        ...(isDevice && device),
        teaming: role === null ? null : { role, persistent: role === 'transient' ? 'ua-a' : null },
      }),
    ),
  )

  it('are never equal within a guest, and find their NIC', () => {
    fc.assert(
      fc.property(nics, nics, (running, stored) => {
        const guest: Pick<Guest, 'nics'> = { nics: read(running, stored) }
        const keys = nicKeys(guest.nics)
        expect(new Set(keys).size).toBe(keys.length)
        expect(keys.map((key) => nicOfKey(guest, key))).toEqual(guest.nics)
        expect(
          guest.nics.every(({ running: now, stored: then }) => now === null || then === null || now.mac === then.mac),
        ).toBe(true)
      }),
    )
  })

  /** What comes of MACs that each stand for one NIC, or for a team. */
  const teams = fc.uniqueArray(
    fc.record({ at: fc.integer({ min: 1, max: 200 }), isTeam: fc.boolean(), isFirst: fc.boolean() }),
    { maxLength: 5, selector: ({ at }) => at },
  )

  it('are the same whether the guest runs or not, and whatever else is plugged or not', () => {
    fc.assert(
      fc.property(teams, fc.array(fc.boolean(), { minLength: 10, maxLength: 10 }), (list, kept) => {
        const stored = list.flatMap(({ at, isTeam, isFirst }) => {
          const mac = `52:54:00:0f:01:${at.toString(16).padStart(2, '0')}`
          const pair = [persistent(mac, `ua-${at}`), transient(mac, `ua-${at}`)]
          return isTeam ? (isFirst ? pair : pair.reverse()) : [config(mac)]
        })
        const nameOf = ({ running, stored: then }: GuestNic): string => {
          const { mac, teaming } = running ?? then ?? config('')
          return `${mac} ${teaming?.role ?? ''}`
        }
        const named = (found: readonly GuestNic[]): [string, string | undefined][] => {
          const keys = nicKeys(found)
          return found.map((each, index) => [nameOf(each), keys[index]])
        }
        const whole = new Map(named(read(null, stored)))
        const running = started(stored)
        for (const found of [
          read(running, stored),
          read(running, null),
          read(
            running.filter((_, index) => kept[index]),
            stored,
          ),
          read(
            running,
            stored.filter((_, index) => kept[index]),
          ),
        ])
          for (const [name, key] of named(found)) expect(key).toBe(whole.get(name))
        for (const [name, key] of whole) expect(macOfKey(key ?? '')).toBe(name.split(' ')[0])
      }),
    )
  })
})
