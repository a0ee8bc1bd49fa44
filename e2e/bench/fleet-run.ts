import { spawn } from 'node:child_process'
import type { Host } from '@/lib/contract/hosts'
import { HostListResponse } from '@/lib/contract/hosts'
import { HostDiagnosticsResponse } from '@/lib/contract/diagnostics'
import { NetworkState } from '@/lib/core/model/network-state'
import { diffState } from '@/lib/core/observe/state-patch'
import { watchedDigest } from '@/lib/server/host/digest'
import { createHost, readState, refreshHost } from '../support/api'
import type { TestConsole } from '../support/console'
import { LAB_TOGGLES, seededRandom, simToggles, Toggler } from './random-changes'
import type { SimFleet } from './sim-fleet'
import type { StreamClient } from './stream-client'

const POLL_MS = 100

export const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

export async function addSims(server: TestConsole, sims: SimFleet): Promise<Host[]> {
  const added: Host[] = []
  const auth = { kind: 'privateKey' as const, privateKey: sims.privateKey }
  // A few at a time: each is signed in to before it is stored.
  for (let at = 0; at < sims.hosts.length; at += 10)
    added.push(
      ...(await Promise.all(
        sims.hosts
          .slice(at, at + 10)
          .map(({ name, address, port }) => createHost(server, { name, address, port, username: 'root', auth })),
      )),
    )
  return added
}

export async function listHosts(server: TestConsole): Promise<Host[]> {
  return HostListResponse.parse((await server.api('GET', '/hosts')).body).hosts
}

/** Resolves when every host is online and has been read. */
export async function untilAllOnline(server: TestConsole, timeoutMs = 300_000): Promise<void> {
  const until = performance.now() + timeoutMs
  for (;;) {
    const waiting = (await listHosts(server)).filter(({ status, summary }) => status !== 'online' || summary === null)
    if (waiting.length === 0) return
    if (performance.now() > until)
      throw new Error(
        `${waiting.length} hosts are not online: ${waiting[0]?.name} ${waiting[0]?.statusReason?.message}`,
      )
    await pause(POLL_MS)
  }
}

/** Changes that found no event, over all hosts. */
export async function missedChanges(
  server: TestConsole,
  hosts: readonly Host[],
): Promise<{ host: string; missed: number }[]> {
  const found = []
  for (const { id, name } of hosts) {
    const { body } = await server.api('GET', `/hosts/${id}/diagnostics`)
    found.push({ host: name, missed: HostDiagnosticsResponse.parse(body).missedChanges })
  }
  return found.filter(({ missed }) => missed > 0)
}

/** One change a second on every simulated host, spread over the second, until `signal` aborts. */
export async function stirSims(sims: SimFleet, signal: AbortSignal): Promise<{ changes: number }> {
  const random = seededRandom(1)
  const togglers = sims.hosts.map(({ name }) => ({ name, toggler: new Toggler(simToggles(name)) }))
  const beganAt = performance.now()
  let changes = 0
  while (!signal.aborted) {
    const { name, toggler } = togglers[changes % togglers.length] ?? { name: '', toggler: new Toggler<string[]>([]) }
    await sims.run(name, toggler.next(random()))
    changes += 1
    const dueAt = beganAt + (changes / togglers.length) * 1_000
    if (dueAt > performance.now()) await pause(dueAt - performance.now())
  }
  return { changes }
}

/** A random change on a lab host every half second or so, until `signal` aborts. */
export async function stirLab(
  run: (command: string) => Promise<unknown>,
  seed: number,
  signal: AbortSignal,
): Promise<{ changes: number }> {
  const random = seededRandom(seed)
  const toggler = new Toggler(LAB_TOGGLES)
  let changes = 0
  while (!signal.aborted) {
    await run(toggler.next(random()))
    changes += 1
    await pause(300 + random() * 600)
  }
  return { changes }
}

/** What differs between the picture that is shown and a reading made now; empty where nothing does. */
export async function unequalPictures(
  server: TestConsole,
  hosts: readonly Host[],
  followers: ReadonlyMap<string, StreamClient>,
): Promise<string[]> {
  const problems: string[] = []
  for (const { id, name } of hosts) {
    const shown = (await readState(server, id)).state
    await refreshHost(server, id)
    const fresh = (await readState(server, id)).state
    if (watchedDigest(shown) !== watchedDigest(fresh))
      problems.push(`${name}: the picture differs from a fresh reading: ${difference(shown, fresh)}`)
    const follower = followers.get(id)
    if (follower === undefined) continue
    if (follower.failure !== null) problems.push(`${name}: its follower gave up: ${follower.failure.message}`)
    else {
      const lag = await lagBehind(server, id, follower)
      if (lag !== null) problems.push(`${name}: a follower’s picture differs from the console’s: ${lag}`)
    }
  }
  return problems
}

/** What makes one of the other, as far as events tell of it. */
function difference(shown: NetworkState | null, fresh: NetworkState): string {
  if (shown === null) return 'there is none'
  const { links, routes, ovs, libvirt, guests } = fresh
  return JSON.stringify(diffState(shown, { ...shown, links, routes, ovs, libvirt, guests })).slice(0, 300)
}

/**
 * What a follower's picture lacks of the console's; null where it comes to nothing within seconds: the last patch may still be
 * on its way, and the host may still move (addresses that become valid, routes of them).
 */
async function lagBehind(server: TestConsole, id: string, follower: StreamClient): Promise<string | null> {
  let lag = 'there is none'
  for (let tries = 0; tries < 50; tries += 1) {
    const { state } = await readState(server, id)
    const picture = orderedPicture(follower)
    if (picture !== null && watchedDigest(picture) === watchedDigest(state)) return null
    lag = difference(picture, state)
    await pause(POLL_MS)
  }
  return lag
}

/** What patches put is in the order it was sent in, and the API's answers are in the contract's: a digest is of the order too. */
const orderedPicture = ({ state }: StreamClient): NetworkState | null =>
  state === null ? null : NetworkState.parse(state)

/** How long OpenSSH takes for one command on each host, twenty at a time: what a shell loop over the fleet would be. */
export async function timeOpenSsh(sims: SimFleet): Promise<number> {
  const beganAt = performance.now()
  const queue = [...sims.hosts]
  const worker = async () => {
    for (let host = queue.pop(); host !== undefined; host = queue.pop()) {
      const child = spawn(
        'ssh',
        [
          ...[
            '-i',
            sims.keyFile,
            '-p',
            String(host.port),
            '-o',
            'StrictHostKeyChecking=no',
            '-o',
            'IdentitiesOnly=yes',
          ],
          ...['-o', 'UserKnownHostsFile=/dev/null', '-o', 'LogLevel=ERROR', `root@${host.address}`, 'hostname'],
        ],
        { stdio: 'ignore' },
      )
      await new Promise((resolve) => child.once('exit', resolve))
    }
  }
  await Promise.all(Array.from({ length: 20 }, worker))
  return performance.now() - beganAt
}
