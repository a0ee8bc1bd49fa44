#!/bin/bash
# Real KVM hosts out of namespaces on one Linux machine, as root: each host runs its own sshd, libvirtd with QEMU, Open vSwitch
# (userspace datapath), lldpd and iproute2; a "physical" switch joins them. See README.md beside the lab.
#
#   lab.sh up N                    N hosts kvm1..kvmN and the switch `sw`      lab.sh down
#   lab.sh add-host N              one more host while the lab is up
#   lab.sh exec HOST CMD...        run inside a host, past ssh                 lab.sh pid HOST
#   lab.sh seed HOST FILE [ARGS]   run a seed script inside a host (N = its number in $1)
#   lab.sh lacp HOST ethA ethB     make the switch's side of an LACP bond
#   lab.sh cable HOST ethN up|down
#   lab.sh probe                   what this kernel can do, as JSON            lab.sh describe   the lab, as JSON
#   lab.sh logs DIR                copy the daemons' logs
#
# Environment: LAB = prefix of links in the root namespace (at most 5 characters), NET = first two octets of the management net,
# NICS = number of ethN per host, LAB_STATE = where pids, keys and logs are kept.
set -u
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
LAB=${LAB:-lab}
NET=${NET:-198.18}
NICS=${NICS:-4}
LAB_STATE=${LAB_STATE:-${TMPDIR:-/tmp}/patchbay-lab}
state=$LAB_STATE/$LAB
keys=$LAB_STATE/keys

die() { echo "lab: $*" >&2; exit 1; }

# --- names and numbers -------------------------------------------------------------------------------------------------------
number() { [[ $1 =~ ^kvm([0-9]+)$ ]] || die "no such host: $1"; echo "${BASH_REMATCH[1]}"; }
address() { echo "$NET.0.$((10 + $1))"; }
hardware_address() { printf '52:1a:b0:00:%02x:%02x' "$1" "$2"; } # host, NIC (0 = management)

# --- processes: a host lives as long as its PID 1 ------------------------------------------------------------------------------
init_pid() { # the root namespace's pid of a host's PID 1
  local parent children
  parent=$(cat "$state/$1.unshare" 2>/dev/null) && children=$(cat "/proc/$parent/task/$parent/children" 2>/dev/null) || return 1
  set -- $children
  [[ -n ${1:-} ]] && echo "$1"
}
inside() {
  local pid
  pid=$(init_pid "$1") || die "no host $1"
  shift
  nsenter -t "$pid" --net --mount --pid --uts --ipc --cgroup --wd=/ -- "$@"
}
in_network_of() { nsenter -t "$1" --net "${@:2}"; }

spawn() { # role name number
  setsid unshare --net --mount --pid --uts --ipc --cgroup --fork --propagation private \
    bash "$here/host-init.sh" "$@" "$here" "$keys/id_ed25519.pub" >"$state/$2.log" 2>&1 </dev/null &
  echo $! >"$state/$2.unshare"
}
until_true() { # seconds command... : no fixed sleeps, only a condition looked at often
  local deadline=$((SECONDS + $1))
  shift
  until "$@"; do ((SECONDS < deadline)) || return 1; sleep 0.02; done
}
has_init() { init_pid "$1" >/dev/null; }
has_private_tmp() { grep -q ' /tmp tmpfs' "/proc/$1/mounts" 2>/dev/null; }
is_ready() {
  local pid
  kill -0 "$(cat "$state/$1.unshare")" 2>/dev/null || { cat "$state/$1.log" >&2; die "$1 died while starting"; }
  pid=$(init_pid "$1") && [[ -e /proc/$pid/root/run/lab/ready ]]
}
started() { until_true 10 has_init "$1" || die "$1 did not start"; local p; p=$(init_pid "$1"); until_true 10 has_private_tmp "$p" || die "$1: no mounts"; echo "$p"; }
wait_ready() { until_true 60 is_ready "$1" || { cat "$state/$1.log" >&2; die "$1 is not ready"; }; }
cables_are_in() { nsenter -t "$1" --mount touch /tmp/.nics-ready; }

# --- cables --------------------------------------------------------------------------------------------------------------------
# Checksum offload must be off on both ends: a userspace datapath never fills in what a veth leaves out, and TCP dies of it.
no_offload() { in_network_of "$1" ethtool -K "$2" tx off >/dev/null 2>&1; }

plug_management() { # host number, pid
  ip link add "${LAB}m$1" type veth peer name mgmt0 address "$(hardware_address "$1" 0)" netns "$2"
  ip link set "${LAB}m$1" master "${LAB}mgmt" up
  ethtool -K "${LAB}m$1" tx off >/dev/null 2>&1
  in_network_of "$2" ip addr add "$(address "$1")/24" dev mgmt0
  in_network_of "$2" ip link set mgmt0 up
  no_offload "$2" mgmt0
}
plug_nics() { # host number, host pid, switch pid
  local i batch=
  for ((i = 1; i <= NICS; i++)); do
    batch+="link add h$1e$i type veth peer name eth$i address $(hardware_address "$1" "$i") netns $2"$'\n'"link set h$1e$i up"$'\n'
  done
  in_network_of "$3" ip -b - <<<"$batch" || die "cables of kvm$1"
  for ((i = 1; i <= NICS; i++)); do
    in_network_of "$2" ip link set "eth$i" up
    no_offload "$2" "eth$i"
    no_offload "$3" "h$1e$i"
  done
}
switch_ports() { # host number: every port of the switch is a trunk with native VLAN 1
  local i args=()
  for ((i = 1; i <= NICS; i++)); do args+=(-- --may-exist add-port sw0 "h$1e$i" vlan_mode=native-untagged tag=1); done
  inside sw ovs-vsctl --timeout=20 "${args[@]}" || die "switch ports of kvm$1"
}
add_host() { # number
  local pid
  spawn host "kvm$1" "$1"
  pid=$(started "kvm$1")
  plug_management "$1" "$pid"
  plug_nics "$1" "$pid" "$(init_pid sw)"
  cables_are_in "$pid"
}

# --- commands ------------------------------------------------------------------------------------------------------------------
up() {
  local n=${1:-1} h pid
  ((n <= 200)) || die "at most 200 hosts fit $NET.0.0/24"
  [[ -e $state/sw.unshare ]] && die "already up: lab.sh down first"
  mkdir -p "$state" "$keys"
  [[ -e $keys/id_ed25519 ]] || ssh-keygen -q -t ed25519 -N '' -C lab -f "$keys/id_ed25519"
  ip link add "${LAB}mgmt" type bridge && ip addr add "$NET.0.1/24" dev "${LAB}mgmt" && ip link set "${LAB}mgmt" up || die "management bridge"
  spawn switch sw 0
  pid=$(started sw)
  # A second way in, through the switch: for hosts whose management address sits behind one of its ports.
  ip link add "${LAB}lan" type veth peer name up0 netns "$pid"
  ip addr add "$NET.1.1/24" dev "${LAB}lan"
  ip link set "${LAB}lan" up
  ethtool -K "${LAB}lan" tx off >/dev/null 2>&1
  in_network_of "$pid" ip link set up0 up
  no_offload "$pid" up0
  cables_are_in "$pid"
  for ((h = 1; h <= n; h++)); do add_host "$h"; done
  wait_ready sw
  inside sw ovs-vsctl --timeout=20 -- --may-exist add-br sw0 -- set bridge sw0 datapath_type=netdev fail-mode=standalone \
    -- --may-exist add-port sw0 up0 tag=1 || die "switch"
  for ((h = 1; h <= n; h++)); do switch_ports "$h"; wait_ready "kvm$h"; done
  echo "$n" >"$state/n"
  describe
}
add_one() { add_host "$1"; switch_ports "$1"; wait_ready "kvm$1"; echo "$1" >"$state/n"; }

down() {
  local file host pid parents=() link
  for file in "$state"/*.unshare; do
    [[ -e $file ]] || continue
    host=$(basename "$file" .unshare)
    parents+=("$(cat "$file")")
    pid=$(init_pid "$host") && kill -9 "$pid" 2>/dev/null
  done
  for pid in "${parents[@]:-}"; do
    [[ -n $pid ]] || continue
    until_true 8 is_gone "$pid" || kill -9 "$pid" 2>/dev/null
  done
  rm -f "$state"/*.unshare "$state/n"
  for link in "${LAB}lan" $(ls /sys/class/net | grep "^${LAB}m[0-9]") "${LAB}mgmt"; do ip link del "$link" 2>/dev/null; done
  return 0
}
is_gone() { local s; s=$(cat "/proc/$1/stat" 2>/dev/null) || return 0; [[ ${s##*) } == Z* ]]; }

seed() { # host, script, args...: the script runs inside the host with its number as $1
  local host=$1 file=$2
  shift 2
  cat "$here/../seeds/lib.sh" "$file" | inside "$host" bash -s "$(number "$host")" "$@"
}
lacp() {
  local n a=() members=() nic
  n=$(number "$1")
  shift
  for nic; do a+=(-- --if-exists del-port "h${n}e${nic#eth}"); members+=("h${n}e${nic#eth}"); done
  inside sw ovs-vsctl "${a[@]}" -- add-bond sw0 "po$n" "${members[@]}" lacp=passive bond_mode=balance-tcp \
    other_config:lacp-time=fast other_config:lacp-fallback-ab=true -- set port "po$n" vlan_mode=native-untagged tag=1
}
cable() { inside sw ip link set "h$(number "$1")e${2#eth}" "$3"; }

logs() {
  local file host pid
  for file in "$state"/*.unshare; do
    host=$(basename "$file" .unshare)
    pid=$(init_pid "$host") || continue
    mkdir -p "$1/$host"
    cp -r "/proc/$pid/root/run/lab/log" "/proc/$pid/root/var/log/openvswitch" "/proc/$pid/root/var/log/libvirt" "$1/$host/" 2>/dev/null
    cp "$state/$host.log" "$1/$host/init.log"
  done
}

# What the kernel here can do: tests that need more run on the user-mode-Linux host instead, or are skipped by name.
probe() {
  unshare --net bash -c '
    try() { if "$@" >/dev/null 2>&1; then echo true; else echo false; fi; }
    printf "{\"veth\":%s," "$(try ip link add pv0 type veth peer name pv1)"
    printf "\"bridge\":%s," "$(try ip link add pb0 type bridge)"
    printf "\"vlanFiltering\":%s," "$(try ip link add pb1 type bridge vlan_filtering 1)"
    printf "\"bond\":%s," "$(try ip link add pn0 type bond)"
    printf "\"vlan\":%s," "$(try ip link add link pv0 name pv0.5 type vlan id 5)"
    printf "\"macvtap\":%s," "$(try ip link add link pv0 name pm0 type macvtap mode bridge)"
    printf "\"dummy\":%s," "$(try ip link add pd0 type dummy)"
    printf "\"vxlan\":%s}\n" "$(try ip link add px0 type vxlan id 7 dstport 4789)"'
}
describe() {
  local n h list=
  n=$(cat "$state/n" 2>/dev/null) || die "not up"
  for ((h = 1; h <= n; h++)); do
    list+="${list:+,}{\"name\":\"kvm$h\",\"address\":\"$(address "$h")\",\"port\":22}"
  done
  echo "{\"key\":\"$keys/id_ed25519\",\"hosts\":[$list]}"
}

case ${1:-} in
up) up "${2:-1}" ;;
add-host) add_one "$2" ;;
down) down ;;
exec) shift; inside "$@" ;;
pid) init_pid "$2" ;;
seed) shift; seed "$@" ;;
lacp) shift; lacp "$@" ;;
cable) shift; cable "$@" ;;
logs) logs "$2" ;;
probe) probe ;;
describe) describe ;;
*) sed -n '2,/^set -u/p' "$0" | sed '$d; s/^# \{0,1\}//' ;;
esac
