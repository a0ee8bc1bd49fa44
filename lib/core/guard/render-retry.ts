/** Longer: a host that could come back is away for longer; shorter: one that cannot writes more into its log. */
const MAX_PAUSE_SECONDS = 60

/**
 * The part of guard.sh for a rollback that failed: it is tried again, or given up.
 *
 *   again                     here and now, as somebody types it at the host's own console. Says how it ended; exit status 2: the
 *                             way to the host is still not back, 1: something else is not, 3: refused
 *   retry                     the same detached from whoever calls; the answer shows in the status
 *   recover                   `again` with ever longer pauses, until the way to the host is back. fire starts it
 *   release --failed OPERATOR leaves the host as it is: the lock goes, and nothing is tried any more
 *
 * Each of them begins with the rename from `rollback_failed` to `firing`, which exactly one wins; where / is read-only, with the
 * removal of the folder in /run. With that claim in hand it fires (fire --again). A try that dies is a rollback that has died: whoever finds it takes it over (fire --resume).
 * Nobody tries without the lock: what somebody has released may have been changed by others since.
 */
export const RETRY = `take_again() {
mv -T "$dir/state.d/rollback_failed" "$dir/state.d/firing" 2>/dev/null || rmdir "$run/rollback_failed" 2>/dev/null || {
state
answer "refused this transaction is $state"
return 1
}
holds_lock && return
leave_failed
answer 'refused the lock is not ours'
return 1
}
leave_failed() {
mv -T "$dir/state.d/firing" "$dir/state.d/rollback_failed" 2>/dev/null || mkdir "$run/rollback_failed" 2>/dev/null
}
verb_again() {
take_again || exit 3
verb_fire --again
exit $rc
}
verb_retry() {
get launcher
launcher=$got
mkdir -p "$run" 2>/dev/null
take_again || exit 3
# Two at once cannot be, but the last one may still write to the disk.
start_detached "retry-$$" fire --again && { answer asked; exit 0; }
leave_failed
answer 'refused it could not be started'
exit 3
}
start_recover() {
alive "$run/recover.pid" || start_detached recover recover
}
verb_recover() {
alive "$run/recover.pid" && exit 0
birth $$ && echo "$$ $born" >"$run/recover.pid"
pause=2
while sleep $pause; do
holds_lock || exit 0
sh "$dir/guard.sh" again >>"$run/log" 2>&1
# 3: somebody else tries just now.
case $? in 2 | 3) ;; *) exit 0 ;; esac
pause=$((pause * 2))
[ $pause -le ${MAX_PAUSE_SECONDS} ] || pause=${MAX_PAUSE_SECONDS}
done
}
release_failed() {
take_again || exit 3
note "guard: left as it is, as $1 wants it"
release
hush
leave_failed
sync_file "$dir/state.d"
answer released
exit 0
}
motd() { motd=\${run%/*/*}/motd.d/patchbay-$txn; }
tell() {
logger -p "daemon.$1" -t patchbay "$2" 2>/dev/null
wall "$2" 2>/dev/null
}
shout() {
# Once, however often it is tried.
mkdir "$run/shouted" 2>/dev/null || return 0
text="Patchbay: change $txn could not be taken back in full. See $run/log; sh $dir/guard.sh again tries again."
tell crit "$text"
motd
mkdir -p "\${motd%/*}" 2>/dev/null && echo "$text" >"$motd" 2>/dev/null
}
hush() {
rmdir "$run/shouted" 2>/dev/null || return 0
motd
rm -f "$motd"
}`
