# A guest on network default that nobody has started.
define_guest VM_OVS_test "$(network_nic 0a:01 default)"
virsh -q net-start default
