# Read before every seed on a user-mode-Linux host. A guest start costs 10 to 20 s there: seeds start few.
guest_features="<apic/>"

# The "physical" switch in a namespace: eth1..ethN are veth pairs to its ports p1..pN.
tor_ports() { # how many
  ip netns add tor
  ip -n tor link set lo up
  local i
  for ((i = 1; i <= $1; i++)); do
    ip link add "eth$i" type veth peer name "p$i" netns tor
    ip -n tor link set "p$i" up
  done
  ip -n tor link add sw type bridge vlan_filtering 1
  ip -n tor link set sw up
}
tor_trunk() { # port, VLANs...
  local port=$1 vlan
  shift
  ip -n tor link set "$port" master sw
  for vlan; do ip netns exec tor bridge vlan add dev "$port" vid "$vlan"; done
  ip -n tor link set "$port" up
}
tor_bond() { # name, ports...
  local name=$1 port
  shift
  ip -n tor link add "$name" type bond mode 802.3ad miimon 100 lacp_rate fast
  for port; do
    ip -n tor link set "$port" down
    ip -n tor link set "$port" master "$name"
  done
}
tor_lldp() {
  mkdir -p /run/lldpd-tor
  ip netns exec tor lldpd -u /run/lldpd-tor/sock -c -e -C 'p?' -S "Lab switch" >/run/lldpd-tor/log 2>&1
  until lldpcli -u /run/lldpd-tor/sock show chassis >/dev/null 2>&1; do sleep 0.1; done
  lldpcli -u /run/lldpd-tor/sock configure system hostname tor-a >/dev/null
  lldpcli -u /run/lldpd-tor/sock configure lldp tx-interval 5 >/dev/null
  lldpcli configure lldp tx-interval 5 >/dev/null
  lldpcli update >/dev/null
  lldpcli -u /run/lldpd-tor/sock update >/dev/null
}
kernel_bond() { # name, mode, members..., with eth names
  local name=$1 mode=$2 nic
  shift 2
  # shellcheck disable=SC2086 # the mode carries its options
  ip link add "$name" type bond mode $mode miimon 100
  for nic; do
    ip link set "$nic" down
    ip link set "$nic" master "$name"
  done
  ip link set "$name" up
}
