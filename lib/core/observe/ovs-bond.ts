import type { BondDetail, BondMember } from '../model/link'
import type { OvsInterface } from '../model/ovs'
import type { BondShow, LacpShow } from '../parse/ovs-appctl'
import { integer, text, textMap } from '../parse/ovsdb'
import type { OvsdbRow } from '../parse/ovsdb'

const DEFAULT_MIIMON_INTERVAL_MS = 200

/**
 * A Port with two or more interfaces as a bond: configuration from its row (ovs-vswitchd.conf.db(5), Port, "Bonding
 * Configuration"), what became of it from bond/show and lacp/show. Without those (ovs-vswitchd dead) the members are as up
 * and enabled as the database last said, and the LACP status is unknown.
 */
export function bondOf(
  port: OvsdbRow,
  interfaces: readonly OvsInterface[],
  shown: BondShow | undefined,
  lacp: LacpShow | undefined,
): BondDetail {
  const config = textMap(port, 'other_config')
  const configuredLacp = text(port, 'lacp')
  const members = interfaces.map((iface) => memberOf(iface, port, shown, lacp))
  const isMiimon = config['bond-detect-mode'] === 'miimon'
  return {
    // While lacp-fallback-ab waits for a partner, bond/show says active-backup: configured is what the row says.
    mode: text(port, 'bond_mode') ?? shown?.mode ?? 'active-backup',
    members,
    activeMember: members.find((member) => member.isActive)?.name ?? null,
    primary: config['bond-primary'] ?? null,
    hashPolicy: null,
    lacp: configuredLacp === 'active' || configuredLacp === 'passive' ? configuredLacp : 'off',
    lacpRate:
      configuredLacp === null || configuredLacp === 'off' ? null : config['lacp-time'] === 'fast' ? 'fast' : 'slow',
    lacpStatus: lacpStatusOf(configuredLacp, shown),
    partnerMac: members.find((member) => member.partner?.systemId != null)?.partner?.systemId ?? null,
    hasFallbackActiveBackup: config['lacp-fallback-ab'] === 'true',
    detectMode: isMiimon ? 'miimon' : 'carrier',
    monitorIntervalMs: isMiimon ? wholeMs(config['bond-miimon-interval']) : null,
    upDelayMs: integer(port, 'bond_updelay'),
    downDelayMs: integer(port, 'bond_downdelay'),
  }
}

function memberOf(
  iface: OvsInterface,
  port: OvsdbRow,
  shown: BondShow | undefined,
  lacp: LacpShow | undefined,
): BondMember {
  const isUp = iface.linkState === 'up'
  const protocol = lacp?.members.find((member) => member.name === iface.name)
  // bond_active_slave holds the active member's MAC and was never renamed.
  const activeMac = text(port, 'bond_active_slave')
  return {
    name: iface.name,
    isUp,
    isEnabled: shown?.members.find((member) => member.name === iface.name)?.isEnabled ?? isUp,
    isActive: shown === undefined ? activeMac !== null && activeMac === iface.mac : shown.activeMember === iface.name,
    speedMbps: iface.linkSpeedBps === null ? null : Math.round(iface.linkSpeedBps / 1_000_000),
    linkFailureCount: null,
    permanentMac: iface.mac,
    aggregatorId: null,
    lacpStatus: protocol?.status ?? null,
    actor: protocol?.actor ?? null,
    // Without a system ID nobody answered: lacp/show prints zeros.
    partner: protocol?.partner.systemId == null ? null : protocol.partner,
  }
}

function lacpStatusOf(configured: string | null, shown: BondShow | undefined): BondDetail['lacpStatus'] {
  if (configured === null || configured === 'off') return 'off'
  const status = shown?.lacpStatus
  return status === 'negotiated' || status === 'configured' || status === 'off' ? status : 'unknown'
}

function wholeMs(configured: string | undefined): number {
  return configured !== undefined && /^\d{1,7}$/.test(configured) ? Number(configured) : DEFAULT_MIIMON_INTERVAL_MS
}
