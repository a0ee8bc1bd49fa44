/**
 * The part of guard.sh that starts and stops processes, by either launcher.
 *
 * systemd: a transient timer and a transient service. They survive the login whatever KillUserProcesses says, and stopping a
 * unit stops all its processes. AccuracySec: the default of a minute would let a guard of 30 s fire after 90 (systemd.timer(5)).
 * setsid: a process of its own session whose parent has gone, so that neither the end of the login nor of sshd concerns it.
 * A sleep counts monotonic time; it is not moved by a clock that is set.
 *
 * A timer is a shell and its sleep, in one process group. Of an apply every process of its session is found, by the sixth field of
 * /proc/PID/stat (proc(5)): `timeout` gives each command a process group of its own.
 */
export const LAUNCH = `unit() { echo "patchbay-$1-$txn"; }
sync_file() { sync "$@" 2>/dev/null || sync; }
detached() {
( setsid sh "$dir/guard.sh" "$@" </dev/null >>"$run/log" 2>&1 3>&- 4>&- & )
}
start_timer() {
proof='it did not start'
case $launcher in
systemd)
systemd-run --quiet --unit="$(unit guard)-$1" --collect --on-active="$2s" --timer-property=AccuracySec=100ms \\
-p Type=oneshot -p TimeoutStartSec=300 -p DefaultDependencies=no /bin/sh "$dir/guard.sh" fire --timer "$1" >>"$run/log" 2>&1 ;;
setsid) detached sleep "$1" "$2" ;;
*) proof="there is no launcher '$launcher'" && return 1 ;;
esac
}
verb_sleep() {
birth $$ && echo "$$ $born" >"$run/timer.$1.new" && mv -T "$run/timer.$1.new" "$run/timer.$1" || exit 71
sleep "$2"
verb_fire --timer "$1"
}
alive() {
pid= since=
{ read -r pid since <"$1"; } 2>/dev/null
[ -n "$pid" ] && birth "$pid" && [ "$born" = "$since" ]
}
timer_runs_now() {
case $launcher in
systemd)
proof=$(systemctl show -p ActiveState -p NextElapseUSecMonotonic "$(unit guard)-$1.timer" 2>&1 | tr '\\n' ' ')
case $proof in *ActiveState=active*) ;; *) return 1 ;; esac
case $proof in *NextElapseUSecMonotonic=[1-9]*) ;; *) return 1 ;; esac ;;
setsid) alive "$run/timer.$1" ;;
*) return 1 ;;
esac
}
timer_runs() {
tries=0
until timer_runs_now "$1"; do
tries=$((tries + 1))
[ $tries -le 150 ] || return 1
sleep 0.02 2>/dev/null || sleep 1
done
}
stop_timer() {
case $launcher in
systemd) systemctl stop "$(unit guard)-$1.timer" 2>/dev/null ;;
setsid) alive "$run/timer.$1" && [ "$pid" != $$ ] && kill -s TERM -- "-$pid" 2>/dev/null ;;
esac
return 0
}
in_session() {
found=
for stat in /proc/[0-9]*/stat; do
{ read -r line <"$stat"; } 2>/dev/null || continue
pid=\${line%% *}
set -- "$1" \${line##*) }
[ "$5" = "$1" ] && [ "$2" != Z ] && [ "$pid" != $$ ] && found="$found $pid"
done
[ -n "$found" ]
}
stop_session() {
tries=0
while in_session "$1"; do
tries=$((tries + 1))
[ $tries -le 100 ] || return 1
[ $tries -le 20 ] && signal=TERM || signal=KILL
kill -s $signal $found 2>/dev/null
sleep 0.05 2>/dev/null || sleep 1
done
}
start_apply() {
case $launcher in
systemd) systemd-run --quiet --unit="$(unit apply)" --collect -p TimeoutStopSec=3 /bin/sh "$dir/apply.sh" >>"$run/log" 2>&1 ;;
setsid) ( setsid sh "$dir/apply.sh" </dev/null >>"$run/log" 2>&1 3>&- 4>&- & ) ;;
*) return 1 ;;
esac
}
start_detached() {
name=$(unit "$1")
shift
case $launcher in
systemd) systemd-run --quiet --unit="$name" --collect -p TimeoutStopSec=3 /bin/sh "$dir/guard.sh" "$@" >>"$run/log" 2>&1 ;;
*) detached "$@" ;;
esac
}
stop_apply() {
[ "$launcher" = systemd ] && [ "$1" != --apply ] && timeout 15 systemctl stop "$(unit apply).service" 2>/dev/null
{ read -r pid since <"$run/apply.pid"; } 2>/dev/null || return 0
birth "$pid" && [ "$born" != "$since" ] && return 0
stop_session "$pid" || note 'guard: a process of apply cannot be killed'
}
fire_runs() { alive "$run/fire.pid"; }
run_dry() {
case $launcher in
systemd)
systemd-run --quiet --unit="$(unit dryrun)" --collect --wait -p TimeoutStartSec=60 -p TimeoutStopSec=3 \\
/bin/sh -c 'ROLLBACK_DRYRUN=1 exec sh "$1" >"$2" 2>&1' sh "$dir/rollback.sh" "$run/dryrun" 2>>"$run/log" ;;
*) ROLLBACK_DRYRUN=1 setsid sh "$dir/rollback.sh" </dev/null >"$run/dryrun" 2>&1 ;;
esac
rc=$?
cat "$run/dryrun"
answer "dryrun $rc"
}`
