import type { ReadCommand } from './read-commands'

/**
 * One line per fact, "<key> <value>"; os-release and the shell's identity ride along so that the whole costs three short
 * processes (id, date, and the shell itself). Every file is read with the shell's own `read`: no process for each.
 */
const SYSTEM_SCRIPT = `say() { IFS= read -r v 2>/dev/null <"$2" && printf '%s %s\\n' "$1" "$v"; }
say hostname /proc/sys/kernel/hostname
say kernel /proc/sys/kernel/osrelease
say machine-id /etc/machine-id
say boot-id /proc/sys/kernel/random/boot_id
say uptime /proc/uptime
for f in /etc/os-release /usr/lib/os-release; do
  [ -r "$f" ] || continue
  while IFS= read -r v || [ -n "$v" ]; do printf 'os-release %s\\n' "$v"; done <"$f"
  break
done
[ -d /run/systemd/system ] && echo systemd yes
printf 'date %s\\n' "$(date +%s.%N)"
printf 'id %s\\n' "$(id)"
[ -n "$SSH_CONNECTION" ] && printf 'ssh-connection %s\\n' "$SSH_CONNECTION"
:`

/** "<tool> <path>" for what is there, "<tool> version <text>" for what it says about itself. `virsh -v` never connects. */
const TOOLS_SCRIPT = `for t in ip bridge ovs-vsctl ovs-appctl virsh lldpcli ethtool systemctl systemd-run; do
  p=$(command -v "$t") && printf '%s path %s\\n' "$t" "$p"
done
version() { command -v "$1" >/dev/null && "$@" 2>&1 </dev/null | while IFS= read -r v; do printf '%s version %s\\n' "$1" "$v"; break; done; }
version ip -V
version ovs-vsctl --version
version virsh -v
version lldpcli -v
version ethtool --version
:`

export const SYSTEM_FACTS: ReadCommand = {
  id: 'system.facts',
  source: 'system',
  argv: ['sh', '-c', SYSTEM_SCRIPT],
  display: 'hostname; uname -r; cat /etc/machine-id /etc/os-release /proc/uptime; date; id',
  tool: 'sh',
  deadlineMs: 5_000,
  maxBytes: 64 * 1024,
}

export const TOOL_FACTS: ReadCommand = {
  id: 'system.tools',
  source: 'system',
  argv: ['sh', '-c', TOOLS_SCRIPT],
  display: 'ip -V; ovs-vsctl --version; virsh -v; lldpcli -v; ethtool --version',
  tool: 'sh',
  deadlineMs: 10_000,
  maxBytes: 64 * 1024,
}

export const SYSTEM_COMMANDS: readonly ReadCommand[] = [SYSTEM_FACTS, TOOL_FACTS]
