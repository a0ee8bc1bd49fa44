# Read before every seed, inside the host. $1 is the host's number.
set -eu
number=$1
work=$(mktemp -d)

define_network() { # name: XML on stdin; started and set to autostart
  cat >"$work/network.xml"
  virsh -q net-define "$work/network.xml"
  virsh -q net-start "$1"
  virsh -q net-autostart "$1"
}

# A guest whose firmware halts at once: it runs, and costs nothing.
define_guest() { # name, interface elements
  cat >"$work/guest.xml" <<EOF
<domain type='qemu'>
  <name>$1</name><memory unit='MiB'>16</memory><vcpu>1</vcpu>
  <os><type arch='x86_64' machine='pc'>hvm</type>${guest_loader:-<loader readonly='yes' type='rom'>/var/lib/libvirt/images/halt.rom</loader>}</os>
  <features><acpi/>${guest_features:-<tcg><tb-cache unit='MiB'>32</tb-cache></tcg>}</features>${guest_cpu:-}
  <devices><emulator>/usr/bin/qemu-system-x86_64</emulator>$2<controller type='usb' model='none'/><memballoon model='none'/></devices>
</domain>
EOF
  virsh -q define "$work/guest.xml"
}
start_guest() { virsh -q start "$@"; }

mac() { printf '52:54:00:%02x:%s' "$number" "$1"; }
network_nic() { # last two octets, network, portgroup
  echo "<interface type='network'><mac address='$(mac "$1")'/><source network='$2'${3:+ portgroup='$3'}/><model type='virtio'/></interface>"
}
bridge_nic() { # last two octets, bridge, extra elements
  echo "<interface type='bridge'><mac address='$(mac "$1")'/><source bridge='$2'/><model type='virtio'/>${3:-}</interface>"
}
direct_nic() { # last two octets, lower link, mode
  echo "<interface type='direct'><mac address='$(mac "$1")'/><source dev='$2' mode='$3'/><model type='virtio'/></interface>"
}
