import { renderPrelude } from './prelude'
import { LAUNCH } from './render-launch'
import { LOCK } from './render-lock'
import { RETRY } from './render-retry'
import type { GuardPaths } from './transaction'
import { MAX_WINDOW_SECONDS } from './transaction'

/**
 * guard.sh: every act of a transaction on the host, as `sh guard.sh VERB ...`. The console only calls it; what must be atomic
 * is atomic here.
 *
 *   lock SECONDS OPERATOR     takes the host's lock (render-lock.ts)
 *   arm LAUNCHER SECONDS      starts the timer, proves that it runs, then makes `armed`. Without proof: nothing is armed
 *   apply                     starts apply.sh, once, detached from whoever calls
 *   fire [--timer N]          claims, stops the apply, rolls back. --timer: only while N is the current timer; --apply: from
 *                             apply.sh; --resume: takes over from a rollback whose process has died; --again: from who has
 *                             claimed one that failed
 *   cancel [--resume]         fires detached from whoever calls: the rollback may cut the connection that asked for it
 *   confirm NONCE MACHINE BOOT  claims for good; the same answer however often it is asked
 *   extend SECONDS            a new timer from now, then the old one is stopped; never past MAX_WINDOW_SECONDS from arming
 *   release                   gives the lock back, if it is ours
 *   again, retry, recover     a rollback that failed is tried again (render-retry.ts); release --failed leaves it so
 *   discard                   ends what was never applied: the lock and the folder go; where it is armed, it is disarmed
 *   dryrun LAUNCHER           rollback.sh in the context in which it would run, changing nothing
 *   rehearse                  steps and rollback in a network namespace of their own (render-rehearsal.ts)
 *   dump WHAT                 what the host says of itself now, as raw.WHAT; fire makes raw.after by itself
 *   raw                       what dump has made, as lines "raw.before/NAME:TEXT", after a first line: "gzip" where they are packed,
 *                             "plain" where not
 *   status [--await WHAT]     what is, as lines of "key value". --await steps|verdict: after the steps have ended, or their
 *                             verification, or anything but `armed` has come; after half a second in any case
 *
 * THE CLAIM. `confirm` and `fire` both begin with `mv -T state.d/armed ...`. rename(2) is atomic and its source exists once,
 * so exactly one wins, also at the same instant. First the claim, then the timer is stopped: a timer that still fires finds
 * no `armed` and ends. The other order has a gap in which nobody guards.
 *
 * READ-ONLY /. There nobody can rename. Then `fire` claims by mkdir in /run, and `confirm`, which cannot claim, is refused.
 */
export function renderGuard(paths: GuardPaths, id: string): string {
  return `${renderPrelude(paths, id, 'the guard')}${LAUNCH}\n${LOCK}\n${RETRY}\n${VERBS}\n`
}

const VERBS = `answer() { echo "$*"; }
claim() {
mv -T "$dir/state.d/armed" "$dir/state.d/$1" 2>/dev/null
}
put() {
echo "$2" >"$dir/$1.new" && mv -T "$dir/$1.new" "$dir/$1"
}
get() {
got=
{ read -r got <"$dir/$1"; } 2>/dev/null
}
verb_arm() {
state
[ "$state" = prepared ] && [ ! -e "$dir/apply.begun" ] || { answer "refused this transaction is $state"; exit 3; }
holds_lock || { answer "refused the lock is not ours"; exit 3; }
launcher=$1
up
# Nobody reads these before there is an "armed", so they need no rename: one fsync of all comes before it.
cd "$dir" && echo "$launcher" >launcher && echo 1 >timer && echo "$up" >armed_at && echo $((up + $2)) >deadline || { answer 'refused the transaction folder cannot be written'; exit 3; }
if start_timer 1 "$2" && timer_runs 1; then
echo armed >armed.new && sync_file launcher timer armed_at deadline armed.new . && mv -T armed.new state.d/armed && sync_file state.d &&
{ note "guard: armed for $2 s"; answer armed; exit 0; }
fi
stop_timer 1
answer "refused the timer cannot be proved to run: $proof"
exit 3
}
verb_apply() {
state
[ "$state" = armed ] || { answer "refused this transaction is $state"; exit 3; }
mkdir "$dir/apply.begun" 2>/dev/null || { answer started; exit 0; }
get launcher
launcher=$got
start_apply && { answer started; exit 0; }
note 'guard: apply could not be started'
answer 'refused apply could not be started'
exit 3
}
verb_fire() {
get timer
timer=$got
[ "\${1:-}" != --timer ] || [ "$2" = "$timer" ] || exit 0
get launcher
launcher=$got
mkdir -p "$run" 2>/dev/null
if ! claim firing; then
state
case $state in
firing) may_resume "\${1:-}" || { answer firing; exit 0; } ;;
armed) mkdir "$run/fired" 2>/dev/null || may_resume "\${1:-}" || { answer firing; exit 0; } ;;
*) answer "$state"; exit 0 ;;
esac
fi
birth $$ && echo "$$ $born" >"$run/fire.pid"
note "guard: fires \${1:-as asked}"
stop_timer "$timer"
stop_apply "\${1:-}"
sh "$dir/rollback.sh" >>"$run/log" 2>&1
rc=$?
if [ $rc -eq 0 ]; then
end=rolled_back
hush
else
end=rollback_failed
shout
fi
note "guard: $end"
# All is back: it is looked at while the lock keeps others from changing it. A tool that hangs has a deadline.
case $end\${1:-} in rollback_failed--again) ;; *) verb_dump after ;; esac
mv -T "$dir/state.d/firing" "$dir/state.d/$end" 2>/dev/null || mkdir "$run/$end" 2>/dev/null
sync_file "$dir/state.d"
[ $end != rolled_back ] || release
[ $rc -ne 2 ] || start_recover
answer $end
}
seal() {
for place in "$dir" "$run"; do
[ -e "$place/raw.$1.new/end" ] || continue
rm -rf "$dir/raw.$1" "$run/raw.$1" 2>/dev/null
mv -T "$place/raw.$1.new" "$place/raw.$1"
done
}
verb_raw() {
if command -v gzip >/dev/null && command -v base64 >/dev/null; then
answer gzip
raw_lines | gzip -c | base64
else
answer plain
raw_lines
fi
}
raw_lines() {
for what in before after; do
for place in "$dir" "$run"; do
cd "$place/raw.$what" 2>/dev/null || continue
cd .. && grep -a '' raw.$what/* /dev/null
break
done
done
}
verb_dump() {
# Whoever tries to reach the host again must not wait for what is only read.
$(command -v nice >/dev/null && echo nice -n 5) sh "$dir/dump.sh" "$1" >>"$run/log" 2>&1
seal "$1"
}
may_resume() { [ "$1" = --again ] || { [ "$1" = --resume ] && ! fire_runs; }; }
verb_cancel() {
get launcher
launcher=$got
mkdir -p "$run" 2>/dev/null
start_detached cancel fire "$@"
answer asked
}
verb_confirm() {
get nonce
nonce=$got
get host
read -r boot </proc/sys/kernel/random/boot_id
machine=none
{ read -r machine </etc/machine-id; } 2>/dev/null
[ -n "$machine" ] || machine=none
[ -n "$nonce" ] && [ "$1" = "$nonce" ] || { answer 'refused the nonce is another one'; exit 3; }
[ "$2 $3" = "$got" ] && [ "$machine $boot" = "$got" ] || { answer 'refused this is not the host, or not the boot, that was changed'; exit 3; }
state
if [ "$state" = armed ]; then
[ ! -e "$run/fired" ] || { answer 'refused the guard has fired'; exit 4; }
verified || { answer 'refused the change is not applied and verified'; exit 3; }
if claim committed; then
sync_file "$dir/state.d"
get timer
timer=$got
get launcher
launcher=$got
stop_timer "$timer"
note 'guard: confirmed'
answer committed
exit 0
fi
state
fi
[ "$state" = committed ] && { answer already committed; exit 0; }
answer "refused this transaction is $state"
exit 4
}
verified() {
while read -r kind value; do [ "$kind $value" = 'V 0' ] && return 0; done <"$dir/wal"
return 1
} 2>/dev/null
verb_extend() {
state
[ "$state" = armed ] || { answer "refused this transaction is $state"; exit 4; }
get launcher
launcher=$got
get timer
old=$got
get armed_at
up
left=$((got + ${MAX_WINDOW_SECONDS} - up))
seconds=$1
[ "$seconds" -le $left ] || seconds=$left
[ "$seconds" -gt 0 ] || { answer 'refused the longest window is used up'; exit 3; }
new=$((old + 1))
if start_timer $new "$seconds" && timer_runs $new && put deadline $((up + seconds)) && put timer $new; then
holds_lock && echo $((up + seconds)) >"$root/lock/deadline"
note "guard: extended to $seconds s from now"
state
# Where the old one has won meanwhile it rolls back, and must not be stopped.
[ "$state" = armed ] && { stop_timer "$old"; answer "extended $seconds"; exit 0; }
fi
stop_timer $new
answer "refused no new timer: $proof"
exit 3
}
verb_release() {
[ "\${1:-}" != --failed ] || release_failed "\${2:-}"
state
case $state in
armed | firing) answer "refused this transaction is $state"; exit 3 ;;
esac
release
answer released
}
verb_discard() {
state
case $state in
prepared) mkdir "$dir/apply.begun" 2>/dev/null; release; cd / && rm -rf "$dir" "$run" ;;
armed) verb_fire ;;
*) answer "$state" ;;
esac
}
verb_dryrun() {
launcher=$1
run_dry
}
verb_rehearse() {
sh "$dir/rehearsal.sh" switch </dev/null
command -v unshare >/dev/null 2>&1 || { answer 'not unshare(1) is not installed'; answer end; return; }
unshare --net --mount sh "$dir/rehearsal.sh" kernel </dev/null 2>"$run/unshare" || { answer "not $(head -c 300 "$run/unshare" | tr -s '[:cntrl:]' ' ')"; answer end; }
rm -rf "$dir/rehearsal"
}
await() {
ticks=0
until [ -e "$run/$1.ended" ] || [ $ticks -ge 20 ]; do
state
[ "$state" = armed ] || return
ticks=$((ticks + 1))
sleep 0.02 2>/dev/null || { sleep 1; return; }
done
}
verb_status() {
[ "\${1:-}" != --await ] || await "$2"
state
case $state in
armed | firing) for end in fired rolled_back rollback_failed; do [ -e "$run/$end" ] && state=$end; done ;;
esac
[ "$state" != fired ] || state=firing
answer "txn $txn"
answer "state $state"
read -r boot </proc/sys/kernel/random/boot_id
get host
case $got in *" $boot") answer 'boot same' ;; *) answer 'boot other' ;; esac
up
get deadline
answer "left $((\${got:-$up} - up))"
get launcher
launcher=$got
get timer
timer_runs_now "$got" && answer 'timer runs' || answer 'timer none'
fire_runs && answer 'fire runs' || answer 'fire none'
holds_lock && answer 'lock ours' || answer 'lock none'
alive "$run/recover.pid" && answer 'recover runs' || answer 'recover none'
[ -r "$dir/wal" ] && while read -r line; do answer "wal $line"; done <"$dir/wal"
[ -r "$run/rollback" ] && while read -r line; do answer "rollback $line"; done <"$run/rollback"
answer end
}
verb=\${1:-status}
[ $# -eq 0 ] || shift
case $verb in
sleep | lock | arm | apply | fire | cancel | confirm | extend | release | discard | again | retry | recover | dryrun | rehearse | dump | raw | status) "verb_$verb" "$@" ;;
*) answer "refused there is no verb $verb"; exit 64 ;;
esac`
