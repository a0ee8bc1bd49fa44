# B. The four VLAN modes (and the customer bridge's fifth) on internal ports and on an uplink, and the mode that is left unset.
ovs-vsctl add-br br-modes -- add-port br-modes eth1 -- set port eth1 vlan_mode=native-untagged tag=1 trunks=10,20
add() { ovs-vsctl add-port br-modes "$1" "${@:2}" -- set interface "$1" type=internal; }
add acc10 tag=10
add trk vlan_mode=trunk trunks=10,20
add trkall vlan_mode=trunk
add nattag vlan_mode=native-tagged tag=10 trunks=10,20
add natun vlan_mode=native-untagged tag=20 trunks=10,20
add qinq vlan_mode=dot1q-tunnel tag=30 cvlans=100,200
add unset10 tag=10
add unset trunks=10,20
ip link set br-modes up
