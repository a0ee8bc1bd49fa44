import type { ReadCommand } from './read-command'

/**
 * Says what the kernel can do, and never makes it do it: nothing is loaded, nothing made. What is loaded or built in shows in
 * /sys and /proc; what can be loaded has a file; a kernel that loads nothing may tell how it was built.
 */
const ABILITIES_SCRIPT = `IFS= read -r r 2>/dev/null </proc/sys/kernel/osrelease
m=/lib/modules/$r
built() {
  [ -n "$c" ] || c=$( { zcat /proc/config.gz || cat "/boot/config-$r"; } 2>/dev/null | grep -E '^(# )?CONFIG_(NET|BONDING|VLAN_8021Q|BRIDGE_VLAN_FILTERING)[= ]')
  case "$c" in
    '' | *"$1=m"*) a=unknown ;;
    *"$1=y"*) a=yes ;;
    *) a=no ;;
  esac
}
able() {
  a=
  if [ -d "/sys/module/$2" ] || [ -e "/proc/net/$4" ]; then a=yes; fi
  for f in "$m/kernel/$5/$2".ko*; do [ -e "$f" ] && a=yes; done
  if [ -z "$a" ] && [ -r "$m/modules.dep" ]; then
    if grep -q "/$2[.]ko" "$m/modules.dep" "$m/modules.builtin" 2>/dev/null; then a=yes; else a=no; fi
  fi
  [ -n "$a" ] || built "$3"
  echo "able $1 $a"
}
able bonding bonding CONFIG_BONDING bonding drivers/net/bonding
able vlan-links 8021q CONFIG_VLAN_8021Q vlan net/8021q
a=
for f in /sys/class/net/*/bridge; do
  [ -d "$f" ] || continue
  if [ -e "$f/vlan_filtering" ]; then a=yes; else a=no; fi
  break
done
[ -n "$a" ] || built CONFIG_BRIDGE_VLAN_FILTERING
echo "able vlan-filtering $a"`

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
${ABILITIES_SCRIPT}`

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
  display: 'ip -V; ovs-vsctl --version; virsh -v; lldpcli -v; ethtool --version; zcat /proc/config.gz',
  tool: 'sh',
  deadlineMs: 10_000,
  maxBytes: 64 * 1024,
}

/**
 * "networkd <line of networkctl>", "nm <line of nmcli>"; nothing where the service has never run, or is stopped (nmcli: exit
 * status 8). One that is there and does not answer says so on stderr, and its exit status is ours.
 */
const MANAGERS_SCRIPT = `e=0
ask() {
  p=$1
  shift
  o=$("$@") || { x=$?; [ $x = 8 ] || e=$x; }
  printf '%s\\n' "$o" | while IFS= read -r v; do [ -n "$v" ] && printf '%s %s\\n' "$p" "$v"; done
}
[ -d /run/systemd/netif ] && command -v networkctl >/dev/null && ask networkd networkctl list --no-legend --no-pager --full
[ -d /run/NetworkManager ] && command -v nmcli >/dev/null && ask nm nmcli -t -f DEVICE,STATE,CONNECTION device
exit $e`

export const LINK_MANAGER_FACTS: ReadCommand = {
  id: 'system.managers',
  source: 'system',
  argv: ['sh', '-c', MANAGERS_SCRIPT],
  display: 'networkctl list; nmcli -f DEVICE,STATE,CONNECTION device',
  tool: 'sh',
  deadlineMs: 5_000,
  maxBytes: 256 * 1024,
}

export const SYSTEM_COMMANDS: readonly ReadCommand[] = [SYSTEM_FACTS, TOOL_FACTS, LINK_MANAGER_FACTS]
