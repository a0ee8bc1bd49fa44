# A guest that runs on a Linux bridge, one that is off, and an OVS bridge with a port.
for bridge in br0 br9; do
  ip link add "$bridge" type bridge
  ip link set "$bridge" up
done
ip link set eth2 master br0
define_guest web1 "$(bridge_nic 70:01 br0)"
start_guest web1
define_guest db1 "$(bridge_nic 71:01 br9)"
ovs-vsctl -- add-br ovsbr7 -- add-port ovsbr7 int7 -- set interface int7 type=internal
ip route add 10.70.0.0/16 dev eth4
ip route add blackhole 10.71.0.0/16
