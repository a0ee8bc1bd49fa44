import type { NetworkState } from '@/lib/core/model/network-state'
import type { TunnelDetail } from '@/lib/core/model/link'
import type { OvsMirror } from '@/lib/core/model/ovs'
import { nodeId } from '@/lib/core/topology/graph/ids'
import { formatVlanList } from '@/lib/core/vlan/words'

export type ControllerRow = { id: string; of: string; target: string; isConnected: boolean; detail: string }

/** OpenFlow controllers of the bridges and OVSDB managers of the whole switch. */
export function controllerRows({ ovs }: NetworkState): ControllerRow[] {
  const controllers = (ovs?.bridges ?? []).flatMap((bridge) =>
    bridge.controllers.map((each) => ({
      id: nodeId('controller', bridge.name, each.target),
      of: bridge.name,
      target: each.target,
      isConnected: each.isConnected,
      detail: [each.role, each.state, each.lastError].filter(Boolean).join(', '),
    })),
  )
  const managers = (ovs?.managers ?? []).map((each) => ({
    id: nodeId('controller', 'ovsdb', each.target),
    of: 'OVSDB manager',
    target: each.target,
    isConnected: each.isConnected,
    detail: each.state ?? '',
  }))
  return [...controllers, ...managers]
}

export type MirrorRow = { id: string; name: string; bridge: string; selects: string; output: string }

export const mirrorRows = ({ ovs }: NetworkState): MirrorRow[] =>
  (ovs?.bridges ?? []).flatMap((bridge) =>
    bridge.mirrors.map((mirror) => ({
      id: `${bridge.name} ${mirror.name}`,
      name: mirror.name,
      bridge: bridge.name,
      selects: mirrorSelection(mirror),
      output:
        mirror.outputPort ?? (mirror.outputVlan === null ? 'nowhere: no output is set' : `VLAN ${mirror.outputVlan}`),
    })),
  )

function mirrorSelection(mirror: OvsMirror): string {
  if (mirror.selectsAll) return 'all frames'
  const parts = [
    mirror.sourcePorts.length > 0 ? `from ${mirror.sourcePorts.join(' ')}` : '',
    mirror.destinationPorts.length > 0 ? `to ${mirror.destinationPorts.join(' ')}` : '',
    mirror.selectVlans.length > 0 ? `VLAN ${formatVlanList(mirror.selectVlans)}` : '',
  ].filter(Boolean)
  return parts.length === 0 ? 'nothing' : parts.join(', ')
}

export type TunnelRow = TunnelDetail & { id: string; name: string; owner: string }

/** Tunnels of Open vSwitch and of the kernel; the kernel's fallback devices carry nothing and are left out. */
export function tunnelRows(state: NetworkState): TunnelRow[] {
  const ovs = (state.ovs?.bridges ?? []).flatMap((bridge) =>
    bridge.ports.flatMap((port) =>
      port.interfaces.flatMap((each) =>
        each.tunnel === null
          ? []
          : [
              {
                ...each.tunnel,
                id: nodeId('bridge-port', bridge.name, port.name),
                name: each.name,
                owner: bridge.name,
              },
            ],
      ),
    ),
  )
  const kernel = state.links.flatMap((link) =>
    link.tunnel === null || link.isFallback
      ? []
      : [{ ...link.tunnel, id: nodeId('tunnel', link.name), name: link.name, owner: 'kernel' }],
  )
  return [...ovs, ...kernel.filter((link) => !ovs.some((each) => each.name === link.name))]
}

export type FakeBridgeRow = { id: string; name: string; parent: string; vlanId: number; ports: string }

export const fakeBridgeRows = ({ ovs }: NetworkState): FakeBridgeRow[] =>
  (ovs?.bridges ?? []).flatMap((bridge) =>
    bridge.fakeBridges.map((fake) => ({
      id: nodeId('fake-bridge', bridge.name, fake.name),
      name: fake.name,
      parent: fake.parent,
      vlanId: fake.vlanId,
      ports: fake.ports.join(' '),
    })),
  )
