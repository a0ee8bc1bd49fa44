import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startConsole } from '../run/console.mjs'
import { NamespaceLab, whyNoNamespaceLab } from '../lab/lab'
import { createHost } from '../support/api'
import { ADMIN } from '../support/console'
import {
  addSims,
  listHosts,
  missedChanges,
  pause,
  stirLab,
  stirSims,
  unequalPictures,
  untilAllOnline,
} from './fleet-run'
import { HostShell } from './followed-host'
import { memoryVerdict } from './memory-verdict'
import { Probe } from './probe-file'
import { SimFleet } from './sim-fleet'
import type { StreamClient } from './stream-client'
import { openScreens } from './stream-client'

const LAB = { prefix: 'soak', net: '198.28' }
const LAB_HOSTS = 2
/** Simulated hosts that somebody looks at, beside the lab's. */
const FOLLOWED_SIMS = 10
/** Longer than the pause between two readings of a host that nobody looks at. */
const SETTLE_MS = 12_000

/**
 * `npm run soak [-- MINUTES [SIMULATED HOSTS]]`: random changes on many simulated hosts and two lab hosts; in the end every picture
 * must equal a fresh reading, no change may have been missed, and memory may not have grown after the first five minutes.
 */
async function main(minutes: number, simCount: number): Promise<boolean> {
  const folder = mkdtempSync(path.join(tmpdir(), 'patchbay-soak-'))
  const reason = whyNoNamespaceLab()
  if (reason !== null) console.log(`without lab hosts: ${reason}`)
  /** What to end, last begun first; also where something does not come up. */
  const ends: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })]
  const followers = new Map<string, StreamClient>()
  try {
    const lab = reason === null ? await NamespaceLab.up(LAB_HOSTS, LAB) : null
    ends.push(() => lab?.down())
    const sims = await SimFleet.start(`idle:${simCount}`)
    ends.push(() => sims.stop())
    const probe = new Probe()
    ends.push(() => probe.remove())
    const server = await startConsole({ databaseFile: path.join(folder, 'patchbay.db'), ...ADMIN, env: probe.env })
    ends.push(() => server.stop())
    for (const { name, address, port, privateKey, seed } of lab?.hosts ?? []) {
      await seed('bench-subjects')
      await createHost(server, { name, address, port, username: 'root', auth: { kind: 'privateKey', privateKey } })
    }
    const watched = (await addSims(server, sims)).slice(0, FOLLOWED_SIMS)
    await untilAllOnline(server)
    const hosts = await listHosts(server)
    const followed = [...watched, ...hosts.filter(({ name }) => lab?.hosts.some((host) => host.name === name))].map(
      ({ id }) => id,
    )
    const screens = await openScreens(server, followed)
    screens.forEach((screen, at) => followers.set(followed[at] ?? '', screen))
    ends.push(() => followers.forEach((follower) => follower.stop()))
    const shells = (lab?.hosts ?? []).map((host) => new HostShell(host, LAB))
    ends.push(...shells.map((shell) => () => shell.stop()))

    const beganAt = Date.now()
    console.log(`${hosts.length} hosts are online; ${minutes} minutes begin at ${new Date(beganAt).toISOString()}`)
    const end = new AbortController()
    const stirring = [
      stirSims(sims, end.signal),
      ...shells.map((shell, at) => stirLab((command) => shell.run(command), at + 1, end.signal)),
    ]
    for (let minute = 1; minute <= minutes; minute += 1) {
      await Promise.race([pause(60_000), ...stirring])
      const now = probe.lines().at(-1)
      console.log(
        `  ${minute} min: ${now?.rssMb.toFixed(0)} MB, heap ${now?.heapMb.toFixed(0)} MB, event loop p99 ${now?.lateP99} ms`,
      )
    }
    end.abort()
    const counts = await Promise.all(stirring)
    await pause(SETTLE_MS)

    const missed = await missedChanges(server, hosts)
    const unequal = await unequalPictures(server, hosts, followers)
    const memory = memoryVerdict(probe.lines().filter(({ at }) => at >= beganAt))
    console.log(`changes made: ${counts.map(({ changes }) => changes).join(' + ')}`)
    console.log(`patches followed: ${[...followers.values()].reduce((sum, { patches }) => sum + patches, 0)}`)
    console.log(`memory: ${memory.words}`)
    for (const { host, missed: count } of missed) console.log(`missed: ${host}: ${count}`)
    for (const problem of unequal) console.log(`unequal: ${problem}`)
    const isGood = missed.length === 0 && unequal.length === 0 && memory.isGood
    console.log(isGood ? 'PASSED: every picture equal, nothing missed, no growth' : 'FAILED')
    return isGood
  } finally {
    for (const end of ends.reverse()) await end()
  }
}

const [minutes = '30', simCount = '200'] = process.argv.slice(2)
process.exit((await main(Number(minutes), Number(simCount))) ? 0 : 1)
