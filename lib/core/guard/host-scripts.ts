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
for path in "$1" "$2"; do
[ -w "$path" ] || echo "readonly $path"
df -Pk "$path" 2>/dev/null | { read -r _; read -r _ _ _ free _ && echo "kbytes $free $path"; }
df -Pi "$path" 2>/dev/null | { read -r _; read -r _ total _ free _ && echo "inodes $total $free $path"; }
done
shift 2
timeout -k 1 9 true 2>/dev/null || echo 'missing timeout -k'
for tool; do command -v "$tool" >/dev/null 2>&1 || echo "missing $tool"; done
echo end`

/** What guard.sh and the others need besides the plan's own tools. */
export const GUARD_TOOLS = ['mkdir', 'mv', 'rm', 'rmdir', 'cat', 'head', 'tr', 'sync', 'sha256sum', 'sleep', 'cp']

/**
 * ROOT RUN ID: folders that only root can enter, and the transaction's own. The space of log and write-ahead log is taken now,
 * while there is some. Says "ready".
 */
export const FOLDERS_SCRIPT = `umask 077
for folder in "$1" "$1/txn" "$2"; do
mkdir -p "$folder"
[ -d "$folder" ] && [ ! -L "$folder" ] && [ -O "$folder" ] || { echo "refused $folder is not a folder of ours"; exit 1; }
chmod 700 "$folder"
done
mkdir "$1/txn/$3" "$1/txn/$3/state.d" "$1/txn/$3/snapshot" "$2/$3" || { echo 'refused the folder of the transaction'; exit 1; }
cd "$1/txn/$3" && true >log && true >wal || { echo 'refused the logs'; exit 1; }
fallocate -n -l 1048576 log 2>/dev/null
fallocate -n -l 65536 wal 2>/dev/null
echo ready`

/** FILE, its text on standard input: a new file, never one that is there (O_EXCL). */
export const CREATE_SCRIPT = `umask 077; set -C; cat >"$1"`
/** FILE: the rest of a text that does not fit one request. */
export const APPEND_SCRIPT = `cat >>"$1"`

/** FOLDER, "SHA256  NAME" lines on standard input: compares, checks the scripts' grammar, writes through. Says "sound". */
export const CHECK_SCRIPT = `cd "$1" || exit 1
sha256sum -c - || { echo 'refused a file is not what was sent'; exit 1; }
for script in *.sh; do sh -n "$script" || { echo "refused $script is not POSIX sh here"; exit 1; }; done
sync * 2>/dev/null || sync
echo sound`

/** FOLDER COPY: raw readings of what the kernel and Open vSwitch run, for people who have to repair by hand; a copy in /run. */
export const SNAPSHOT_SCRIPT = `cd "$1/snapshot" || exit 1
keep() {
name=$1
shift
command -v "$1" >/dev/null && timeout 10 "$@" >"$name" 2>&1 </dev/null
}
keep ip-link.json ip -d -j link
keep ip-addr.json ip -j addr
keep ip-route.json ip -j route show table all
keep ip-route6.json ip -6 -j route show table all
keep ip-rule.json ip -j rule
keep bridge-link.json bridge -d -j link
keep bridge-vlan.json bridge -j vlan show
keep ovs.json ovsdb-client --timeout=5 --format=json dump
cp -R "$1/snapshot" "$1"/*.sh "$2" 2>/dev/null
echo kept`

/** FOLDER: the host's own log, then what each step printed, each line indented so that no output can pose as a heading. */
export const LOGS_SCRIPT = `cd "$1" || exit 1
for file in log out.*; do
[ -s "$file" ] || continue
echo "$file"
head -c 16384 "$file" | sed 's/^/ /'
echo
done
echo end`

/** ROOT RUN KEEP: removes the oldest transactions that have ended until KEEP are left. ULIDs sort by time. */
export const SWEEP_SCRIPT = `cd "$1/txn" || exit 0
keep=$3 run=$2 root=$1
set -- *
for id; do
[ $# -gt "$keep" ] || break
shift
case $id in *[!0-9A-Z]*) continue ;; esac
[ -e "$id/state.d/armed" ] || [ -e "$id/state.d/firing" ] || [ -e "$id/state.d/rollback_failed" ] && continue
{ read -r owner _ <"$root/lock/owner"; } 2>/dev/null && [ "$owner" = "$id" ] && continue
rm -rf "$id" "$run/$id"
done`
