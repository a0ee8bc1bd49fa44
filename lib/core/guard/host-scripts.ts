/* Constant scripts for `sh -c SCRIPT sh ARGS...`: what happens on the host before guard.sh is there, and after it is done. */

/**
 * ROOT_PARENT RUN_PARENT TOOL...: what host-facts.ts reads. It changes nothing. `-w` asks access(2), which says no for root
 * as well where the file system is read-only.
 */
export const FACTS_SCRIPT = `echo "uid $(id -u)"
read -r boot </proc/sys/kernel/random/boot_id && echo "boot $boot"
machine=
{ read -r machine </etc/machine-id; } 2>/dev/null
echo "machine \${machine:-none}"
[ -d /run/systemd/system ] && command -v systemd-run >/dev/null && command -v systemctl >/dev/null && echo 'launcher systemd'
command -v setsid >/dev/null && echo 'launcher setsid'
for path in "$1" "$2"; do [ -w "$path" ] || echo "readonly $path"; done
df -Pk "$1" "$2" 2>/dev/null | { read -r _; for path in "$1" "$2"; do read -r _ _ _ free _ && echo "kbytes $free $path"; done; }
df -Pi "$1" "$2" 2>/dev/null | { read -r _; for path in "$1" "$2"; do read -r _ total _ free _ && echo "inodes $total $free $path"; done; }
shift 2
timeout -k 1 9 true 2>/dev/null || echo 'missing timeout -k'
for tool; do command -v "$tool" >/dev/null 2>&1 || echo "missing $tool"; done
echo end`

/** What guard.sh and the others need besides the plan's own tools. */
export const GUARD_TOOLS = ['mkdir', 'mv', 'rm', 'rmdir', 'cat', 'head', 'tr', 'sync', 'sha256sum', 'sleep', 'cp']

/**
 * ROOT RUN ID, and on standard input calls of its functions, a line each, in words that quoteText made. One shell does all of
 * it, and writes the files with its own builtins: a process for each file costs more than the file.
 *
 *   folders        folders that only root can enter, and the transaction's own; says "ready". The space of log and
 *                  write-ahead log is taken now, while there is some
 *   keep           begins to dump what the host's own tools say of what is touched (raw.before), to compare with afterwards,
 *                  and for people who have to repair by hand. It needs guard.sh, dump.sh and host
 *   put NAME TEXT  a new file, never one that is there (O_EXCL); `more`: the rest of a text that does not fit one request
 *   sound SUMS     compares with "SHA256  NAME" lines, checks the scripts' grammar, writes through, waits for the readings and
 *                  leaves a copy of all in /run; says "sound"
 */
export const UPLOAD_SCRIPT = `umask 077
set -C
root=$1 run=$2/$3 dir=$1/txn/$3
no() { echo "refused $1"; exit 1; }
folders() {
for folder in "$root" "$root/txn" "\${run%/*}"; do
[ -d "$folder" ] || mkdir -p "$folder"
[ -d "$folder" ] && [ ! -L "$folder" ] && [ -O "$folder" ] || no "$folder is not a folder of ours"
done
chmod 700 "$root" "$root/txn" "\${run%/*}"
mkdir "$dir" "$dir/state.d" "$run" || no 'the folder of the transaction'
true >"$dir/log" && true >"$dir/wal" || no 'the logs'
fallocate -n -l 1048576 "$dir/log" 2>/dev/null
fallocate -n -l 65536 "$dir/wal" 2>/dev/null
echo ready
}
keep() { sh "$dir/guard.sh" dump before </dev/null >/dev/null 2>&1 & }
put() { printf %s "$2" >"$dir/$1" || no "$1 cannot be written"; }
more() { printf %s "$2" >>"$dir/$1" || no "$1 cannot be written"; }
sound() {
cd "$dir" || exit 1
printf %s "$1" | sha256sum -c - || no 'a file is not what was sent'
tried=
for script in *.sh; do
sh -n "$script" &
tried="$tried $!"
done
sync * 2>/dev/null || sync
for pid in $tried; do wait "$pid" || no 'a script is not POSIX sh here'; done
wait
cp -R raw.before *.sh "$run" 2>/dev/null
echo sound
}
eval "$(cat)"`

/** FOLDER: the host's own log, then what each step printed, each line indented so that no output can pose as a heading. */
export const LOGS_SCRIPT = `cd "$1" || exit 1
for file in log out.*; do
[ -s "$file" ] || continue
echo "$file"
head -c 16384 "$file" | sed 's/^/ /'
echo
done
echo end`

/**
 * FOLDER ROOT RUN KEEP: gives the lock back, tells what LOGS_SCRIPT tells, and removes the oldest transactions that have ended
 * until KEEP are left. ULIDs sort by time; by a console's, whose clock may have gone back, so its own is never among them: how
 * it ended may have to be asked again.
 */
export const RELEASE_SCRIPT = `sh "$1/guard.sh" release
own=\${1##*/} root=$2 run=$3 keep=$4
( ${LOGS_SCRIPT} )
cd "$root/txn" || exit 0
set -- *
for id; do
[ $# -gt "$keep" ] || break
shift
case $id in "$own" | *[!0-9A-Z]*) continue ;; esac
[ -e "$id/state.d/armed" ] || [ -e "$id/state.d/firing" ] || [ -e "$id/state.d/rollback_failed" ] && continue
{ read -r owner _ <"$root/lock/owner"; } 2>/dev/null && [ "$owner" = "$id" ] && continue
rm -rf "$id" "$run/$id"
done`
