import { describe, expect, it } from 'vitest'
import { AppError } from '../errors'
import { Fleet } from './fleet'
import { notesOf, twinsOf } from './host-notes'
import { settle } from './testing/clock'
import { TEST_WATCHES, TestHost, testDeps } from './testing/host'

const hostOf = (id: string) => ({
  ...{ id, address: `${id}.example`, port: 22, username: 'root', sudo: false },
  hostKeyFingerprint: `SHA256:${'A'.repeat(43)}`,
})
const NAMES = [
  { id: 'host0001', name: 'kvm1' },
  { id: 'host0002', name: 'kvm2' },
]

/** Two entries of a console: what each reads as its machine and boot. */
async function fleetOf(...machines: { machineId: string | null; boot: string }[]) {
  const hosts = machines.map(({ machineId, boot }) => {
    const host = new TestHost()
    host.texts.system = machineId === null ? boot : `${boot} ${machineId}`
    return host
  })
  const { deps, clock } = testDeps(hosts[0] ?? new TestHost())
  const fleet = new Fleet({
    ...deps,
    watches: TEST_WATCHES,
    onListenerError: () => undefined,
    openLink: (settings, signal) => {
      const host = hosts[Number(settings.id.at(-1)) - 1]
      if (!host) throw new Error(`no host ${settings.id}`)
      return host.open(signal)
    },
  })
  fleet.start(machines.map((_, i) => hostOf(`host000${i + 1}`)))
  await settle()
  await clock.advance(1000)
  return { fleet, hosts, clock }
}

const kindsOf = (fleet: Fleet, hostId: string, names = NAMES) => notesOf(fleet, hostId, names).map(({ kind }) => kind)

describe('twinsOf', () => {
  it.each([
    ['one boot of one machine', { machineId: 'a', boot: 'x' }, { machineId: 'a', boot: 'x' }, ['same']],
    ['a clone', { machineId: 'a', boot: 'x' }, { machineId: 'a', boot: 'y' }, ['other']],
    ['two machines', { machineId: 'a', boot: 'x' }, { machineId: 'b', boot: 'y' }, []],
    // Containers share the kernel of their host, and with it the boot id.
    ['two machines of one kernel', { machineId: 'a', boot: 'x' }, { machineId: 'b', boot: 'x' }, []],
    ['machines without an id', { machineId: null, boot: 'x' }, { machineId: null, boot: 'x' }, []],
  ])('%s', async (_, first, second, expected) => {
    const { fleet } = await fleetOf(first, second)
    expect(twinsOf(fleet, 'host0001').map(({ is }) => is)).toEqual(expected)
    expect(twinsOf(fleet, 'host0002').map(({ is }) => is)).toEqual(expected)
    await fleet.stop()
  })

  it('leaves it open while one does not answer: it may have booted since', async () => {
    const { fleet, hosts } = await fleetOf({ machineId: 'a', boot: 'x' }, { machineId: 'a', boot: 'y' })
    const gone = new AppError('host_unreachable', { message: 'gone' })
    const [first] = hosts
    if (first) first.failure = gone
    first?.cut(gone)
    await settle()
    expect(twinsOf(fleet, 'host0002').map(({ is }) => is)).toEqual(['open'])
    expect(notesOf(fleet, 'host0002', NAMES)[0]?.message).toMatch(/kvm1 .*added twice.*clone/)
    await fleet.stop()
  })
})

describe('notesOf', () => {
  it('names the other entry on both, and nobody who is being removed', async () => {
    const { fleet } = await fleetOf({ machineId: 'a', boot: 'x' }, { machineId: 'a', boot: 'x' })
    expect(notesOf(fleet, 'host0001', NAMES)[0]?.message).toContain('also added as kvm2')
    expect(notesOf(fleet, 'host0002', NAMES)[0]?.message).toContain('also added as kvm1')
    expect(kindsOf(fleet, 'host0001', NAMES.slice(0, 1))).toEqual([])
    await fleet.stop()
  })

  it('says that a host is not followed for want of channels, and why', async () => {
    const { fleet, hosts, clock } = await fleetOf({ machineId: 'a', boot: 'x' })
    expect(kindsOf(fleet, 'host0001')).toEqual([])
    const [host] = hosts
    if (host) host.freeChannels = 0
    host?.cut(new AppError('host_unreachable', { message: 'gone' }))
    await clock.advance(60_000)
    expect(notesOf(fleet, 'host0001', NAMES)).toMatchObject([
      { kind: 'few_channels', message: expect.stringContaining('MaxSessions') },
    ])
    await fleet.stop()
  })
})
