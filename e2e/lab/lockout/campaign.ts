import { quantiles } from '../../bench/figures'
import { NamespaceLab, UmlLab, whyNoNamespaceLab, whyNoUmlLab } from '../lab'
import type { LabHost } from '../lab'
import { seededRandom } from '../random'
import { KINDS, kindsOf } from './kinds'
import type { Kind } from './kinds'
import type { LockoutRun } from './run-one'
import { lockOut } from './run-one'
import type { Management, Setup } from './setups'
import { prepareManagement } from './setups'

export type CampaignOptions = {
  n: number
  seed: number
  /** Hosts at work at once, in namespaces. */
  hosts: number
  windowSeconds: number
  log?: (line: string) => void
}

/** What a host may take over T, from the requirement. */
const GRACE_SECONDS = 3

type Site = { host: LabHost; management: Management }
type Lab = { sites: Site[]; down: () => Promise<void> }

/** n changes that cut hosts off, spread over hosts with their management address on every kind of link. */
export async function runCampaign({ n, seed, hosts, windowSeconds, log }: CampaignOptions): Promise<LockoutRun[]> {
  const random = seededRandom(seed)
  const labs: Lab[] = []
  const runs: LockoutRun[] = []
  try {
    labs.push(await namespaceSites(hosts))
    if (whyNoUmlLab() === null) labs.push(await umlSite())
    const sites = labs.flatMap((lab) => lab.sites)
    let begun = 0
    const work = async ({ host, management }: Site) => {
      const kinds = kindsOf(management.setup)
      // Every kind in turn, from a random one on: none is left out by chance.
      for (let turn = random.below(kinds.length); begun < n; turn += 1) {
        begun += 1
        const kind = kinds[turn % kinds.length]
        if (kind === undefined) throw new RangeError(`nothing breaks ${management.setup}`)
        const how = { random, windowSeconds, hasConsole: random.below(2) === 0 }
        const run = await lockOut(host, management, kind, how).catch((error: unknown) =>
          failedRun(kind, management, error),
        )
        runs.push(run)
        log?.(runLine(run, windowSeconds))
        // A host that is lost stays as it is, to be looked at.
        if (!run.isOldState) return
      }
    }
    await Promise.all(sites.map(work))
  } finally {
    await Promise.all(labs.map((lab) => lab.down()))
  }
  return runs
}

/** It could not even be tried, or be looked at afterwards: counted as bad. */
const failedRun = ({ name: kind }: Kind, { setup }: Management, error: unknown): LockoutRun => ({
  ...{ kind, setup, wasCut: false, recoveryMs: null, isOldState: false, state: 'failed' },
  notes: [String(error)],
})

async function namespaceSites(count: number): Promise<Lab> {
  if (count === 0) return { sites: [], down: () => Promise.resolve() }
  const lab = await NamespaceLab.up(count, { prefix: 'labo', net: '198.24' })
  const setups: Setup[] = ['nic', 'ovs-bridge', 'linux-bridge']
  const sites: Site[] = []
  for (const [at, host] of lab.hosts.entries())
    sites.push({ host, management: await prepareManagement(host, setups[at % setups.length] ?? 'nic') })
  return { sites, down: () => lab.down() }
}

async function umlSite(): Promise<Lab> {
  const lab = await UmlLab.up('lockout', 7)
  const management = await prepareManagement(lab.host, 'bond')
  return { sites: [{ host: lab.host, management }], down: () => lab.down() }
}

export const whyNoCampaign = whyNoNamespaceLab

export const isGood = ({ wasCut, recoveryMs, isOldState, state }: LockoutRun, windowSeconds: number): boolean =>
  isOldState &&
  state === 'rolled_back' &&
  (!wasCut || (recoveryMs !== null && recoveryMs <= (windowSeconds + GRACE_SECONDS) * 1000))

const seconds = (ms: number) => (Number.isFinite(ms) ? (ms / 1000).toFixed(1) : 'never')
const runLine = (run: LockoutRun, windowSeconds: number): string =>
  [
    `${isGood(run, windowSeconds) ? 'ok  ' : 'BAD '}${run.setup.padEnd(13)}${run.kind.padEnd(56)}`,
    run.recoveryMs === null ? 'was never cut off' : `${seconds(run.recoveryMs)} s`,
    ...(isGood(run, windowSeconds) ? [] : [`  ${run.state}`, ...run.notes]),
  ]
    .join('\n')
    .replace('\n', '')

/** The table, and a verdict in one line. */
export function campaignReport(runs: readonly LockoutRun[], windowSeconds: number): string[] {
  const rows = KINDS.flatMap(({ name, on }) =>
    on.map((setup) => ({ name, setup, these: runs.filter((run) => run.kind === name && run.setup === setup) })),
  ).filter(({ these }) => these.length > 0)
  const cells = (these: readonly LockoutRun[]) => {
    const times = these.flatMap(({ recoveryMs }) => (recoveryMs === null ? [] : [recoveryMs]))
    const { p50, p95, max } = quantiles(times)
    const lost = these.filter(({ recoveryMs }) => recoveryMs === Number.POSITIVE_INFINITY).length
    const bad = these.filter((run) => !isGood(run, windowSeconds)).length
    return [
      these.length,
      times.length,
      ...[p50, p95, max].map((ms) => (times.length === 0 ? '-' : seconds(ms))),
      lost,
      bad,
    ]
      .map((cell, at) => String(cell).padStart(at === 1 ? 9 : 7))
      .join('')
  }
  const allGood = runs.every((run) => isGood(run, windowSeconds))
  const cut = runs.filter(({ wasCut }) => wasCut).length
  return [
    `T = ${windowSeconds} s; recovery in seconds from arming, to be at most ${windowSeconds + GRACE_SECONDS}`,
    `${'management on'.padEnd(15)}${'what is changed'.padEnd(56)}      n  cut off    p50    p95    max   lost    bad`,
    ...rows.map(({ name, setup, these }) => `${setup.padEnd(15)}${name.padEnd(56)}${cells(these)}`),
    `${'all'.padEnd(71)}${cells(runs)}`,
    allGood
      ? `Every host came back within T + ${GRACE_SECONDS} s, exactly as it was: ${runs.length} changes, ${cut} of which cut the host off, none lost.`
      : `NOT GOOD: ${runs.filter((run) => !isGood(run, windowSeconds)).length} of ${runs.length} changes did not end in the old state within T + ${GRACE_SECONDS} s.`,
  ]
}
