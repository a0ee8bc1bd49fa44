/* Facts that the kernel and LLDP give of a link. */
import type { BondDetail, Link } from '../../model/link'
import type { NetworkState } from '../../model/network-state'
import { facts } from './fact-list'
import type { Fact, FactGroup } from './fact-list'
import { sriovFacts } from './functions'
import type { GraphNode } from '../graph/graph'
import { explainIpvlan, explainLacp, explainMacvlan, MACVTAP_HOST } from '../graph/mode-words'
import { formatSpeed } from '../build/nics'
import { explainVlan } from '../../vlan/explain'
import { formatPortVlan } from '../../vlan/words'
import { indexHost } from '../../state/host-index'

export const linkFactGroups = (state: NetworkState, name: string): FactGroup[] => {
  const link = indexHost(state).link(name)
  if (!link) return []
  return [
    {
      source: `ip -d addr show dev ${name}`,
      sourceId: 'links',
      facts: [...ownFacts(link), ...sriovFacts(state, link)],
    },
    ...managerFacts(state, name),
    ...(link.bond
      ? [{ source: `cat /proc/net/bonding/${name}`, sourceId: 'links' as const, facts: bondFacts(link.bond, false) }]
      : []),
    ...(link.bridgePort
      ? [{ source: `bridge -d vlan show dev ${name}`, sourceId: 'links' as const, facts: portFacts(link) }]
      : []),
  ]
}

/** Who sets the link up, each as the service itself says it. */
const managerFacts = (state: NetworkState, name: string): FactGroup[] =>
  state.system.linkManagers
    .filter(({ link }) => link === name)
    .map(({ manager, state: word, connection }) => ({
      source: manager === 'NetworkManager' ? 'nmcli -f DEVICE,STATE,CONNECTION device' : `networkctl list ${name}`,
      sourceId: 'system',
      facts: facts(['managed by', `${manager}, ${word}`], ['connection', connection]),
    }))

const ownFacts = (link: Link): Fact[] =>
  facts(
    ['state', `${link.isUp ? 'up' : 'down'}, ${link.hasCarrier ? 'carrier' : 'no carrier'}`],
    ['kind', link.kernelKind ?? link.kind],
    ['MAC', link.mac],
    ['MTU', link.mtuBytes],
    [
      'speed',
      link.speedMbps === null ? null : `${formatSpeed(link.speedMbps)}${link.duplex ? `, ${link.duplex} duplex` : ''}`,
    ],
    ['driver', link.driver],
    ['in', link.master],
    ['on', link.lower],
    ['other end', link.peer ?? (link.isPeerElsewhere ? 'in another namespace' : null)],
    ['VLAN', link.vlan && `${link.vlan.protocol} id ${link.vlan.id}`],
    ['mode', link.macvlan && explainMacvlan(link.macvlan.mode)],
    ['mode', link.ipvlan && explainIpvlan(link.ipvlan)],
    ['routes by', link.vrfTable && `table ${link.vrfTable}`],
    ['ring of', link.ring.join(' and ')],
    ['host', link.kind === 'macvtap' ? MACVTAP_HOST : null],
    [
      'tunnel',
      link.tunnel &&
        `${link.tunnel.type} to ${link.tunnel.remote ?? (link.tunnel.isExternal ? 'remotes set per flow' : 'any remote')}`,
    ],
    ['filters VLANs', link.bridge?.isVlanFiltering],
    ['spanning tree', link.bridge?.stpState],
    ['addresses', link.addresses.map((address) => address.cidr).join(', ')],
    ['also called', link.altNames.join(', ')],
    ['alias', link.alias],
  )

const portFacts = (link: Link): Fact[] => {
  const port = link.bridgePort
  const words = port?.vlan ? explainVlan(port.vlan, 'kernel') : null
  return facts(
    ['port state', port?.state],
    ['VLANs', port?.vlan ? formatPortVlan(port.vlan) : null],
    ['enters', words?.enters],
    ['leaves', words?.leaves],
    ['isolated', port?.isIsolated === true ? true : null],
    ['hairpin', port?.isHairpin === true ? true : null],
  )
}

export const bondFacts = (bond: BondDetail, isOvs: boolean): Fact[] => [
  ...facts(
    ['mode', bond.mode],
    ['LACP', explainLacp(bond, isOvs)],
    ['hash', bond.hashPolicy],
    ['active member', bond.activeMember],
    ['primary', bond.primary],
    ['detects by', bond.detectMode],
  ),
  ...bond.members.map((member) => ({
    label: member.name,
    value: [
      member.isUp ? 'up' : 'down',
      member.isEnabled ? 'carries traffic' : 'carries none',
      ...(member.lacpStatus ? [member.lacpStatus] : []),
      ...(member.actor ? [`actor ${member.actor.flags.join(' ')}`] : []),
      ...(member.partner ? [`partner ${member.partner.flags.join(' ')}`] : []),
    ].join(', '),
  })),
]

/** Of a switch: all its ports; of a switch port or a NIC: the neighbour heard there. */
export const neighbourFacts = (state: NetworkState, node: GraphNode): FactGroup[] => {
  const heard = state.neighbours.filter((each) =>
    node.kind === 'switch' ? each.chassisId === node.ref : each.link === node.ref,
  )
  return heard.map((each) => ({
    source: `lldpcli show neighbors ports ${each.link}`,
    sourceId: 'lldp',
    facts: facts(
      ['switch', each.chassisName ?? each.chassisId],
      ['chassis', each.chassisId],
      ['port', each.portId],
      ['port description', each.portDescription],
      ['system', each.chassisDescription],
      ['management', each.managementAddresses.join(', ')],
      ['VLANs announced', each.vlans.map((vlan) => `${vlan.id}${vlan.isPvid ? ' (native)' : ''}`).join(', ')],
      ['largest frame', each.maxFrameBytes],
    ),
  }))
}
