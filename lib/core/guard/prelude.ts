import { DEADLINE_FUNCTION } from './render-command'
import type { GuardPaths } from './transaction'
import { txnFolder } from './transaction'

/**
 * The head of every script on the host. The scripts are POSIX sh and are run as `sh FILE`, which also works where /var is
 * mounted noexec. They need coreutils, and setsid where there is no systemd.
 *
 * up        seconds since boot, in $up. The only clock: it does not jump, and with the boot id it is never mistaken for another's.
 * birth PID start time of a process in ticks, in $born, '' where there is none. With it a pid is never mistaken for another's.
 * note      one line of the host's own log. It goes to /run as well: / may be full or read-only by now.
 * state     the name of the one file in state.d: armed, committed, firing, rolled_back, rollback_failed; or `prepared`.
 */
export function renderPrelude(paths: GuardPaths, id: string, what: string): string {
  return `#!/bin/sh
# Patchbay ${id}: ${what}
set -u
umask 077
LC_ALL=C
PATH=/usr/sbin:/usr/bin:/sbin:/bin
export LC_ALL PATH
txn=${id} root=${paths.root} dir=${txnFolder(paths, id)} run=${paths.run}/${id}
cd / || exit 70
${COMMON}
${DEADLINE_FUNCTION}
`
}

const COMMON = `up() { read -r up _ </proc/uptime; up=\${up%%.*}; }
birth() {
born=
{ read -r stat </proc/"$1"/stat; } 2>/dev/null || return 1
set -- \${stat##*) }
[ "$1" != Z ] || return 1
born=\${20}
}
note() {
up
echo "$up $*" >>"$run/log"
echo "$up $*" >>"$dir/log"
} 2>/dev/null
state() {
for state in armed committed firing rolled_back rollback_failed; do
[ -e "$dir/state.d/$state" ] && return
done
state=prepared
}
holds_lock() {
held= fence=
{ read -r fence <"$dir/fence" && read -r held <"$root/lock/fence"; } 2>/dev/null
[ -n "$fence" ] && [ "$held" = "$fence" ]
}`
