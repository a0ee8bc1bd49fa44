# D. SDN controllers: one that answers under fail mode standalone, one that does not under secure, and a manager.
ovs-vsctl add-br ovsbr1 -- set-fail-mode ovsbr1 secure -- set-controller ovsbr1 tcp:127.0.0.1:6633
ovs-vsctl add-br ovsbr2 -- set-fail-mode ovsbr2 standalone -- set-controller ovsbr2 ptcp:6654:127.0.0.1
ovs-vsctl set-manager ptcp:6640:127.0.0.1
ovs-vsctl add-port ovsbr1 eth1
