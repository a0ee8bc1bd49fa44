/**
 * The part of guard.sh that takes and gives back the host's lock: one change at a time, whichever console it comes from.
 *
 * /var/lib/patchbay/lock is a folder with `owner` ("TXN BOOT OPERATOR"), `deadline` (seconds since boot) and `fence`. It is
 * filled first and then renamed into place: rename(2) refuses to replace a folder that is not empty, so one wins, and a lock
 * without an owner cannot be. The fence is a number that only grows; a script whose number is not the lock's does nothing.
 *
 * STALE is a lock of another boot; or one whose deadline passed GRACE seconds ago and whose change has ended. A change that
 * is overdue and has not ended has lost its guard (somebody killed it): it is rolled back here and now, by its own guard.sh.
 * One whose rollback failed keeps the lock until a person decides, or the host boots anew: then it is tried once more, for what
 * has outlived that.
 * `takeover` is made inside the stale lock, so that two who find it stale do not both replace it, the second one's lock
 * being the first one's new lock.
 *
 * A console that lost its connection gives its change up over another one, maybe while the lock is still being made here: what
 * was given up (`discard` has begun, or is over) keeps no lock.
 *
 * All of it is on the disk before anything is armed: after a power cut the guard must know its own lock to give it back.
 */
const LOCK_GRACE_SECONDS = 30

export const LOCK = `read_lock() {
l_txn= l_boot= l_operator= l_deadline=
{ read -r l_txn l_boot l_operator <"$root/lock/owner"; } 2>/dev/null
{ read -r l_deadline <"$root/lock/deadline"; } 2>/dev/null
case $l_deadline in '' | *[!0-9]*) l_deadline=0 ;; esac
case $l_txn in *[!0-9A-Z]*) l_txn= ;; esac
}
is_stale() {
up
[ "$l_boot" = "$boot" ] && [ $up -le $((l_deadline + ${LOCK_GRACE_SECONDS})) ] && return 1
theirs=$root/txn/$l_txn
[ -e "$theirs/state.d/armed" ] || [ -e "$theirs/state.d/firing" ] && sh "$theirs/guard.sh" fire --resume >>"$run/log" 2>&1
[ -e "$theirs/state.d/armed" ] || [ -e "$theirs/state.d/firing" ] && return 1
[ -e "$theirs/state.d/rollback_failed" ] || return 0
[ "$l_boot" != "$boot" ] || return 1
sh "$theirs/guard.sh" again >>"$run/log" 2>&1
return 0
}
is_wanted() {
[ -d "$dir/state.d" ] || return 1
state
[ "$state" != prepared ] || [ ! -e "$dir/apply.begun" ]
}
verb_lock() {
read -r boot </proc/sys/kernel/random/boot_id
new=$root/lock.$txn
rm -rf "$new"
up
mkdir "$new" && echo "$txn $boot $2" >"$new/owner" && echo $((up + $1)) >"$new/deadline" && sync_file "$new/owner" "$new/deadline" || {
answer 'refused the lock cannot be written'
exit 3
}
tries=0
until mv -T "$new" "$root/lock" 2>/dev/null; do
read_lock
[ "$l_txn" != "$txn" ] || { rm -rf "$new"; break; }
tries=$((tries + 1))
[ $tries -le 5 ] || { answer 'refused the lock cannot be made'; exit 3; }
[ -n "$l_txn" ] || { sleep 0.1 2>/dev/null || sleep 1; continue; }
is_stale || {
rm -rf "$new"
[ -e "$root/txn/$l_txn/state.d/rollback_failed" ] && answer "stuck $l_txn $l_operator" || answer "locked $l_txn $((l_deadline - up)) $l_operator"
exit 4
}
mkdir "$root/lock/takeover" 2>/dev/null || continue
judged=$l_txn
read_lock
[ "$l_txn" = "$judged" ] || { rmdir "$root/lock/takeover"; continue; }
mv -T "$root/lock" "$root/lock.stale.$txn" && rm -rf "$root/lock.stale.$txn"
done
fence=0
{ read -r fence <"$root/fence"; } 2>/dev/null
case $fence in '' | *[!0-9]*) fence=0 ;; esac
fence=$((fence + 1))
echo $fence >"$root/fence.new" && mv -T "$root/fence.new" "$root/fence" && put fence $fence &&
echo $fence >"$root/lock/fence" && sync_file "$root/fence" "$dir/fence" "$root/lock/fence" "$root/lock" "$dir" "$root" &&
is_wanted && { answer "fence $fence"; exit 0; }
read_lock
[ "$l_txn" = "$txn" ] && mv -T "$root/lock" "$root/lock.gone.$txn" && rm -rf "$root/lock.gone.$txn"
answer 'refused the lock cannot be kept'
exit 3
}
release() {
holds_lock || return 0
rm -rf "$dir/lock.released"
mv -T "$root/lock" "$dir/lock.released" 2>/dev/null
}`
