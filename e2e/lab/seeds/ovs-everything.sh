# An OVS bridge with what no form of the product sets: measuring, policing, queues, a controller's settings, flows.
# With the last bridge the datapath itself would go, and come back with another helper device: br-stays keeps it.
ovs-vsctl add-br br-stays
ovs-vsctl add-br br-all -- add-port br-all host9 tag=9 -- set interface host9 type=internal \
  -- --id=@n create netflow 'targets="127.0.0.1:2055"' active_timeout=30 -- set bridge br-all netflow=@n \
  -- --id=@s create sflow agent=lo 'targets="127.0.0.1:6343"' sampling=100 polling=5 header=96 -- set bridge br-all sflow=@s >/dev/null
ovs-vsctl -- --id=@q create queue other_config:min-rate=2000000 \
  -- --id=@s create qos type=linux-htb other_config:max-rate=500000000 queues:0=@q -- set port host9 qos=@s >/dev/null
ovs-vsctl set interface host9 ingress_policing_rate=2000 ingress_policing_burst=200 mtu_request=1300 \
  -- set port host9 other_config:stp-path-cost=77 external_ids:owner=team-9 \
  -- set-controller br-all tcp:127.0.0.1:6699 -- set controller br-all connection_mode=out-of-band inactivity_probe=20000 \
  -- set bridge br-all other_config:mac-aging-time=90 external_ids:site=lab
ovs-ofctl add-flow br-all 'cookie=0x9,priority=9,in_port=host9,dl_vlan=9,actions=drop'
