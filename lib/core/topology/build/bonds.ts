import type { BondDetail } from '../../model/link'
import { LINK_KINDS } from '../../model/link-kinds'
import { deviceId, linkFacts } from './devices'
import type { GraphBuilder } from '../graph/graph-builder'
import { bondHealth, healthy, linkHealth, verdict } from '../graph/health'
import type { HealthVerdict } from '../graph/health'
import { isOvsBond } from '../../state/host-index'
import type { HostIndex, OvsAttachment } from '../../state/host-index'
import { nodeId } from '../graph/ids'
import { ovsBridgeOwnership } from '../../state/ownership'

export const ovsBondId = (attachment: Pick<OvsAttachment, 'bridge' | 'port'>): string =>
  nodeId('bond', attachment.bridge.name, attachment.port.name)

const countUp = (bond: BondDetail) => `${bond.members.filter((member) => member.isUp).length} of ${bond.members.length}`

const lacpWord = (bond: BondDetail) => (bond.lacp === 'off' ? [] : ['LACP'])

/** Kernel bonds, from /proc/net/bonding joined with their links, and teams, of which the kernel only tells the members. */
export const addKernelBonds = (builder: GraphBuilder, index: HostIndex): void => {
  for (const link of index.state.links) {
    if (LINK_KINDS[link.kind].holds !== 'members') continue
    const bond = link.bond
    const id = builder.add({
      id: nodeId('bond', link.name),
      kind: 'bond',
      name: link.name,
      rank: 'bond',
      lines: bond
        ? [[bond.mode, ...lacpWord(bond)].join(' · '), `${countUp(bond)} · mtu ${link.mtuBytes}`]
        : [...(link.kind === 'team' ? ['team'] : []), `mtu ${link.mtuBytes}`],
      ...linkFacts(link),
      ...(link.isUp ? (bond ? worse(bondHealth(bond, false), linkHealth(link)) : linkHealth(link)) : linkHealth(link)),
    })
    const names = bond && bond.members.length > 0 ? bond.members.map((each) => each.name) : masters(index, link.name)
    for (const name of names) joinMember(builder, index, name, id)
  }
}

const masters = (index: HostIndex, bond: string) => index.membersOf(bond).map((link) => link.name)

/** The bond's own sentence says more than "no carrier". */
const worse = (own: HealthVerdict, ofLink: HealthVerdict): HealthVerdict => (own.health === 'ok' ? ofLink : own)

/** OVS bonds: one Port with several Interfaces. The bond stands between its NICs and the port's row. */
export const addOvsBonds = (builder: GraphBuilder, index: HostIndex): void => {
  for (const bridge of index.state.ovs?.bridges ?? [])
    for (const port of bridge.ports) {
      if (!isOvsBond(port)) continue
      const id = builder.add({
        id: ovsBondId({ bridge, port }),
        kind: 'bond',
        name: port.name,
        rank: 'bond',
        lines: port.bond
          ? [`OVS · ${port.bond.mode}`, [countUp(port.bond), ...lacpWord(port.bond)].join(' · ')]
          : ['OVS bond', `${port.interfaces.length} members`],
        ownership: ovsBridgeOwnership(index, bridge),
        ref: port.name,
        ...ovsBondHealth(index, port),
      })
      for (const iface of port.interfaces) joinMember(builder, index, iface.name, id)
    }
}

const ovsBondHealth = (index: HostIndex, port: OvsAttachment['port']): HealthVerdict => {
  const missing = port.interfaces.filter((iface) => iface.ofport === -1 || (iface.error ?? '') !== '')
  if (missing.length > 0)
    return verdict(
      missing.length === port.interfaces.length ? 'error' : 'warn',
      `Open vSwitch could not open ${missing.map((iface) => iface.error ?? iface.name).join('; ')}`,
    )
  if (port.bond) return bondHealth(port.bond, true)
  const dead = port.interfaces.filter((iface) => index.link(iface.name)?.hasCarrier === false)
  return dead.length > 0 ? verdict('warn', `${dead.map((iface) => iface.name).join(', ')} has no carrier`) : healthy
}

const joinMember = (builder: GraphBuilder, index: HostIndex, member: string, bond: string): void => {
  const from = deviceId(index, member)
  if (from !== null) builder.join({ from, to: bond })
}
