#!/bin/bash
# A complete Debian host as one process: Debian's user-mode-linux kernel has what the machine's may lack (kernel bonds, 802.1Q,
# vlan_filtering bridges, dummy links, the Open vSwitch kernel datapath). No /dev/kvm needed; about 4 s from start to ssh.
#
#   uml.sh build              make the root image (once, about 90 s; kept in the cache folder)
#   uml.sh up NAME NUMBER     boot a host on a throw-away layer, wait until it answers; prints it as JSON
#   uml.sh seed NAME FILE     run a seed script inside        uml.sh exec NAME CMD...       uml.sh down NAME
#   uml.sh describe NAME      uml.sh power-cycle NAME: no clean shutdown, the same disk
#
# Environment: SUITE = bookworm | bullseye | trixie, LAB = prefix of links, UML_NET = first three octets of the management net,
# LAB_STATE, LAB_CACHE = where images are kept, MEM = MiB of memory, INIT = lab (its daemons and nothing else) | systemd.
# Users: root, ops (sudo without password, group libvirt), viewer (no rights); passwords equal the names.
set -u
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
SUITE=${SUITE:-bookworm}
LAB=${LAB:-lab}
UML_NET=${UML_NET:-198.18.2}
MEM=${MEM:-2048}
INIT=${INIT:-lab}
LAB_STATE=${LAB_STATE:-${TMPDIR:-/tmp}/patchbay-lab}
LAB_CACHE=${LAB_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/patchbay-lab}
state=$LAB_STATE/uml
# An image belongs to the scripts that made it: when they change, it is built again.
recipe=$(cat "$here/build-image.sh" "$here/init" "$here/identity" | sha256sum | cut -c1-12)
image=$LAB_CACHE/$SUITE-$recipe.img
key=$LAB_CACHE/id_ed25519

die() { echo "uml: $*" >&2; exit 1; }
number_of() { cat "$state/$1/number" 2>/dev/null || die "no host $1"; }
address() { echo "$UML_NET.$((10 + $1))"; }
ssh_options=(-q -i "$key" -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o BatchMode=yes -o IdentitiesOnly=yes -o ConnectTimeout=10 -o ConnectionAttempts=3)
remote() { local host=$1; shift; ssh "${ssh_options[@]}" "root@$(address "$(number_of "$host")")" "$@"; }

build() {
  [[ -e $image ]] && return
  mkdir -p "$LAB_CACHE"
  [[ -e $key ]] || ssh-keygen -q -t ed25519 -N '' -C lab -f "$key"
  unshare --mount "$here/build-image.sh" "$SUITE" "$image.part" "$key.pub" "$LAB_CACHE" >&2 || die "the image for $SUITE could not be built"
  rm -f "$LAB_CACHE/$SUITE"-*.img
  mv "$image.part" "$image"
}

management_bridge() {
  ip link show "${LAB}umgmt" >/dev/null 2>&1 && return
  ip link add "${LAB}umgmt" type bridge && ip addr add "$UML_NET.1/24" dev "${LAB}umgmt" && ip link set "${LAB}umgmt" up
}

up() { # name number
  local dir=$state/$1 tap="${LAB}u$2" i
  build
  [[ -e $dir/pid ]] && die "$1 is up already"
  mkdir -p "$dir"
  echo "$2" >"$dir/number"
  management_bridge || die "management bridge"
  ip tuntap add "$tap" mode tap && ip link set "$tap" master "${LAB}umgmt" up || die "tap $tap"
  boot "$1"
}
boot() { # name: on the layer that is there
  local dir=$state/$1 number init=/sbin/lab-init i
  number=$(number_of "$1")
  [[ $INIT == systemd ]] && init=/lib/systemd/systemd
  # Each call into its kernel is two switches of processes: where it has to queue for the processor, it all but stands still.
  TMPDIR=/dev/shm setsid nice -n -12 linux.uml "umid=$LAB-$1" "mem=${MEM}M" "ubd0=$dir/layer.cow,$image" root=/dev/ubda rw "eth0=tuntap,${LAB}u$number" \
    con=null con0=null,fd:1 ssl=null quiet net.ifnames=0 "init=$init" "systemd.machine_id=$(md5sum <<<"$1" | cut -c1-32)" "systemd.hostname=$1" \
    "lab.name=$1" "lab.address=$(address "$number")/24" "lab.gateway=$UML_NET.1" >"$dir/console.log" 2>&1 </dev/null &
  echo $! >"$dir/pid"
  for ((i = 0; i < 600; i++)); do
    remote "$1" test -e /run/lab-ready 2>/dev/null && { describe "$1"; return; }
    [[ -e /proc/$(cat "$dir/pid") ]] || { cat "$dir/console.log" >&2; die "$1 ended while starting"; }
    sleep 0.2
  done
  die "$1 does not answer"
}

describe() {
  echo "{\"key\":\"$key\",\"hosts\":[{\"name\":\"$1\",\"address\":\"$(address "$(number_of "$1")")\",\"port\":22}]}"
}
seed() { local host=$1 file=$2; shift 2; cat "$here/../seeds/lib.sh" "$here/../seeds/uml-lib.sh" "$file" | remote "$host" bash -s "$(number_of "$host")" "$@"; }

kill_host() { # name
  local dir=$state/$1 pid stub
  pid=$(cat "$dir/pid")
  # The kernel's helper processes (one per process inside) carry its umid in their command line too.
  for stub in $(pgrep -f "^linux.uml umid=$LAB-$1 "); do kill -9 "$stub" 2>/dev/null; done
  while [[ -e /proc/$pid && $(cut -d' ' -f3 "/proc/$pid/stat" 2>/dev/null) != Z ]]; do sleep 0.05; done
}
power_cycle() { kill_host "$1"; boot "$1"; }
down() {
  local dir=$state/$1 number
  [[ -e $dir/pid ]] || return 0
  number=$(number_of "$1")
  kill_host "$1"
  ip link del "${LAB}u$number" 2>/dev/null
  rm -rf "$dir"
  [[ -z $(ls "$state" 2>/dev/null) ]] && ip link del "${LAB}umgmt" 2>/dev/null
  return 0
}

case ${1:-} in
build) build ;;
up) up "$2" "$3" ;;
describe) describe "$2" ;;
exec) # one argument is a line for the shell, several are the words of a command
  host=$2
  shift 2
  [[ $# -gt 1 ]] && set -- "${*@Q}"
  remote "$host" "$@"
  ;;
seed) shift; seed "$@" ;;
power-cycle) power_cycle "$2" ;;
down) down "$2" ;;
*) sed -n '2,/^set -u/p' "$0" | sed '$d; s/^# \{0,1\}//' ;;
esac
