import 'server-only'
import { parseConfirmAnswer } from '@/lib/core/guard/answers'
import type { HostFacts } from '@/lib/core/guard/host-facts'
import type { ChangeContext } from './change-context'
import type { ChangeLink } from './change-types'
import { guardVerb } from './guard-shell'
import { sleep } from './sleep'
import { askStatus, isOver, serveExtension } from './watch-apply'

/** Why a change is not confirmed that somebody took back. */
export const UNDONE = 'Undone as asked.'

export type Verdict = { ok: true } | { ok: false; why: string; isHopeless: boolean }

/** Errors after which another try cannot help: the host that answers is not, or no longer, the one we changed. */
const HOPELESS = new Set(['host_key_changed', 'host_key_mismatch', 'auth_failed', 'sudo_refused'])

/**
 * Reaches the host over brand-new connections, R1 and R2 twice with time in between, and reads it back over the last. Tries
 * until `untilMs`, or until somebody wants it undone. The caller closes the link.
 */
export async function proveReachable(
  ctx: ChangeContext,
  untilMs: () => number,
): Promise<{ ok: true; link: ChangeLink } | Extract<Verdict, { ok: false }>> {
  const { clock, findDiscrepancies } = ctx.deps
  let proofs = ctx.request.risk === 'R0' ? 1 : 2
  let why = 'the host was not reached'
  for (;;) {
    const link = await ctx.host.connectNext(ctx.request.confirmAddress)
    if (!link.reached) {
      why = link.why.message
      if (HOPELESS.has(link.why.code)) return { ok: false, why, isHopeless: true }
    } else if (--proofs > 0) {
      link.value.close()
      await sleep(clock, ctx.timings.confirmSpacingMs)
      if (clock.now() < untilMs()) continue
      why = 'the window ended between two connections'
    } else {
      const differences = await (findDiscrepancies?.(link.value.shell) ?? Promise.resolve([])).catch(
        (error: unknown) => [
          `the host could not be read back: ${error instanceof Error ? error.message : String(error)}`,
        ],
      )
      if (differences.length === 0) return { ok: true, link: link.value }
      why = `the host is not as planned: ${differences.join('; ')}`
      proofs = 1
      // It may have been taken back by now, or need the time that somebody gives it.
      ctx.host.adopt(link.value)
      const status = await askStatus(ctx)
      if (status !== null && isOver(status)) return { ok: false, why, isHopeless: true }
      await serveExtension(ctx)
    }
    if (ctx.control.isUndone) return { ok: false, why: UNDONE, isHopeless: true }
    if (clock.now() >= untilMs()) return { ok: false, why, isHopeless: false }
    await sleep(clock, ctx.timings.pollMs)
  }
}

/** The guard's word for what it is about, and what that means to who reads it. */
const refusalWords = (why: string): string =>
  /^(?:this transaction is (?:firing|rolled_back|rollback_failed)|the guard has fired)$/.test(why)
    ? 'The confirmation came too late: the host had begun to put everything back.'
    : why

/** `confirm` over this link; where its answer is lost, again over new ones: it is idempotent. What counts is the host's word.
 * The link that brought it is used for what follows. */
export async function claim(ctx: ChangeContext, link: ChangeLink, facts: HostFacts, untilMs: number): Promise<Verdict> {
  const { clock } = ctx.deps
  const command = guardVerb(ctx.paths, ctx.id, 'confirm', [ctx.request.nonce, facts.machineId, facts.bootId])
  let at: ChangeLink | null = link
  for (;;) {
    const outputs = await (at?.shell.run([command]) ?? Promise.resolve([])).catch(() => []) // lost: asked again below
    const answer = parseConfirmAnswer(outputs[0]?.stdout ?? '')
    if (answer.ok && at) {
      ctx.host.adopt(at)
      return { ok: true }
    }
    at?.close()
    if (!answer.ok && outputs[0]?.stdout) return { ok: false, why: refusalWords(answer.why), isHopeless: true }
    if (clock.now() >= untilMs)
      return { ok: false, why: 'the host did not answer to the confirmation', isHopeless: false }
    await sleep(clock, ctx.timings.pollMs)
    const next = await ctx.host.connectAfresh(ctx.request.confirmAddress)
    at = next.reached ? next.value : null
  }
}
