import 'server-only'
import { gunzipSync } from 'node:zlib'
import type { HostStatus } from '@/lib/core/guard/host-status'
import type { CommandOutput } from '@/lib/core/observe/read-command'
import type { Comparison } from '@/lib/core/raw/compare-dumps'
import { compareDumps } from '@/lib/core/raw/compare-dumps'
import type { RawDump } from '@/lib/core/raw/dump-text'
import { parseDumps } from '@/lib/core/raw/dump-text'
import type { KeptRaw } from '@/lib/core/raw/kept-raw'
import { joinScopes } from '@/lib/core/raw/kept-raw'
import { NO_SCOPE } from '@/lib/core/raw/raw-scope'
import type { RawReading } from '@/lib/core/raw/records'
import { readRecords } from '@/lib/core/raw/records'
import type { ChangeContext } from './change-context'
import { guardVerb } from './guard-shell'
import { sleep } from './sleep'

type Dumps = ReturnType<typeof parseDumps>

/** Packed, dumps of five thousand ports are less than a megabyte. */
const MAX_PACKED_BYTES = 8 * 1024 * 1024
const MAX_BYTES = 64 * 1024 * 1024
/** A tool that hangs has its own deadline on the host; this is for all of them, and the way. */
const RAW_MS = 15_000
/** What comes back by itself (a port that learns, ovs-vswitchd that makes its links) is there by then. */
const LOOKS = 4
const BETWEEN_LOOKS_MS = 700
/** Of what is kept of the host before a change. */
const MAX_KEPT = 2_000_000

/** Both dumps that the host has made, as it sends them. */
export const rawCommand = ({ paths, id }: ChangeContext) => guardVerb(paths, id, 'raw', [], RAW_MS, MAX_PACKED_BYTES)

/** Null: there is no answer, or none that can be read. */
export function readDumps(output: CommandOutput | undefined): Dumps | null {
  if (output?.status !== 0 || output.isTruncated) return null
  const end = output.stdout.indexOf('\n')
  const [how, body] = [output.stdout.slice(0, end), output.stdout.slice(end + 1)]
  if (how === 'plain') return parseDumps(body)
  if (how !== 'gzip') return null
  try {
    return parseDumps(gunzipSync(Buffer.from(body, 'base64'), { maxOutputLength: MAX_BYTES }).toString('utf8'))
  } catch {
    return null // cut off on the way, or too large: nothing is compared, and that is said
  }
}

const scopeOf = ({ request }: ChangeContext) => request.transaction.raw ?? NO_SCOPE

/** The host before the change, to be kept for an undo. Null: not dumped, or more than a row should hold. */
export function rawBeforeOf(ctx: ChangeContext, dumps: Dumps | null): KeptRaw | null {
  if (dumps?.before == null) return null
  const kept = { scope: scopeOf(ctx), reading: readRecords(dumps.before, scopeOf(ctx)) }
  return JSON.stringify(kept).length > MAX_KEPT ? null : kept
}

/**
 * The host after a rollback against the host before the change, both in its own words: it has dumped itself, whoever was watching.
 * Never throws; what cannot be told is said.
 */
export async function compareWithBefore(ctx: ChangeContext, { isSameBoot }: HostStatus): Promise<Comparison> {
  if (!isSameBoot) return notCompared('the host has been restarted since')
  const dumps = await fetchDumps(ctx)
  if (dumps?.before == null) return notCompared('the host could not be dumped before the change')
  const before = readRecords(dumps.before, scopeOf(ctx))
  return untilSettled(ctx, before, dumps.after)
}

/** The host after an undo against the host before the change that is taken back. Null: this change takes none back. */
export async function compareUndone(ctx: ChangeContext): Promise<Comparison | null> {
  const { reference } = ctx.request
  if (reference === undefined) return null
  if (reference === null) return notCompared('of the host before the change that was taken back nothing was kept')
  return untilSettled(ctx, reference.reading, await dumpAnew(ctx))
}

const notCompared = (why: string): Comparison => ({ differences: [], notCompared: [why] })

/** Looks again while something differs: what the host makes by itself takes a moment. */
async function untilSettled(ctx: ChangeContext, before: RawReading, first: RawDump | null): Promise<Comparison> {
  const keys = new Set(before.records.map(({ key }) => key))
  const scope = joinScopes(scopeOf(ctx), ctx.request.reference?.scope ?? NO_SCOPE)
  let found = first === null ? null : compareDumps(before, readRecords(first, scope, keys))
  for (let look = 1; look < LOOKS && found?.differences.length !== 0; look += 1) {
    await sleep(ctx.deps.clock, BETWEEN_LOOKS_MS)
    const dump = await dumpAnew(ctx)
    if (dump !== null) found = compareDumps(before, readRecords(dump, scope, keys))
    else if (found === null) break
  }
  return found ?? notCompared('the host could not be dumped afterwards')
}

async function dumpAnew(ctx: ChangeContext): Promise<RawDump | null> {
  const { paths, id } = ctx
  return (await fetchDumps(ctx, [guardVerb(paths, id, 'dump', ['after'], RAW_MS)]))?.after ?? null
}

async function fetchDumps(ctx: ChangeContext, first: ReturnType<typeof guardVerb>[] = []): Promise<Dumps | null> {
  const answer = await ctx.host.runAgain([...first, rawCommand(ctx)], RAW_MS)
  return answer.reached ? readDumps(answer.value.at(-1)) : null
}
