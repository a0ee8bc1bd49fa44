import type { DumpReader } from '../raw/dump-readers'
import { quoteWord } from '../shell/quote'
import { renderPrelude } from './prelude'
import { batched, renderCommand } from './render-command'
import { renderDump } from './render-dump'
import { renderRollback } from './render-rollback'
import type { GuardPaths, TransactionRehearsal } from './transaction'
import { STEP_SECONDS, txnFolder } from './transaction'

/**
 * rehearsal.sh switch: has ovsdb-server evaluate what is Open vSwitch's, and says "switch works" or "switch fails WHY".
 *
 * rehearsal.sh kernel, run in an empty network and mount namespace (unshare(1)): makes the stage, dumps it, takes the steps, has
 * the rollback put everything back, and dumps it again. Nothing of the host's own network can be seen from there; daemons could,
 * and are not asked. Lines: "stage WHY" the stage could not be made; "unlike STEP.ACTION COMMAND" by the plan's own checks it is not
 * as the host; "step NUMBER WHY" a step failed; "rollback STATUS", then its report as in /run, and both dumps as `guard.sh raw`
 * prints them. Last "end".
 */
export function renderRehearsal(paths: GuardPaths, id: string, rehearsal: TransactionRehearsal): string {
  const own: GuardPaths = { root: `${txnFolder(paths, id)}/rehearsal`, run: `${txnFolder(paths, id)}/rehearsal/run` }
  return [
    `${renderPrelude(own, id, 'rehearsal: what is to be done, and its undoing, where it touches nothing')}${RUNNER}`,
    ...(rehearsal.switch.length === 0
      ? []
      : [
          `evaluate() {\n${rehearsal.switch.map((command) => renderCommand(command, STEP_SECONDS)).join(' &&\n')}\n}`,
          SWITCH,
        ]),
    '[ "$1" = kernel ] || exit 0',
    ...(rehearsal.kernel === null ? [] : kernelPart(own, id, rehearsal.kernel)),
    '',
  ].join('\n')
}

const SWITCH = `if [ "$1" = switch ]; then
evaluate >"$said" 2>&1 && echo 'switch works' || no 'switch fails'
fi`

type KernelPart = NonNullable<TransactionRehearsal['kernel']>

function kernelPart(own: GuardPaths, id: string, { links, stage, steps }: KernelPart): string[] {
  const known = links.find((name) => name !== 'lo')
  const commands = steps.flatMap(({ run, undo }) => [...run, ...undo.flatMap((action) => action.run)])
  return [
    ...(known === undefined
      ? []
      : [`t 5 ip link show dev ${quoteWord(known)} >/dev/null 2>&1 && no stage 'this is the network of the host'`]),
    // What is written there would be the host's.
    ...(commands.some(({ argv: [tool] }) => tool === 'tee')
      ? ["mount -t sysfs sysfs /sys 2>/dev/null || no stage '/sys cannot be mounted'"]
      : []),
    `make() {\n:\n${onHardware(
      batched(stage)
        .map((command) => `${renderCommand(command, STEP_SECONDS)} || bad=$?`)
        .join('\n'),
    )}\n}`,
    ...steps.map(
      ({ run }, i) =>
        `step_${i + 1}() {\n:\n${run.map((command) => `${onHardware(renderCommand(command, STEP_SECONDS))} || return`).join('\n')}\n}`,
    ),
    `rollback() (\n${onHardware(renderRollback(own, { id, steps, checks: [], backChecks: [] }))}\n)`,
    `dump() (\n${renderDump(own, { id }, isOfStage)}\n)`,
    `count=${steps.length}`,
    MAIN,
  ]
}

/** Not every kernel has dummies. */
const onHardware = (script: string): string =>
  script.replaceAll(' type dummy\n', ` type '"$hardware"'\n`).replaceAll(' type dummy ', ' type "$hardware" ')

const OF_STAGE: ReadonlySet<string> = new Set(['addr', 'route', 'locks', 'bridge', 'vlan'])
const isOfStage = ({ name }: DumpReader): boolean => OF_STAGE.has(name)

const RUNNER = `said=$dir/said
mkdir -p "$dir" "$run" || exit 1
no() {
{ printf '%s ' "$@"; head -c 300 "$said" 2>/dev/null | tr -s '[:cntrl:]' ' '; echo; echo end; }
exit 0
}
sealed() {
dump "$1"
mv -T "$dir/raw.$1.new" "$dir/raw.$1"
}`

const MAIN = `set_default() { for each in all default; do echo "$2" >/proc/sys/net/ipv6/conf/$each/$1; done; } 2>/dev/null
# Addresses that a link makes by itself would come between two looks.
set_default accept_dad 0
set_default addr_gen_mode 1
bad=0
hardware=dummy
t 5 ip link add name pb-try type dummy 2>/dev/null && t 5 ip link del dev pb-try || hardware=ifb
make >"$said" 2>&1
[ $bad -eq 0 ] || no stage
ROLLBACK_DRYRUN=1
rollback >"$said" 2>&1
ROLLBACK_DRYRUN=
grep '^differs ' "$said" | head -n 20 | sed 's/^differs/unlike/'
grep -q '^differs ' "$said" && { echo end; exit 0; }
sealed before
i=1
while [ $i -le $count ]; do
echo "B $i" >>"$dir/wal"
"step_$i" >"$said" 2>&1 || no step $i
i=$((i + 1))
done
rollback >"$said" 2>&1
echo "rollback $?"
cat "$run/rollback"
sealed after
cd "$dir" && grep -a '' raw.*/* /dev/null
echo end`
