# A running guest that lets go of a NIC when it is asked to, as a system with ACPI does. Its firmware wakes with the timer (18 times a
# second, by the old interrupt controller: its processor has no APIC), reads which PCI slots are to be emptied (QEMU's acpi_pci_hotplug.txt,
# port 0xae04) and ejects them (0xae08). 88 bytes of real-mode code, then the jump at the reset vector.
code='31c08ed88ed0bc0070c70620004cffc706220000f0b011e620b008e621b004e621b001e621b0fee621b034e6436631c0e640e640'
code+='ba10ae66effbf4ba04ae66ed6685c074f5ba08ae66efebee50b020e62058cf'
bytes() { printf "$(sed 's/../\\x&/g' <<<"$1")"; }
{
  head -c $((0xff00)) /dev/zero
  bytes "$code"
  head -c $((0xf0 - ${#code} / 2)) /dev/zero
  bytes 'e90dff'
  head -c 13 /dev/zero
} >/var/lib/libvirt/images/eject.rom
ovs-vsctl add-br br-live
define_network live-net <<EOF
<network><name>live-net</name><forward mode='bridge'/><bridge name='br-live'/><virtualport type='openvswitch'/>
<portgroup name='Vlan7'><vlan><tag id='7'/></vlan></portgroup></network>
EOF
guest_loader="<loader readonly='yes' type='rom'>/var/lib/libvirt/images/eject.rom</loader>"
guest_cpu="<cpu mode='custom' match='exact' check='none'><model>qemu64</model><feature policy='disable' name='apic'/></cpu>"
define_guest alive "$(bridge_nic 0c:01 br-live "<virtualport type='openvswitch'/>")"
start_guest alive
