'use client'

import { lazyBody } from './lazy-body'
import { StateScreen } from './StateScreen'

const NetworkTables = lazyBody('Loading networks', () =>
  import('./NetworkTables').then((module) => module.NetworkTables),
)

export function NetworksScreen() {
  return (
    <StateScreen
      title="Networks and portgroups"
      lead="What libvirt offers its guests to plug into. A VLAN on the guest's own interface counts first, then the portgroup's, then the network's."
    >
      {(state) => <NetworkTables state={state} />}
    </StateScreen>
  )
}
