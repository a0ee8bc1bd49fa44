/* Facts that Open vSwitch's database and ovs-appctl give. */
import type { NetworkState } from '../../model/network-state'
import type { OvsBridge, OvsInterface, OvsPort } from '../../model/ovs'
import { bondFacts } from './link'
import { facts } from './fact-list'
import type { Fact, FactGroup } from './fact-list'
import type { GraphNode } from '../graph/graph'
import { CONTROLLER_VLANS, explainFailMode } from '../graph/mode-words'
import { explainVlan } from '../../vlan/explain'
import { formatPortVlan, formatVlanList } from '../../vlan/words'

type Attachment = { bridge: OvsBridge; port: OvsPort }

const bridgesOf = (state: NetworkState): readonly OvsBridge[] => state.ovs?.bridges ?? []

export const bridgeFacts = (state: NetworkState, node: GraphNode): FactGroup[] => {
  const bridge = bridgesOf(state).find((each) => each.name === node.name)
  if (bridge)
    return [{ source: `ovs-vsctl list Bridge ${bridge.name}`, sourceId: 'ovs', facts: ownFacts(state, bridge) }]
  const fake = bridgesOf(state)
    .flatMap((each) => each.fakeBridges)
    .find((each) => each.name === node.name)
  if (!fake) return []
  return [
    {
      source: `ovs-vsctl list Port ${fake.name}`,
      sourceId: 'ovs',
      facts: facts(
        [
          'what it is',
          `VLAN ${fake.vlanId} of ${fake.parent}, for software that knows only bridges; no switch of its own`,
        ],
        ['its ports', fake.ports.join(', ') || 'none'],
      ),
    },
  ]
}

const ownFacts = (state: NetworkState, bridge: OvsBridge): Fact[] => [
  ...facts(
    ['Open vSwitch', state.ovs?.version],
    ['datapath', bridge.datapathType === 'netdev' ? 'netdev (userspace)' : 'system (kernel)'],
    ['datapath id', bridge.datapathId],
    ['fail mode', explainFailMode(bridge)],
    ['VLANs', bridge.controllers.length > 0 ? CONTROLLER_VLANS : null],
    ['spanning tree', bridge.isRstpEnabled ? 'RSTP' : bridge.isStpEnabled ? 'STP' : 'off'],
    ['multicast snooping', bridge.isMulticastSnooping],
    ['OpenFlow', bridge.protocols.join(', ')],
  ),
  ...bridge.mirrors.map((mirror) => ({
    label: `mirror ${mirror.name}`,
    value: `${mirror.selectsAll ? 'all ports' : [...mirror.sourcePorts, ...mirror.destinationPorts].join(', ')}${
      mirror.selectVlans.length > 0 ? ` in VLANs ${formatVlanList(mirror.selectVlans)}` : ''
    } to ${mirror.outputPort ?? `VLAN ${mirror.outputVlan ?? ''}`}`,
  })),
  ...maps(bridge.externalIds, 'external_ids'),
  ...maps(bridge.otherConfig, 'other_config'),
]

const maps = (map: Readonly<Record<string, string>>, column: string): Fact[] =>
  Object.entries(map).map(([key, value]) => ({ label: `${column}:${key}`, value }))

/** The port that a row, a tap, an OVS bond or a NIC is, in its bridge. */
const attachmentOf = (state: NetworkState, node: GraphNode): Attachment | null => {
  for (const bridge of bridgesOf(state)) {
    if (node.kind === 'bridge-port' && !isRowOf(node, bridge)) continue
    const port = bridge.ports.find(
      (each) => each.name === node.ref || each.interfaces.some((iface) => iface.name === node.ref),
    )
    if (port) return { bridge, port }
  }
  return null
}

const isRowOf = (node: GraphNode, bridge: OvsBridge): boolean =>
  (node.parent ?? '').split(':')[1]?.split('/')[0] === bridge.name

export const ovsPortFacts = (state: NetworkState, node: GraphNode): FactGroup[] => {
  const attachment = attachmentOf(state, node)
  if (!attachment) return []
  const { bridge, port } = attachment
  const iface = port.interfaces.find((each) => each.name === node.ref) ?? port.interfaces[0]
  return [
    { source: `ovs-vsctl list Port ${port.name}`, sourceId: 'ovs', facts: portFacts(bridge, port) },
    ...(iface
      ? [{ source: `ovs-vsctl list Interface ${iface.name}`, sourceId: 'ovs' as const, facts: interfaceFacts(iface) }]
      : []),
    ...(port.bond
      ? [
          {
            source: `ovs-appctl bond/show ${port.name}; ovs-appctl lacp/show ${port.name}`,
            sourceId: 'ovs' as const,
            facts: bondFacts(port.bond, true),
          },
        ]
      : []),
  ]
}

const portFacts = (bridge: OvsBridge, port: OvsPort): Fact[] => {
  const words = explainVlan(port.vlan, 'ovs')
  return [
    ...facts(
      ['bridge', bridge.name],
      ['fake bridge', port.fakeBridge],
      ['VLANs', formatPortVlan(port.vlan)],
      ['vlan_mode', port.vlan.isExplicit ? port.vlan.mode : `not set: works as ${port.vlan.mode}`],
      ['enters', words.enters],
      ['leaves', words.leaves],
      [
        'QoS',
        port.qos && `${port.qos.type}${port.qos.maxRateBps === null ? '' : `, at most ${port.qos.maxRateBps} bit/s`}`,
      ],
    ),
    ...maps(port.externalIds, 'external_ids'),
    ...maps(port.otherConfig, 'other_config'),
  ]
}

const interfaceFacts = (iface: OvsInterface): Fact[] => [
  ...facts(
    ['type', iface.type],
    ['ofport', iface.ofport === -1 ? '-1: Open vSwitch could not open the device' : iface.ofport],
    ['error', iface.error],
    ['MAC', iface.mac],
    ['MTU', iface.mtuBytes],
    ['link', iface.linkState],
    ['peer', iface.patchPeer],
    ['policing', iface.ingressPolicingKbps && `${iface.ingressPolicingKbps} kbit/s from the guest`],
  ),
  ...maps(iface.options, 'options'),
  ...maps(iface.externalIds, 'external_ids'),
]

export const controllerFacts = (state: NetworkState, node: GraphNode, parent: GraphNode | undefined): FactGroup[] => {
  const bridge = bridgesOf(state).find((each) => each.name === parent?.name)
  const controller = bridge?.controllers.find((each) => each.target === node.name)
  if (bridge && controller)
    return [
      {
        source: `ovs-vsctl list Controller`,
        sourceId: 'ovs',
        facts: facts(
          ['target', controller.target],
          ['connected', controller.isConnected],
          ['role', controller.role],
          ['state', controller.state],
          ['last error', controller.lastError],
          ['fail mode', explainFailMode(bridge)],
          ['VLANs', CONTROLLER_VLANS],
        ),
      },
    ]
  const manager = state.ovs?.managers.find((each) => each.target === node.name)
  if (!manager) return []
  const own = facts(['target', manager.target], ['connected', manager.isConnected], ['state', manager.state])
  return [{ source: 'ovs-vsctl list Manager', sourceId: 'ovs', facts: own }]
}
