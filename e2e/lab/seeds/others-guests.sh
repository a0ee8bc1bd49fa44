#!/bin/bash
# What runs here without the system's libvirt: a guest behind a firewall bridge and a container, as Proxmox wires them, a guest whose
# NIC was plugged in over QMP, as Incus does, and the guest of a user's own libvirt behind qemu-bridge-helper.
set -e

bridge() {
  ip link add "$1" type bridge forward_delay 0
  ip link set "$1" up
}
qemu() {
  local name=$1
  shift
  setsid qemu-system-x86_64 -name "$name" -machine pc -m 16 -display none -serial none -monitor none -nodefaults \
    -bios /var/lib/libvirt/images/halt.rom -S "$@" >/dev/null 2>&1 </dev/null &
}
tap() {
  ip tuntap add "$1" mode tap
  ip link set "$1" master "$2" up
}

bridge vmbr0
bridge fwbr100i0
ip link set eth1 master vmbr0
ip link set eth1 up
ip link add fwln100i0 type veth peer name fwpr100p0
ip link set fwln100i0 master fwbr100i0 up
ip link set fwpr100p0 master vmbr0 up
tap tap100i0 fwbr100i0
tap tapinc0 vmbr0
ip netns add ct200
ip link add veth200i0 type veth peer name eth0 netns ct200
ip link set veth200i0 master vmbr0 up
ip netns exec ct200 ip link set eth0 up

qemu web,debug-threads=on -netdev tap,id=net0,ifname=tap100i0,script=no,downscript=no \
  -device virtio-net-pci,mac=BC:24:11:00:01:00,netdev=net0
qemu incus-vm1 -qmp unix:/run/incus-vm1.qmp,server=on,wait=off
# QEMU makes its socket a moment after it began, and tells nobody.
until [ -S /run/incus-vm1.qmp ]; do sleep 0.1; done
python3 - <<'PYTHON'
import json, socket
qmp = socket.socket(socket.AF_UNIX)
qmp.connect('/run/incus-vm1.qmp')
talk = qmp.makefile('rw')
talk.readline()
plug = [
    ('qmp_capabilities', {}),
    ('netdev_add', {'type': 'tap', 'id': 'lxd_eth0', 'ifname': 'tapinc0', 'script': 'no', 'downscript': 'no'}),
    ('device_add', {'driver': 'virtio-net-pci', 'netdev': 'lxd_eth0', 'mac': '00:16:3e:00:00:01', 'id': 'dev-eth0'}),
]
for command, arguments in plug:
    talk.write(json.dumps({'execute': command, 'arguments': arguments}) + '\n')
    talk.flush()
    answer = json.loads(talk.readline())
    assert 'return' in answer, answer
PYTHON

bridge br0
ip link set eth2 master br0
ip link set eth2 up
mkdir -p /etc/qemu /run/user/"$(id -u lab)"
echo 'allow br0' >/etc/qemu/bridge.conf
chown lab /run/user/"$(id -u lab)"
cp /usr/lib/qemu/qemu-bridge-helper /usr/local/bin/bridge-helper
chmod u+s /usr/local/bin/bridge-helper
mount --bind /usr/local/bin/bridge-helper /usr/lib/qemu/qemu-bridge-helper
cat >/tmp/boxes.xml <<'XML'
<domain type='qemu'><name>boxes-win11</name><memory unit='MiB'>16</memory>
<os><type arch='x86_64' machine='pc'>hvm</type></os>
<devices><emulator>/usr/bin/qemu-system-x86_64</emulator>
<interface type='bridge'><mac address='52:54:00:5e:55:01'/><source bridge='br0'/><model type='virtio'/></interface>
</devices></domain>
XML
su lab -c 'export XDG_RUNTIME_DIR=/run/user/$(id -u) HOME=/home/lab; cd; virsh -q -c qemu:///session define /tmp/boxes.xml; virsh -q -c qemu:///session start --paused boxes-win11'
