# Guests with one MAC twice, all on the bridge br-pair: "team1" is stopped and has both halves of a team, "team2" runs with the half that
# is plugged while it migrates, the other one stored; "twins" has two NICs that nothing tells apart. The device of the host is not there:
# a definition may name it all the same.
team_nic() { # alias
  echo "<interface type='bridge'><mac address='52:54:00:0f:0a:0$2'/><source bridge='br-pair'/><model type='virtio'/><teaming type='persistent'/><alias name='$1'/></interface>"
}
device_nic() { # alias of its partner
  echo "<interface type='hostdev' managed='yes'><mac address='52:54:00:0f:0a:0$2'/><source><address type='pci' domain='0x0000' bus='0x43' slot='0x01' function='0x$2'/></source><teaming type='transient' persistent='$1'/></interface>"
}
for bridge in br-pair br-other; do ip link add "$bridge" type bridge && ip link set "$bridge" up; done
define_guest team1 "$(device_nic ua-first 1)$(team_nic ua-first 1)"
define_guest team2 "$(team_nic ua-second 2)"
start_guest team2
device_nic ua-second 2 | virsh -q attach-device team2 /dev/stdin --config
define_guest twins "$(bridge_nic 0f:03 br-pair)$(bridge_nic 0f:03 br-pair)"
