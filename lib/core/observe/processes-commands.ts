import type { ReadCommand } from './read-command'

/**
 * QEMU processes and their taps, with one grep over all command lines and one or two more where QEMU runs at all.
 *
 * - Lines "/proc/PID/cmdline:WORD": the program, then each flag that says something about networking with its value. Other
 *   words stay on the host: command lines can hold passwords. NUL ends a word and becomes a newline; a newline inside a word
 *   becomes a blank, so no word can forge a line.
 * - Lines "/proc/PID/fdinfo/FD:iff:	tapN": taps that the process holds open (the tun driver prints them, Linux 3.16 and
 *   newer). Only where the system's libvirt is not the starter (it passes paths under /var/lib/libvirt/qemu), and only for root or
 *   the process's owner.
 *
 * No process is an answer only where we see those of others (/proc mounted with hidepid does not show them) and grep can look
 * for words that end in NUL: both fail otherwise.
 */
const SCRIPT = `
export LC_ALL=C
[ -r /proc/1/cmdline ] || { echo '/proc/1/cmdline: Permission denied' >&2; exit 1; }
running=$(grep -lsazE '^([^ ]*/)?(qemu-system-[a-z0-9_]+|qemu-kvm|kvm)$' /proc/[0-9]*/cmdline)
[ -n "$running" ] || { printf 'kvm\\000' | grep -qsazE '^kvm$'; exit; }
grep -Hsaz '' $running | tr '\\n\\000' ' \\n' | awk '{
  split($0, path, ":"); word = substr($0, length(path[1]) + 2)
  if (path[1] != process) { process = path[1]; wanted = 1 }
  if (wanted) { print substr($0, 1, 65536); wanted = 0 }
  else if (word ~ /^--?(name|uuid|netdev|net|nic|device|machine|M)$/) { print; wanted = 1 }
}' || exit
foreign=$(grep -Lsa '/var/lib/libvirt/qemu/' $running)
set --
for file in $foreign; do set -- "$@" "\${file%cmdline}"fdinfo/*; done
[ $# -eq 0 ] || grep -Hs '^iff:' "$@"
exit 0
`

export const QEMU_PROCESSES: ReadCommand = {
  id: 'processes.qemu',
  source: 'processes',
  argv: ['sh', '-c', SCRIPT],
  display: "tr '\\0' '\\n' </proc/PID/cmdline; grep iff: /proc/PID/fdinfo/*",
  tool: 'grep',
  deadlineMs: 10_000,
  maxBytes: 4 * 1024 * 1024,
}

export const PROCESS_COMMANDS: readonly ReadCommand[] = [QEMU_PROCESSES]
