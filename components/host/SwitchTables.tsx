'use client'

import { createActions } from '@/components/change-forms/actions/create-actions'
import {
  fakeBridgeActions,
  linuxBridgeActions,
  ownActions,
  ovsBridgeActions,
  portActions,
} from '@/components/change-forms/actions/object-actions'
import type { NetworkState } from '@/lib/core/model/network-state'
import { ObjectTable } from './ObjectTable'
import { CONTROLLER_COLUMNS, MIRROR_COLUMNS, TUNNEL_COLUMNS, FAKE_BRIDGE_COLUMNS } from './ovs-columns'
import { controllerRows, fakeBridgeRows, mirrorRows, tunnelRows } from './ovs-rows'
import { PORT_COLUMNS, SWITCH_COLUMNS, VLAN_COLUMNS } from './switch-columns'
import { portRows, switchRows, vlanRows } from './switch-rows'

/** Bridges, their ports, VLANs and what else switches frames. */
export function SwitchTables({ state }: { state: NetworkState }) {
  const ports = portRows(state)
  const controllers = controllerRows(state)
  const mirrors = mirrorRows(state)
  const tunnels = tunnelRows(state)
  const fakes = fakeBridgeRows(state)
  return (
    <>
      <ObjectTable
        id="bridges"
        title="Bridges"
        columns={SWITCH_COLUMNS}
        rows={switchRows(state)}
        rowKey={(row) => row.id}
        actions={{
          of: (row) => (row.kind === 'OVS' ? ovsBridgeActions(row.name) : linuxBridgeActions(state, row.name)),
          nameOf: (row) => row.name,
        }}
        create={createActions(state, 'switches')}
        empty="This host has neither a Linux bridge nor an Open vSwitch bridge."
      />
      <ObjectTable
        id="ports"
        title="Ports"
        columns={PORT_COLUMNS}
        rows={ports}
        rowKey={(row) => row.id}
        actions={{ of: (row) => portActions(state, row.name), nameOf: (row) => row.name }}
        create={createActions(state, 'ports')}
        empty="No bridge has a port."
      />
      <ObjectTable
        id="vlans"
        title="VLANs"
        note="trunks that carry all VLANs count as tagged"
        columns={VLAN_COLUMNS}
        rows={vlanRows(ports)}
        rowKey={(row) => row.id}
        empty="No port names a VLAN."
      />
      {fakes.length > 0 && (
        <ObjectTable
          id="fake-bridges"
          title="Fake bridges"
          note="an OVS port that is “VLAN n of its parent” for software that knows only bridges"
          columns={FAKE_BRIDGE_COLUMNS}
          rows={fakes}
          rowKey={(row) => row.id}
          actions={{ of: (row) => fakeBridgeActions(row.name), nameOf: (row) => row.name }}
          empty=""
        />
      )}
      {tunnels.length > 0 && (
        <ObjectTable
          id="tunnels"
          title="Tunnels"
          columns={TUNNEL_COLUMNS}
          rows={tunnels}
          rowKey={(row) => row.id}
          actions={{ of: (row) => portActions(state, row.name), nameOf: (row) => row.name }}
          empty=""
        />
      )}
      {controllers.length > 0 && (
        <ObjectTable
          id="controllers"
          title="Controllers and managers"
          columns={CONTROLLER_COLUMNS}
          rows={controllers}
          rowKey={(row) => row.id}
          empty=""
        />
      )}
      {mirrors.length > 0 && (
        <ObjectTable
          id="mirrors"
          title="Mirrors"
          columns={MIRROR_COLUMNS}
          rows={mirrors}
          rowKey={(row) => row.id}
          actions={{
            of: (row) => ownActions({ kind: 'mirror.remove', bridge: row.bridge, name: row.name }),
            nameOf: (row) => row.name,
          }}
          create={createActions(state, 'mirrors')}
          empty=""
        />
      )}
    </>
  )
}
