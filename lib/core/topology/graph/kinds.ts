/** Fixed columns, left to right: the way from the switch to the guest. */
export const RANKS = ['switch', 'nic', 'bond', 'vlan-link', 'bridge', 'network', 'tap', 'guest'] as const

/** What a node of the graph stands for. */
export const NODE_KINDS = [
  'switch',
  'switch-port',
  'nic',
  'bond',
  'vlan-link',
  'linux-bridge',
  'ovs-bridge',
  'fake-bridge',
  'bridge-port',
  'network',
  'portgroup',
  'tap',
  'macvtap',
  'macvlan',
  'veth',
  'vf',
  'representor',
  'tunnel',
  'tunnel-remote',
  'guest',
  'guest-nic',
  'link',
  'controller',
  'unrecognised',
] as const
