import type { SimState } from '../machine/state'
import { hasCarrier } from '../kernel/link-state'
import { bondState } from './bond'
import type { BondMemberState, BondState } from './bond'
import { findByName, mapOf, nameOf, referred, textOf, valueOf } from './database'
import type { OvsDatabase, Row } from './database'

/** ovs-appctl of Open vSwitch 3.1: bond/show (bond.c), lacp/show (lacp.c), fdb/show (ofproto-dpif.c). */

const bonds = (state: SimState, db: OvsDatabase): { bond: BondState; bridge: Row }[] =>
  [...db.Bridge.values()].flatMap((bridge) =>
    referred(db, bridge, 'ports').flatMap((port) => {
      const bond = bondState(state, db, port)
      return bond === null ? [] : [{ bond, bridge }]
    }),
  )

const bondMember = ({ name, isEnabled, isActive }: BondMemberState): string[] => [
  `member ${name}: ${isEnabled ? 'enabled' : 'disabled'}`,
  ...(isActive ? ['  active member'] : []),
  `  may_enable: ${isEnabled}`,
  '',
]

const oneBond = (state: SimState, bond: BondState): string[] => {
  const active = bond.members.find(({ isActive }) => isActive)
  const mac = active === undefined ? '00:00:00:00:00:00' : (state.links.get(active.name)?.mac ?? '00:00:00:00:00:00')
  const recirculates = bond.mode === 'balance-tcp'
  return [
    `---- ${bond.name} ----`,
    `bond_mode: ${bond.mode}`,
    `bond may use recirculation: ${recirculates ? 'yes, Recirc-ID : 1' : 'no, Recirc-ID : -1'}`,
    'bond-hash-basis: 0',
    'lb_output action: disabled, bond-id: -1',
    ...(bond.mode === 'balance-slb' ? ['all members active: false'] : []),
    'updelay: 0 ms',
    'downdelay: 0 ms',
    ...(bond.mode === 'active-backup' ? [] : ['next rebalance: 8447 ms']),
    `lacp_status: ${bond.lacpStatus}`,
    `lacp_fallback_ab: ${bond.hasFallback}`,
    'active-backup primary: <none>',
    `active member mac: ${mac}(${active?.name ?? 'none'})`,
    '',
    ...bond.members.flatMap(bondMember),
  ]
}

export const renderBondShow = (state: SimState, db: OvsDatabase): string =>
  bonds(state, db)
    .flatMap(({ bond }) => oneBond(state, bond))
    .map((line) => `${line}\n`)
    .join('')

const lacpMember = (bond: BondState, member: BondMemberState, systemId: string): string[] => {
  const id = Number(valueOf(member.row, 'ofport') ?? 0)
  const common = `${bond.lacp === 'active' ? 'activity ' : ''}${bond.isFast ? 'timeout ' : ''}aggregation`
  const joined = `${common} synchronized collecting distributing`
  return [
    `member: ${member.name}: ${member.hasPartner ? 'current attached' : 'defaulted detached'}`,
    `  port_id: ${id}`,
    '  port_priority: 65535',
    `  may_enable: ${member.isEnabled}`,
    '',
    `  actor sys_id: ${systemId}`,
    '  actor sys_priority: 65534',
    `  actor port_id: ${id}`,
    '  actor port_priority: 65535',
    '  actor key: 1',
    `  actor state: ${member.hasPartner ? joined : `${common} defaulted`}`,
    '',
    `  partner sys_id: ${member.partnerMac ?? '00:00:00:00:00:00'}`,
    `  partner sys_priority: ${member.hasPartner ? 32768 : 0}`,
    `  partner port_id: ${member.hasPartner ? id : 0}`,
    `  partner port_priority: ${member.hasPartner ? 255 : 0}`,
    `  partner key: ${member.hasPartner ? 15 : 0}`,
    member.hasPartner
      ? `  partner state: activity ${bond.isFast ? 'timeout ' : ''}aggregation synchronized collecting distributing`
      : '  partner state:',
    '',
  ]
}

export const renderLacpShow = (state: SimState, db: OvsDatabase): string =>
  bonds(state, db)
    .filter(({ bond }) => bond.lacp !== 'off')
    .flatMap(({ bond, bridge }) => {
      const systemId = state.links.get(nameOf(bridge))?.mac ?? '00:00:00:00:00:00'
      return [
        `---- ${bond.name} ----`,
        `  status: ${bond.lacp}${bond.lacpStatus === 'negotiated' ? ' negotiated' : ''}`,
        `  sys_id: ${systemId}`,
        '  sys_priority: 65534',
        '  aggregation key: 1',
        `  lacp_time: ${bond.isFast ? 'fast' : 'slow'}`,
        '',
        ...bond.members.flatMap((member) => lacpMember(bond, member, systemId)),
      ]
    })
    .map((line) => `${line}\n`)
    .join('')

type Learned = { ofport: number; vlan: number; mac: string }

const learnedOn = (state: SimState, db: OvsDatabase, bridge: Row): Learned[] =>
  referred(db, bridge, 'ports').flatMap((port) => {
    const vlan = Number(valueOf(port, 'tag') ?? 0)
    return referred(db, port, 'interfaces').flatMap((iface): Learned[] => {
      const ofport = Number(valueOf(iface, 'ofport') ?? -1)
      const guest = mapOf(iface, 'external_ids').get('attached-mac')
      const link = state.links.get(textOf(iface, 'name'))
      if (ofport < 0 || link === undefined || !hasCarrier(state, link)) return []
      const far = link.detail.kind === 'nic' ? link.detail.neighbour?.chassisMac : undefined
      const mac = guest ?? far ?? (link.detail.kind === 'openvswitch' ? link.mac : undefined)
      return mac === undefined ? [] : [{ ofport, vlan, mac: String(mac) }]
    })
  })

/** fdb/show BRIDGE: port number (LOCAL for 65534), VLAN, MAC, age in seconds. Null: no such bridge. */
export const renderFdb = (state: SimState, db: OvsDatabase, name: string): string | null => {
  const bridge = findByName(db, 'Bridge', name)
  if (bridge === undefined) return null
  const rows = learnedOn(state, db, bridge).map(({ ofport, vlan, mac }, at) => {
    const port = ofport === 65534 ? 'LOCAL' : String(ofport).padStart(5)
    return `${port}  ${String(vlan).padStart(4)}  ${mac}  ${String(12 + at).padStart(3)}\n`
  })
  return ` port  VLAN  MAC                Age\n${rows.join('')}`
}
