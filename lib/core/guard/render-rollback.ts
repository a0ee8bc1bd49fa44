import { quoteWord } from '../shell/quote'
import { renderChecks } from './join-checks'
import { renderPrelude } from './prelude'
import { batched, displayCommand, renderCheck, renderCommand } from './render-command'
import type { GuardPaths, GuardStep, Transaction, UndoAction } from './transaction'
import { toolsOf, UNDO_SECONDS } from './transaction'

/** Each round may free what the next needs: a bridge that was busy, a device whose ports have gone. */
const ROLLBACK_ROUNDS = 3

/**
 * rollback.sh: converges every object of the steps that have begun to its old record. It goes on after errors, and its exit
 * status is 0 only when everything is back, somebody else's, or has said so where nothing can be read back; 2 where what is not
 * back is the way to the host.
 *
 * After a reboot only what outlives one is put back: the kernel has forgotten the rest by itself.
 *
 * Everything is put back first and looked at then: reading takes time that the way to the host may not have, and undone newest
 * first, an object that several steps have touched is back only after the last of them.
 *
 * Report, one line each in /run/patchbay/ID/rollback, the last of each counts: "same|undone|foreign|open STEP.ACTION RC";
 * step 0 is the way to the host, its actions are the checks of it.
 * Dry run (ROLLBACK_DRYRUN=1), to standard output: "same|differs|unread STEP.ACTION COMMAND" for every action of every step,
 * and "missing TOOL"; it fails where a tool is missing. Run before the change it proves the checks: each must say `same`.
 */
export function renderRollback(paths: GuardPaths, transaction: Transaction): string {
  const actions = inUndoOrder(transaction.steps)
  return [
    renderPrelude(paths, transaction.id, 'rollback: puts back what the plan touched') + RUNNER,
    ...actions.flatMap(renderAction),
    ...transaction.backChecks.map((check, i) => renderCheck(`back_${i + 1}`, check)),
    'all() {',
    ':',
    ...actions.map(({ step, number, action }) => renderCall(step, number, action)),
    '}',
    'settled() {',
    '[ -z "$rebooted" ] || return',
    ...transaction.backChecks.map((check, i) => `back_${i + 1} || settled_not ${i + 1} ${quoteWord(check.summary)}`),
    ':',
    '}',
    `stored=' ${transaction.steps.flatMap((step, i) => (step.survivesReboot ? [i + 1] : [])).join(' ')} '`,
    `way=' ${transaction.steps.flatMap((step, i) => (step.isManagement ? [i + 1] : [])).join(' ')} '`,
    `tools=${quoteWord(toolsOf(transaction).join(' '))}`,
    MAIN,
    '',
  ].join('\n')
}

export type NumberedAction = { step: number; number: number; action: UndoAction }

/** Newest step first; before all others those that the way to the host depends on. */
export function inUndoOrder(steps: readonly GuardStep[]): NumberedAction[] {
  const newestFirst = steps.map((step, i) => ({ step, number: i + 1 })).reverse()
  const management = newestFirst.filter(({ step }) => step.isManagement)
  const others = newestFirst.filter(({ step }) => !step.isManagement)
  return [...management, ...others].flatMap(({ step, number }) =>
    step.undo.map((action, i) => ({ step: number, number: i + 1, action })),
  )
}

const renderCall = (step: number, number: number, { run, isPartial = false }: UndoAction): string =>
  `undo ${step} ${number} ${isPartial ? 'partial' : 'full'} ${quoteWord(run.map(displayCommand).join('; '))}`

function renderAction({ step, number, action }: NumberedAction): string[] {
  const name = `${step}_${number}`
  const { run, isBack, isOurs = [], timeoutSeconds = UNDO_SECONDS } = action
  return [
    // 2: nothing can be read back.
    isBack ? renderChecks(`is_back_${name}`, isBack) : `is_back_${name}() { return 2; }`,
    renderChecks(`is_ours_${name}`, isOurs),
    `put_back_${name}() {`,
    'bad=0',
    ...batched(run).map((command) => `${renderCommand(command, timeoutSeconds)} || bad=$?`),
    'return $bad',
    '}',
  ]
}

const RUNNER = `dry=\${ROLLBACK_DRYRUN:-}
begun=' '
for wal in "$dir/wal" "$run/wal"; do
[ -r "$wal" ] && while read -r kind i _; do [ "$kind" = B ] && begun="$begun$i "; done <"$wal"
done
rebooted=
read -r boot </proc/sys/kernel/random/boot_id
{ read -r machine booted <"$dir/host"; } 2>/dev/null && [ "$booted" != "$boot" ] && rebooted=yes
done=' ' open=0
out=/dev/null
[ -n "$dry" ] || { printf '' >"$run/rollback"; } 2>/dev/null && out=$run/rollback
report() { echo "$1 $2.$3 $4" >>"$out"; }
undo() {
id=$1_$2
if [ -n "$dry" ]; then
"is_back_$id" && said=same || { [ $? -eq 2 ] && said=unread || said=differs; }
echo "$said $1.$2 $4"
return
fi
case $begun in *" $1 "*) ;; *) return ;; esac
[ -z "$rebooted" ] || case $stored in *" $1 "*) ;; *) return ;; esac
case $done in *" $id "*) report undone "$1" "$2" 0 && return ;; esac
[ "$3" = full ] && "is_back_$id" && { report same "$1" "$2" 0; return; }
"is_ours_$id" || { report foreign "$1" "$2" 0; return; }
"put_back_$id" >>"$run/log" 2>&1
tried="$tried $id=$?"
}
look() {
for each in $tried; do
id=\${each%=*} rc=\${each#*=}
"is_back_$id"
case $?.$rc in
2.0) done="$done$id " && report undone "\${id%_*}" "\${id#*_}" 0 ;;
0.*) report undone "\${id%_*}" "\${id#*_}" "$rc" ;;
*)
open=$((open + 1))
case $way in *" \${id%_*} "*) cut=2 ;; esac
report open "\${id%_*}" "\${id#*_}" "$rc"
;;
esac
done
}
settled_not() {
open=$((open + 1)) cut=2
report open 0 "$1" 1
note "rollback: does not hold: $2"
}`

const MAIN = `if [ -n "$dry" ]; then
all
rc=0
for tool in $tools; do command -v "$tool" >/dev/null 2>&1 || { echo "missing $tool"; rc=1; }; done
exit $rc
fi
round=1
while :; do
open=0 cut=1 tried=
printf '' >"$out"
all
look
settled
note "rollback: round $round, $open open"
[ $open -eq 0 ] && exit 0
[ $round -lt ${ROLLBACK_ROUNDS} ] || exit $cut
round=$((round + 1))
sleep 1
done`
