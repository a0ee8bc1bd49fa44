import { NOT_IN_TIME } from './host-log'
import { renderPrelude } from './prelude'
import { renderCheck, renderCommand } from './render-command'
import type { GuardPaths, GuardStep, Transaction } from './transaction'
import { STEP_SECONDS } from './transaction'

/**
 * apply.sh: all steps in one process on the host, so that a change which cuts the network on the way needs none.
 *
 * The write-ahead log has "B i" before step i, "E i rc" after it, and "V rc" after verify.sh. "E i" and "B i+1" are one write
 * and one fsync: what must be on disk is that i+1 may have begun, before it does. A step runs only while `armed` is there and
 * the lock is still ours, looked at after the fsync, which is the slow part. Whatever fails fires the guard at once.
 * `steps.ended` and `verdict.ended` in /run are for who waits (`guard.sh status --await`), and prove nothing.
 */
export function renderApply(paths: GuardPaths, { id, steps }: Transaction): string {
  const functions = steps.map((step, i) => renderStep(step, i + 1))
  const calls = steps.map((_, i) => `step ${i + 1}`)
  return [
    renderPrelude(paths, id, 'apply, one step after the other') + RUNNER,
    ...functions,
    ...calls,
    'finish',
    '',
  ].join('\n')
}

const RUNNER = `birth $$ && echo "$$ $born" >"$run/apply.pid" || exit 71
ended=
fail() {
note "apply: $1"
exec sh "$dir/guard.sh" fire --apply
}
write() {
printf '%s' "$ended$1" >>"$dir/wal" 2>/dev/null || fail "the log cannot be written"
printf '%s' "$ended$1" >>"$run/wal" 2>/dev/null
sync "$dir/wal" 2>/dev/null || sync
ended=
}
may_go_on() {
[ -e "$dir/state.d/armed" ] && holds_lock && return
note "apply: stopped, the guard has fired or the lock is another's"
exit 0
}
step() {
write "B $1
"
may_go_on
"step_$1" >"$dir/out.$1" 2>&1
rc=$?
ended="E $1 $rc
"
[ $rc -eq 0 ] && return
write ''
fail "step $1 failed with status $rc"
}
settles() {
up
until=$((up + $2))
until "settled_$1"; do
up
[ $up -lt $until ] || { echo "${NOT_IN_TIME} $2 s, found: $got"; return 1; }
sleep 0.1 2>/dev/null || sleep 1
done
}
finish() {
write ''
true >"$run/steps.ended"
may_go_on
sh "$dir/verify.sh" >"$dir/out.verify" 2>&1
rc=$?
write "V $rc
"
true >"$run/verdict.ended"
[ $rc -eq 0 ] || fail "the change is not what was planned"
}`

function renderStep({ run, timeoutSeconds = STEP_SECONDS, summary, settles }: GuardStep, number: number): string {
  if (run.length === 0) throw new RangeError(`step ${number} (${summary}) has no command`)
  const wait = settles === undefined ? [] : [`settles ${number} ${settles.seconds}`]
  const commands = [...run.map((command) => renderCommand(command, timeoutSeconds)), ...wait]
  return [
    ...(settles === undefined ? [] : [renderCheck(`settled_${number}`, settles)]),
    `step_${number}() {\n${commands.join(' &&\n')}\n}`,
  ].join('\n')
}
