/* What is wrong with an object, in one sentence. Findings that need two objects are lint's. */
import type { Guest } from '../../model/libvirt'
import type { BondDetail, BondMember, Link } from '../../model/link'
import type { OvsBridge, OvsInterface } from '../../model/ovs'
import type { GraphNode } from './graph'

export type HealthVerdict = Pick<GraphNode, 'health' | 'healthReason'>

export const healthy: HealthVerdict = { health: 'ok', healthReason: '' }
export const verdict = (health: HealthVerdict['health'], healthReason: string): HealthVerdict => ({
  health,
  healthReason,
})

/** Down by an administrator is `off`; up without carrier is broken. */
export const linkHealth = (link: Link): HealthVerdict => {
  if (!link.isUp) return verdict('off', `${link.name} is down: nobody brought it up`)
  if (link.operState === 'lowerlayerdown')
    return verdict('error', `${link.lower ?? 'the link below'} is down, so ${link.name} is too`)
  if (!link.hasCarrier) return verdict('error', `${link.name} has no carrier`)
  return healthy
}

/** A NIC without carrier is an error where something uses it, and merely off where nothing does. */
export const nicHealth = (link: Link, isUsed: boolean): HealthVerdict => {
  const found = linkHealth(link)
  return found.health === 'error' && !isUsed ? verdict('off', `${link.name} has no carrier and is not used`) : found
}

/** A bridge without ports has no carrier; that breaks nothing. */
export const linuxBridgeHealth = (link: Link): HealthVerdict =>
  link.isUp ? healthy : verdict('off', `${link.name} is down: it forwards nothing`)

/** The tap's carrier is the guest's open file: without it no process is at the other end. */
export const tapHealth = (link: Link, guest: Guest | undefined): HealthVerdict => {
  if (!link.isUp && guest?.state === 'paused')
    return verdict('off', `${link.name} is down because ${guest.name} is paused`)
  const found = linkHealth(link)
  if (found.health !== 'error' || link.operState === 'lowerlayerdown') return found
  return guest ? found : verdict('off', `no process has ${link.name} open`)
}

const members = (count: number) => (count === 1 ? '1 member' : `${count} members`)

export const bondHealth = (bond: BondDetail, isOvs: boolean): HealthVerdict => {
  const up = bond.members.filter((member) => member.isUp)
  const down = bond.members.filter((member) => !member.isUp)
  if (bond.members.length === 0) return verdict('warn', 'the bond has no members')
  if (up.length === 0) return verdict('error', `none of ${members(bond.members.length)} is up`)
  if (bond.lacp !== 'off' && bond.lacpStatus === 'configured') return noPartner(bond, isOvs)
  if (down.length > 0)
    return verdict(
      'warn',
      `${up.length} of ${members(bond.members.length)} up: ${names(down)} ${down.length > 1 ? 'are' : 'is'} down`,
    )
  return idleMembers(bond)
}

const names = (list: readonly BondMember[]) => list.map((member) => member.name).join(', ')

/** ovs-vswitchd.conf.db(5), Port:lacp: without a partner an active bond is disabled unless lacp-fallback-ab is true. */
const noPartner = (bond: BondDetail, isOvs: boolean): HealthVerdict => {
  if (!isOvs) return verdict('warn', 'no LACP partner: only one member carries traffic')
  if (bond.hasFallbackActiveBackup)
    return verdict('warn', 'no LACP partner: it runs as active-backup (lacp-fallback-ab)')
  return bond.lacp === 'active'
    ? verdict('error', 'no partner: members disabled')
    : verdict('warn', 'no LACP partner: the passive side waits for the switch to begin')
}

const idleMembers = (bond: BondDetail): HealthVerdict => {
  if (bond.lacp === 'off') return healthy
  const idle = bond.members.filter((member) => !member.isEnabled)
  if (idle.length === bond.members.length) return verdict('error', 'no member is enabled')
  if (idle.length > 0)
    return verdict('warn', `${names(idle)} carries no traffic: LACP has ${idle[0]?.lacpStatus ?? 'not attached it'}`)
  const aggregators = new Set(bond.members.flatMap((member) => member.aggregatorId ?? []))
  return aggregators.size > 1
    ? verdict('warn', 'members are in different aggregators: they end on different switches')
    : healthy
}

/** OVS says what it could not do in `error` and `ofport`; ovs-vsctl exits 0 all the same. */
export const ovsInterfaceHealth = (iface: OvsInterface): HealthVerdict => {
  if (iface.error !== null && iface.error !== '') return verdict('error', `Open vSwitch: ${iface.error}`)
  if (iface.ofport === -1) return verdict('error', `Open vSwitch could not open ${iface.name} (ofport -1)`)
  return healthy
}

export const controllerHealth = (bridge: OvsBridge, isConnected: boolean, lastError: string | null): HealthVerdict => {
  if (isConnected) return healthy
  const why = lastError ? ` (${lastError})` : ''
  return bridge.failMode === 'secure'
    ? verdict('error', `no controller connection${why}; fail mode secure: nothing new is forwarded without it`)
    : verdict(
        'warn',
        `no controller connection${why}; fail mode standalone: ${bridge.name} forwards like a switch by itself`,
      )
}

/** A bridge is as bad as its controllers: one that answers is enough. */
export const ovsBridgeHealth = (bridge: OvsBridge): HealthVerdict => {
  const broken = bridge.controllers.filter((controller) => !controller.isConnected)
  if (bridge.controllers.length === 0 || broken.length < bridge.controllers.length) return healthy
  return controllerHealth(bridge, false, broken[0]?.lastError ?? null)
}

export const guestHealth = (guest: Guest): HealthVerdict => {
  switch (guest.state) {
    case 'running':
    case 'idle':
      return healthy
    case 'crashed':
      return verdict('error', `${guest.name} has crashed`)
    case 'unknown':
      return verdict('unknown', `the state of ${guest.name} is not known`)
    case 'paused':
    case 'in shutdown':
    case 'shut off':
    case 'pmsuspended':
      return verdict('off', `${guest.name} is ${guest.state === 'pmsuspended' ? 'suspended' : guest.state}`)
  }
}
