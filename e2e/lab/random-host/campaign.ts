import type { Change } from '@/lib/contract/changes'
import { FINAL_STATUSES } from '@/lib/contract/constants/change-status'
import type { IntentInput } from '@/lib/core/intents/intent'
import { createHost } from '../../support/api'
import { applyChange, planChange, planUndo, readChange, storyOf } from '../change-api'
import type { ConsoleHere } from '../field/console-here'
import { startConsoleHere } from '../field/console-here'
import type { LabHost } from '../lab'
import { NamespaceLab, UmlLab, whyNoNamespaceLab, whyNoUmlLab } from '../lab'
import { seededRandom } from '../random'
import { rawDumps, rawDifferences, SETTLING } from '../raw-dumps'
import { clearScript, makeScript, shuffledEdits } from './draw-host'

type FieldOptions = {
  /** Changes that are rolled back, and again kept and undone. */
  n: number
  seed: number
  /** Hosts at work at once, in namespaces. */
  hosts: number
  /** One host more, with a kernel of its own. */
  hasUml: boolean
  log?: (line: string) => void
}
type FieldRun = {
  host: string
  seed: number
  edits: string
  /** "as before": both times. "named": what differs was named before Apply. */
  ended: 'as before' | 'named' | 'DIFFERENT'
  notes: string[]
}

export const whyNoCampaign = whyNoNamespaceLab

/** A host is drawn anew after so many changes. */
const CHANGES_PER_HOST = 4
type Site = { host: LabHost; server: ConsoleHere; hostId: string }

/** n changes on random hosts. Each run's seed draws its host and its change again: `--n 1 --seed SEED`. */
export async function runFieldCampaign({ n, seed, hosts, hasUml, log }: FieldOptions): Promise<FieldRun[]> {
  const runs: FieldRun[] = []
  const lab = await NamespaceLab.up(hosts, { prefix: 'labf', net: '198.27' })
  const uml = hasUml && whyNoUmlLab() === null ? await UmlLab.up('field', 8) : null
  const server = await startConsoleHere()
  try {
    let next = 0
    const work = async (host: LabHost) => {
      const { name, address, port, privateKey } = host
      const auth = { kind: 'privateKey', privateKey } as const
      const { id } = await createHost(server, { name, address, port, username: 'root', auth })
      while (next < n) {
        const own = seed + next
        const count = Math.min(CHANGES_PER_HOST, n - next)
        next += count
        await onOneHost({ host, server, hostId: id }, own, count, (run) => {
          runs.push(run)
          log?.(lineOf(run))
        })
      }
    }
    await Promise.all([...lab.hosts, ...(uml === null ? [] : [uml.host])].map(work))
  } finally {
    await server.stop()
    await Promise.all([lab.down(), uml?.down()])
  }
  return runs
}

const lineOf = ({ host, seed, edits, ended, notes }: FieldRun): string =>
  [`${ended.padEnd(10)} ${host.padEnd(6)} seed ${String(seed).padEnd(6)} ${edits}`, ...notes].join('\n   ')

/** Draws the host, and makes `count` changes on it; where one is not taken back, the host is drawn anew for the next. */
async function onOneHost(site: Site, seed: number, count: number, onRun: (run: FieldRun) => void): Promise<void> {
  const random = seededRandom(seed)
  const script = makeScript(random)
  let made = 0
  site.host.attempt(['bash'], script)
  const edits = shuffledEdits(random)
  while (made < count) {
    const next = edits.shift()
    if (next === undefined) break
    const ended = await tryEdits(site, next)
    if (ended === null) continue
    const words = next.map((edit) => JSON.stringify(edit)).join(' ')
    made += 1
    onRun({ host: site.host.name, seed, edits: words, ...ended })
    if (ended.ended !== 'as before') site.host.attempt(['bash'], script)
  }
  site.host.attempt(['bash'], clearScript)
}

/** Null: refused, nothing to do, or never begun; the host is then as it was drawn, or not to be judged. */
async function tryEdits(site: Site, edits: readonly IntentInput[]): Promise<Pick<FieldRun, 'ended' | 'notes'> | null> {
  const { server, hostId } = site
  const before = await settled(site.host)
  const planned = await planChange(server, hostId, edits).catch(() => null)
  if (planned === null || planned.steps.length === 0) return null
  const named = planned.plan.warnings.join('\n')
  const notes: string[] = []
  const judge = async (change: Change, wanted: Change['status']): Promise<boolean> => {
    notes.push(...(await judged(site, before, change, wanted, named)))
    return !notes.some(isBad)
  }
  const cancelled = await ended(server, planned, true)
  if (!(await judge(cancelled, 'rolled_back'))) return { ended: 'DIFFERENT', notes }
  if (cancelled.status === 'failed') return null
  const kept = await ended(server, await planChange(server, hostId, edits), false)
  if (kept.status === 'failed') return null
  if (kept.status !== 'confirmed') return { ended: 'DIFFERENT', notes: [...notes, storyOf(kept)] }
  const undo = await planUndo(server, kept.id).catch((error: unknown) => String(error))
  if (typeof undo === 'string') return { ended: 'DIFFERENT', notes: [...notes, `the undo is refused: ${undo}`] }
  if (!(await judge(await ended(server, undo, false), 'confirmed'))) return { ended: 'DIFFERENT', notes }
  return { ended: notes.length === 0 ? 'as before' : 'named', notes }
}

const NAMED = 'named: '
const isBad = (note: string): boolean => !note.startsWith(NAMED)

/** What differs from before, each as named in the preview or not. */
async function judged(
  { host }: Site,
  before: Awaited<ReturnType<typeof settled>>,
  change: Change,
  wanted: Change['status'],
  named: string,
): Promise<string[]> {
  const differences = rawDifferences(before, await settled(host))
  const unnamed = differences.filter(({ words }) => !words.some((word) => named.includes(word)))
  const isUntouched = change.status === 'failed' && differences.length === 0
  if (change.status !== wanted && !isUntouched) return [storyOf(change), ...differences.map(({ line }) => line)]
  return [
    ...differences.map((each) => (unnamed.includes(each) ? each.line : `${NAMED}${each.line}`)),
    ...(unnamed.length === 0
      ? []
      : [
          `the console says: ${change.status}: ${change.reason ?? ''} ${JSON.stringify(change.comparison?.differences)}`,
        ]),
  ]
}

/** The dumps, once no address is tentative any more that has a link to ask on. */
async function settled(host: LabHost) {
  await until(async () => (await host.exec('sh', '-c', SETTLING)) === '', 20_000)
  return rawDumps(host)
}

/** Applies it; `isCancelled`: taken back as soon as it asks to be kept. Gives the change once it is over. */
async function ended(server: ConsoleHere, { id, findings }: Change, isCancelled: boolean): Promise<Change> {
  const accepts = findings.created.map(({ key }) => ({ key, reason: 'drawn at random' }))
  await applyChange(server, id, { confirm: isCancelled ? 'manual' : 'auto', accepts })
  let isAsked = false
  await until(async () => {
    const { status } = await readChange(server, id)
    if (status === 'awaiting_confirmation' && isCancelled && !isAsked) {
      isAsked = true
      await server.api('POST', `/changes/${id}/cancel`)
    }
    return FINAL_STATUSES.has(status)
  }, 240_000)
  return readChange(server, id)
}

async function until(isSo: () => Promise<boolean>, limitMs: number): Promise<void> {
  for (const from = performance.now(); !(await isSo()) && performance.now() - from < limitMs;)
    // A campaign, not a test: between two looks at a real host, of which nothing tells us.
    await new Promise((resolve) => setTimeout(resolve, 150))
}

export function fieldReport(runs: readonly FieldRun[]): string[] {
  const count = (what: FieldRun['ended']) => runs.filter(({ ended: how }) => how === what).length
  return [
    `${runs.length} changes on random hosts, each rolled back, and kept and undone: ${count('as before')} as before, ${count('named')} but for what the preview named, ${count('DIFFERENT')} DIFFERENT`,
    ...runs.filter((run) => run.ended === 'DIFFERENT').map(({ seed, edits }) => `  seed ${seed}: ${edits}`),
  ]
}
