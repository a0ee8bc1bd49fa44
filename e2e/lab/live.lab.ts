import { expect, test } from '@playwright/test'
import { watchedDigest } from '@/lib/server/host/digest'
import { openScreens, StreamClient } from '../bench/stream-client'
import { createHost, readHost, readState, refreshHost } from '../support/api'
import type { TestConsole } from '../support/console'
import { startTestConsole } from '../support/console'
import type { LabHost } from './lab'
import { NamespaceLab, whyNoNamespaceLab } from './lab'

const reason = whyNoNamespaceLab()
test.skip(reason !== null, reason ?? '')
test.describe.configure({ mode: 'serial' })

let lab: NamespaceLab
let server: TestConsole
const ids: string[] = []

test.beforeAll(async () => {
  lab = await NamespaceLab.up(2, { prefix: 'labl', net: '198.22' })
  server = await startTestConsole()
  for (const host of lab.hosts) {
    await host.seed('bench-subjects')
    const { name, address, port, privateKey } = host
    const auth = { kind: 'privateKey' as const, privateKey }
    ids.push((await createHost(server, { name, address, port, username: 'root', auth })).id)
  }
  for (const id of ids) await refreshHost(server, id)
})
test.afterAll(async () => {
  await server?.stop()
  await lab?.down()
})

function idOf(index: number): string {
  const id = ids[index]
  if (id === undefined) throw new Error(`there are ${ids.length} hosts, asked for number ${index + 1}`)
  return id
}
const inShell = (host: LabHost, script: string) => host.exec('bash', '-c', script)
const linkNames = async (index: number) => (await readState(server, idOf(index))).state.links.map(({ name }) => name)

/** Every follower ends with what a reading made now gives. */
async function expectEqualPictures(index: number, followers: readonly StreamClient[]) {
  await refreshHost(server, idOf(index))
  const fresh = watchedDigest((await readState(server, idOf(index))).state)
  for (const follower of followers) {
    expect(follower.failure).toBeNull()
    await expect.poll(() => follower.state && watchedDigest(follower.state), { timeout: 30_000 }).toBe(fresh)
  }
}

test('a storm of a thousand links ends in the picture that is true, on twenty screens', async () => {
  const host = lab.host(0)
  const followers = await openScreens(server, Array<string>(20).fill(idOf(0)))
  await expect.poll(() => followers.every(({ state }) => state !== null)).toBe(true)
  await inShell(
    host,
    `for n in $(seq 500); do echo "link add storm$n type veth peer name storp$n"; done >/tmp/storm
     for n in $(seq 500); do echo "link del storm$n"; done >>/tmp/storm
     echo "link add after0 type veth peer name after1" >>/tmp/storm
     ip -batch /tmp/storm`,
  )
  await expect.poll(() => linkNames(0), { timeout: 30_000 }).toContain('after0')
  await expectEqualPictures(0, followers)
  const [first] = followers
  expect(first?.state?.links.filter(({ name }) => name.startsWith('stor'))).toEqual([])
  // A reading every 250 ms at most, not one for each link.
  expect(first?.patches).toBeLessThan(200)
  for (const follower of followers) follower.stop()
})

test('streams of events that are killed on the host start again, and nothing is missed', async () => {
  const follower = new StreamClient(server, idOf(0))
  await expect.poll(() => follower.state !== null).toBe(true)
  // The host's own process namespace: these are its processes and nobody else's.
  await inShell(lab.host(0), 'kill $(pidof ip ovsdb-client virsh); ip link add deaf0 type veth peer name deaf1')
  await expect.poll(() => follower.state?.links.map(({ name }) => name), { timeout: 30_000 }).toContain('deaf0')
  const watches = async () => (await server.api('GET', `/hosts/${idOf(0)}/diagnostics`)).body
  await expect
    .poll(watches, { timeout: 30_000 })
    .toMatchObject({ watches: [{ status: 'live' }, { status: 'live' }, { status: 'live' }] })
  await inShell(lab.host(0), 'ip link del deaf0')
  await expect.poll(() => follower.state?.links.map(({ name }) => name)).not.toContain('deaf0')
  await expectEqualPictures(0, [follower])
  follower.stop()
})

test('a host that is frozen is said to be so, and delays no other', async () => {
  const followers = [new StreamClient(server, idOf(0)), new StreamClient(server, idOf(1))]
  await expect.poll(() => followers.every(({ state }) => state !== null)).toBe(true)
  await inShell(lab.host(0), 'kill -STOP $(pidof sshd)')
  for (const name of ['frost0', 'frost2', 'frost4']) {
    await inShell(lab.host(1), `ip link add ${name} type veth peer name x${name}`)
    // Three seconds are a long time for one link, and short beside what a frozen host is waited for.
    await expect.poll(() => followers[1]?.state?.links.map((link) => link.name), { timeout: 3_000 }).toContain(name)
  }
  await expect.poll(async () => (await readHost(server, idOf(0))).status, { timeout: 90_000 }).toBe('offline')
  expect((await readHost(server, idOf(0))).statusReason?.message).not.toBe('')
  await inShell(lab.host(0), 'kill -CONT $(pidof sshd)')
  await expect.poll(async () => (await readHost(server, idOf(0))).status, { timeout: 90_000 }).toBe('online')
  await expectEqualPictures(0, followers.slice(0, 1))
  for (const follower of followers) follower.stop()
})

test('a network that swallows every packet is noticed, and the picture ends true; no other host waits', async () => {
  const followers = [new StreamClient(server, idOf(0)), new StreamClient(server, idOf(1))]
  await expect.poll(() => followers.every(({ state }) => state !== null)).toBe(true)
  await inShell(lab.host(0), 'ip link set mgmt0 down; ip link add unseen0 type veth peer name unseen1')
  try {
    for (const name of ['calm0', 'calm2', 'calm4']) {
      await inShell(lab.host(1), `ip link add ${name} type veth peer name x${name}`)
      await expect.poll(() => followers[1]?.state?.links.map((link) => link.name), { timeout: 3_000 }).toContain(name)
    }
    // Only unanswered keep-alives tell of it.
    await expect.poll(async () => (await readHost(server, idOf(0))).status, { timeout: 90_000 }).toBe('offline')
  } finally {
    await inShell(lab.host(0), 'ip link set mgmt0 up')
  }
  await expect.poll(async () => (await readHost(server, idOf(0))).status, { timeout: 90_000 }).toBe('online')
  expect(await linkNames(0)).toContain('unseen0')
  await expectEqualPictures(0, followers.slice(0, 1))
  for (const follower of followers) follower.stop()
})

test('a host whose clock is an hour off is shown so, and followed as any other', async () => {
  const offsetMs = async () => (await readState(server, idOf(0))).state.system.clockOffsetMs ?? 0
  const follower = new StreamClient(server, idOf(0))
  await expect.poll(() => follower.state !== null).toBe(true)
  // In the host's own view of the file system alone.
  await inShell(
    lab.host(0),
    `cp /usr/bin/date /tmp/true-date
     printf '#!/bin/sh\\nexec /tmp/true-date -d "1 hour ago" "$@"\\n' >/tmp/false-date; chmod 755 /tmp/false-date
     mount --bind /tmp/false-date /usr/bin/date`,
  )
  try {
    await refreshHost(server, idOf(0))
    expect(Math.round((await offsetMs()) / 60_000)).toBe(-60)
    await inShell(lab.host(0), 'ip link add hour0 type veth peer name hour1')
    await expect.poll(() => follower.state?.links.map(({ name }) => name)).toContain('hour0')
    await expectEqualPictures(0, [follower])
  } finally {
    await inShell(lab.host(0), 'umount /usr/bin/date')
  }
  await refreshHost(server, idOf(0))
  expect(Math.abs(await offsetMs())).toBeLessThan(60_000)
  follower.stop()
})
