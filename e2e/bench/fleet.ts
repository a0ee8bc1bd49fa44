import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startConsole } from '../run/console.mjs'
import { ADMIN } from '../support/console'
import type { Bench, Figure } from './figures'
import { quantiles, single } from './figures'
import {
  addSims,
  listHosts,
  missedChanges,
  pause,
  stirSims,
  timeOpenSsh,
  unequalPictures,
  untilAllOnline,
} from './fleet-run'
import { Probe } from './probe-file'
import { SimFleet } from './sim-fleet'

const HOSTS = Number(process.env['PATCHBAY_BENCH_HOSTS'] ?? 200)
const MINUTES = Number(process.env['PATCHBAY_BENCH_MINUTES'] ?? 5)
/** Longer than the pause between two readings of a host that nobody looks at. */
const SETTLE_MS = 12_000

export const fleet: Bench = {
  id: 'fleet',
  what: `${HOSTS} simulated hosts: connecting to all, and following one event a second on each for ${MINUTES} minutes`,
  whyNot: () => null,
  run: measure,
}

async function measure(): Promise<Figure[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'patchbay-fleet-'))
  const sims = await SimFleet.start(`idle:${HOSTS}`)
  const probe = new Probe()
  const options = { databaseFile: path.join(folder, 'patchbay.db'), ...ADMIN, env: probe.env }
  let server: Awaited<ReturnType<typeof startConsole>> | null = null
  try {
    server = await startConsole(options)
    await addSims(server, sims)
    await untilAllOnline(server)
    await server.stop()

    const beganAt = performance.now()
    server = await startConsole(options)
    await untilAllOnline(server)
    const connecting = performance.now() - beganAt
    const openSsh = await timeOpenSsh(sims)

    const before = probe.lines().at(-1)
    const end = new AbortController()
    const stirring = stirSims(sims, end.signal)
    await pause(MINUTES * 60_000)
    end.abort()
    const { changes } = await stirring
    const after = probe.lines().at(-1)
    await pause(SETTLE_MS)
    const hosts = await listHosts(server)
    const missed = await missedChanges(server, hosts)
    const unequal = await unequalPictures(server, hosts, new Map())
    if (!before || !after) throw new Error('the console wrote no figures of itself')
    const rss = probe.lines().filter(({ at }) => at >= before.at)
    return [
      {
        name: `connect to ${HOSTS} hosts and read each, from the start of the console`,
        unit: 'ms',
        samples: 1,
        ours: single(connecting),
        instead: { what: 'OpenSSH, one command on each host, 20 at a time', quantiles: single(openSsh) },
        budget: {},
      },
      {
        name: `CPU of the console, ${HOSTS} hosts with one event a second each (${changes} changes)`,
        unit: '% of one core',
        samples: 1,
        ours: single(((after.cpuMs - before.cpuMs) / (after.at - before.at)) * 100),
        instead: null,
        budget: { max: 50 },
      },
      {
        name: 'resident memory of the console meanwhile',
        unit: 'MB',
        samples: rss.length,
        ours: quantiles(rss.map(({ rssMb }) => rssMb)),
        instead: null,
        budget: { max: 600 },
      },
      {
        name: 'delay of the event loop since the start, p99',
        unit: 'ms',
        samples: 1,
        ours: single(after.lateP99),
        instead: null,
        budget: {},
        notes: [`at most ${after.lateMax} ms once (connecting included)`],
      },
      {
        name: 'changes that no event told of, and pictures unequal to a fresh reading',
        unit: 'events',
        samples: 1,
        ours: single(missed.reduce((sum, each) => sum + each.missed, 0) + unequal.length),
        instead: null,
        budget: { max: 0 },
        notes: [...missed.map(({ host, missed: count }) => `${host}: ${count} missed`), ...unequal].slice(0, 10),
      },
    ]
  } finally {
    await server?.stop()
    await sims.stop()
    probe.remove()
    rmSync(folder, { recursive: true, force: true })
  }
}
