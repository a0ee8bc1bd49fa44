# Four free NICs; the switch at their other end speaks LACP on the first two.
tor_ports 4
tor_bond po1 p1 p2
tor_trunk po1 10 20 125 126
tor_trunk p3 200 205
for nic in eth1 eth2 eth3 eth4; do ip link set "$nic" up; done
