import 'server-only'
import { createHash } from 'node:crypto'
import { parseDryRun, parseLockAnswer } from '@/lib/core/guard/answers'
import type { HostFacts, Launcher } from '@/lib/core/guard/host-facts'
import { findObstacles, parseHostFacts } from '@/lib/core/guard/host-facts'
import * as scripts from '@/lib/core/guard/host-scripts'
import type { HostFile } from '@/lib/core/guard/render-files'
import { renderFiles } from '@/lib/core/guard/render-files'
import { toolsOf, txnFolder } from '@/lib/core/guard/transaction'
import { quoteText } from '@/lib/core/shell/quote'
import { AppError } from '../errors'
import type { CommandRunner } from '../ssh/shell'
import type { ChangeContext } from './change-context'
import { guardVerb, hostScript, saidBy } from './guard-shell'
import { hostLocked } from './host-locked'

/** In UTF-16 units. Quoted, each may become four bytes; with that a piece stays below REQUEST_BYTES. */
const PIECE = 200_000
/** Below the shell's MAX_STDIN_BYTES. */
const REQUEST_BYTES = 1_000_000
/** Of changes that have ended, kept on the host for people who look into it. */
const KEPT_TRANSACTIONS = 20

/** What `keep` of UPLOAD_SCRIPT needs. */
const KEPT_WITH: ReadonlySet<string> = new Set(['guard.sh', 'dump.sh', 'host'])

/** Can this host take a guarded change? Reads only. Throws `preflight_failed` with `details.obstacles`. */
export async function inspectHost({ request, paths }: ChangeContext, runner: CommandRunner): Promise<HostFacts> {
  const tools = [...scripts.GUARD_TOOLS, ...toolsOf(request.transaction)]
  const [output] = await runner.run([
    hostScript(scripts.FACTS_SCRIPT, [parent(paths.root), parent(paths.run), ...tools]),
  ])
  const facts = parseHostFacts(output?.stdout ?? '')
  if (!facts.ok) throw refused([`The host could not be inspected: it said ${saidBy(output)}.`])
  const obstacles = findObstacles(facts.value)
  if (obstacles.length > 0) throw refused(obstacles)
  return facts.value
}

const parent = (path: string): string => path.slice(0, path.lastIndexOf('/')) || '/'

const refused = (obstacles: string[]) =>
  new AppError('preflight_failed', { message: `Nothing was changed. ${obstacles.join(' ')}`, details: { obstacles } })

const unguarded = (why: string, cause?: unknown) =>
  new AppError('guard_failed', { message: `Nothing was changed: the guard could not be put in place. ${why}`, cause })

/** Puts every file on the host and proves each. Throws `guard_failed`. */
export async function uploadFiles(ctx: ChangeContext, runner: CommandRunner, facts: HostFacts): Promise<void> {
  const { paths, request, timings } = ctx
  const proof = { nonce: request.nonce, machineId: facts.machineId, bootId: facts.bootId }
  const files = renderFiles(paths, request.transaction, proof, timings.verifyTries)
  const all = [...files, { name: 'manifest.json', text: manifest(ctx, files) }]
  const sums = all.map(({ name, text }) => `${sha256(text)}  ${name}\n`).join('')
  // The host dumps itself while the rest is written.
  const first = all.filter(({ name }) => KEPT_WITH.has(name))
  const others = all.filter(({ name }) => !KEPT_WITH.has(name))
  const calls = [
    ...['folders', ...first.flatMap(putCalls), 'keep'],
    ...[...others.flatMap(putCalls), `sound ${quoteText(sums)}`],
  ]
  const outputs = await runner.run(
    inRequests(calls).map((stdin) =>
      hostScript(scripts.UPLOAD_SCRIPT, [paths.root, paths.run, ctx.id], { stdin, ms: 60_000 }),
    ),
  )
  ctx.isOnHost = outputs[0]?.stdout.startsWith('ready\n') ?? false
  const failed = outputs.find(({ status }) => status !== 0)
  const last = outputs.at(-1)
  if (failed !== undefined || last?.stdout.endsWith('sound\n') !== true) {
    throw unguarded(`The host said ${saidBy(failed ?? last)}.`)
  }
}

function putCalls({ name, text }: HostFile): string[] {
  const pieces = Array.from({ length: Math.ceil(text.length / PIECE) }, (_, i) =>
    text.slice(i * PIECE, (i + 1) * PIECE),
  )
  return pieces.map((piece, i) => `${i === 0 ? 'put' : 'more'} ${name} ${quoteText(piece)}`)
}

/** Lines of calls, as few requests as their size allows. */
function inRequests(calls: readonly string[]): string[] {
  const requests = ['']
  for (const call of calls) {
    const line = `${call}\n`
    const last = requests.at(-1) ?? ''
    if (Buffer.byteLength(last) + Buffer.byteLength(line) > REQUEST_BYTES) requests.push(line)
    else requests[requests.length - 1] = last + line
  }
  return requests
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

const manifest = ({ request }: ChangeContext, files: readonly HostFile[]): string =>
  `${JSON.stringify(
    {
      transaction: request.transaction,
      operator: request.operator,
      basedOn: request.basedOn,
      risk: request.risk,
      windowSeconds: request.windowSeconds,
      // Not of the nonce: its hash says nothing to anybody, and the file itself is compared.
      sha256: Object.fromEntries(
        files.filter(({ name }) => name !== 'nonce').map(({ name, text }) => [name, sha256(text)]),
      ),
    },
    null,
    1,
  )}\n`

/** Takes the host's lock for the window. Throws `host_locked` or `guard_failed`. */
export async function takeLock(ctx: ChangeContext, runner: CommandRunner): Promise<void> {
  const { paths, request } = ctx
  const operator = request.operator.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').slice(0, 100)
  // A lost change of somebody else may be rolled back on the way, hence the patience.
  const [output] = await runner.run([
    guardVerb(paths, ctx.id, 'lock', [String(request.windowSeconds), operator], 120_000),
  ])
  const answer = parseLockAnswer(output?.stdout ?? '')
  if (answer.kind === 'refused') throw unguarded(`The lock: ${answer.why}.`)
  if (answer.kind === 'ours') return
  const { operator: owner, txn: changeId } = answer
  const holder = { changeId, operator: owner }
  throw answer.kind === 'stuck'
    ? hostLocked('The host', { ...holder, secondsLeft: null, isStuck: true })
    : hostLocked('The host', { ...holder, secondsLeft: answer.secondsLeft })
}

/** Is the host still as it was planned on? To be asked under the lock. Throws `stale_plan`. */
export async function requireBase({ request, deps }: ChangeContext, runner: CommandRunner): Promise<void> {
  if ((await deps.readFingerprint(runner)) === request.basedOn) return
  throw new AppError('stale_plan', {
    message:
      'Nothing was changed: what the plan touches has been changed since it was made. Look at the host again and plan anew.',
  })
}

/** The rollback where it would run, changing nothing. Gives the launcher that works. Throws `guard_failed`. */
export async function rehearse(ctx: ChangeContext, runner: CommandRunner, facts: HostFacts): Promise<Launcher> {
  let why = 'there is no launcher'
  for (const launcher of facts.launchers) {
    const [output] = await runner.run([guardVerb(ctx.paths, ctx.id, 'dryrun', [launcher], 60_000)])
    const dryRun = parseDryRun(output?.stdout ?? '')
    if (!dryRun.ok) {
      why = `With ${launcher}: ${dryRun.message}`
      continue
    }
    const { missing, differing } = dryRun.value
    if (missing.length > 0) why = `With ${launcher} these tools are missing: ${missing.join(', ')}.`
    else if (differing.length === 0) return launcher
    else why = `The rollback would not know the old state again: ${differing.map(({ command }) => command).join('; ')}`
  }
  throw unguarded(why)
}

/** After a refusal: the lock and our folder go. Never fails; what stays is swept later, and the lock ends by itself. */
export async function abandon({ paths, id, host }: ChangeContext): Promise<void> {
  await host.runAgain([guardVerb(paths, id, 'discard', [], 60_000)], 10_000)
}

/** Gives the lock back and says what the host has noted; what is older than KEPT_TRANSACTIONS goes. */
export const releaseCommand = ({ paths, id }: ChangeContext) =>
  hostScript(scripts.RELEASE_SCRIPT, [txnFolder(paths, id), paths.root, paths.run, String(KEPT_TRANSACTIONS)])
