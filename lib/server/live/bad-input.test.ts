import { afterEach, describe, expect, it } from 'vitest'
import { guest, management, nic, ovsNic } from '@/lib/simhost/hosts/build'
import { SimHost } from '@/lib/simhost/sim-host'
import { watchedDigest } from '../host/digest'
import { simFleet } from '../testing/sim-fleet'

/** What a network and a host can do to a picture that is live: it ends true, costs little, and no other picture waits. */

type Site = Awaited<ReturnType<typeof simFleet>>
const stops: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
})

function hostNamed(name: string, now: () => number): SimHost {
  const host = new SimHost({ name, now })
  management(host.machine, '192.0.2.31')
  for (const each of ['eth2', 'eth3']) nic(host.machine, each)
  host.run(['ovs-vsctl', 'add-br', 'br0', '--', 'add-port', 'br0', 'eth2'])
  guest(host.machine, { name: 'web1', nics: [ovsNic('br0')] })
  return host
}

async function twoHosts(prepare: (host: SimHost) => void = () => undefined): Promise<Site> {
  const site = await simFleet((now) => {
    const [first, second] = [hostNamed('kvm00001', now), hostNamed('kvm00002', now)]
    prepare(first)
    return [first, second]
  })
  stops.push(site.stop)
  return site
}

const isTrue = async (site: Site, name: string, follower: ReturnType<Site['follow']>) => {
  expect(follower.state && watchedDigest(follower.state)).toBe(watchedDigest(await site.fresh(name)))
}

describe('a network that swallows every packet for a minute', () => {
  it('ends in the picture that is true, and says meanwhile that the host is away', async () => {
    const site = await twoHosts()
    const [follower, first] = [site.follow('kvm00001'), site.peerOf('kvm00001')]
    await site.clock.advance(1_000)
    first.cut()
    await first.change('ip', 'link', 'add', 'unseen0', 'type', 'bridge')
    await site.clock.advance(45_000)
    expect(follower.statuses).toContain('offline')
    expect(follower.statuses.at(-1)).not.toBe('online')
    expect(follower.linkNames()).not.toContain('unseen0')
    await first.change('ip', 'link', 'del', 'eth3')
    await site.clock.advance(15_000)
    first.mend()
    // The longest pause between two tries, and the time of a try that began before.
    await site.clock.advance(60_000)
    expect(follower.statuses.at(-1)).toBe('online')
    expect(follower.linkNames()).toContain('unseen0')
    await isTrue(site, 'kvm00001', follower)
    await first.change('ip', 'link', 'add', 'seen0', 'type', 'bridge')
    await site.clock.advance(200)
    expect(follower.linkNames(), 'it is followed again').toContain('seen0')
    expect(site.faults).toEqual([])
  })

  it('delays no other host', async () => {
    const site = await twoHosts()
    const [follower, second] = [site.follow('kvm00002'), site.peerOf('kvm00002')]
    site.follow('kvm00001')
    await site.clock.advance(1_000)
    site.peerOf('kvm00001').cut()
    for (let passed = 0; passed < 60; passed += 5) {
      await second.change('ip', 'link', 'add', `br${passed}`, 'type', 'bridge')
      // Settling, and the gap between two readings.
      await site.clock.advance(300)
      expect(follower.linkNames()).toContain(`br${passed}`)
      await site.clock.advance(4_700)
    }
    expect(follower.statuses).not.toContain('offline')
    await isTrue(site, 'kvm00002', follower)
  })

  it('gathers nothing while it lasts, however long', async () => {
    const site = await twoHosts()
    const [follower, first] = [site.follow('kvm00001'), site.peerOf('kvm00001')]
    await site.clock.advance(1_000)
    first.cut()
    await site.clock.advance(60_000)
    const [timers, chunks, connects] = [site.clock.size, follower.chunks, first.connects]
    await site.clock.advance(60 * 60_000)
    expect(site.clock.size).toBeLessThanOrEqual(timers + 2)
    // A try and its failure, every half a minute or so.
    expect(first.connects - connects).toBeLessThan(200)
    expect(follower.chunks - chunks).toBeLessThan(3 * (first.connects - connects) + 10)
    expect(follower.bytes).toBeLessThan(1 << 20)
  })
})

describe('a host whose clock is an hour off', () => {
  it.each([3_600_000, -3_600_000])('by %i ms is shown as it is, and followed as any other', async (offsetMs) => {
    const site = await twoHosts((host) => {
      host.machine.state.system.clockOffsetMs = offsetMs
    })
    const [follower, first] = [site.follow('kvm00001'), site.peerOf('kvm00001')]
    await site.clock.advance(1_000)
    expect(follower.state?.system.clockOffsetMs).toBe(offsetMs)
    const version = () => site.fleet.get('kvm00001')?.snapshot().reading?.version
    const [before, chunks] = [version(), follower.chunks]
    await site.clock.advance(120_000)
    expect(version(), 'time alone is no change').toBe(before)
    expect(follower.chunks - chunks).toBeLessThan(150)
    await first.change('ip', 'link', 'add', 'seen0', 'type', 'bridge')
    await site.clock.advance(300)
    expect(follower.linkNames()).toContain('seen0')
    await isTrue(site, 'kvm00001', follower)
    expect(follower.statuses).not.toContain('offline')
  })

  it('that jumps while somebody looks, changes nothing of the picture', async () => {
    const site = await twoHosts()
    const [follower, first] = [site.follow('kvm00001'), site.peerOf('kvm00001')]
    await site.clock.advance(1_000)
    const before = follower.state && watchedDigest(follower.state)
    const diagnostics = () => site.fleet.get('kvm00001')?.snapshot().diagnostics
    first.host.machine.state.system.clockOffsetMs = -3_600_000
    await site.clock.advance(30_000)
    expect(follower.state && watchedDigest(follower.state)).toBe(before)
    expect((await site.fresh('kvm00001')).system.clockOffsetMs).toBe(-3_600_000)
    expect(diagnostics()).toMatchObject({ reboots: 0, missedChanges: 0, connects: 1 })
    await isTrue(site, 'kvm00001', follower)
  })
})
