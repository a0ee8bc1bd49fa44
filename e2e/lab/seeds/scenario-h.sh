# H. Internal ports for guests, and a QEMU that libvirt does not know with its tap on the bridge.
ovs-vsctl add-br mibridge -- add-port mibridge eth1 -- add-port mibridge interno1 -- set interface interno1 type=internal
ip link set mibridge up
ip link set interno1 up
define_guest inner1 "$(direct_nic 11:01 interno1 bridge)"
start_guest inner1
cat >/etc/ovs-ifup <<'EOF'
#!/bin/sh
ip link set "$1" up
ovs-vsctl --may-exist add-port mibridge "$1"
EOF
chmod +x /etc/ovs-ifup
setsid qemu-system-x86_64 -name luispa4 -machine pc -m 16 -display none -serial none -monitor none -bios /var/lib/libvirt/images/halt.rom \
  -netdev tap,id=net0,ifname=luispa4,script=/etc/ovs-ifup,downscript=no -device virtio-net-pci,netdev=net0,mac="$(mac 11:02)" \
  >/dev/null 2>&1 </dev/null &
for ((i = 0; i < 200; i++)); do ovs-vsctl port-to-br luispa4 >/dev/null 2>&1 && break; sleep 0.05; done
