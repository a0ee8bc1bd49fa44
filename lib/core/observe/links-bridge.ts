import type { BridgeDetail, BridgePortDetail, BridgeVlanEntry } from '../model/link'
import { flagField, intField, textField } from '../parse/json'
import type { IpLinkRecord } from '../parse/ip-link'
import { vlanOfTable } from '../vlan/bridge-port'

/** USER_HZ: the bridge's timers are in hundredths of a second in netlink and sysfs. */
const MS_PER_TICK = 10
const STP_STATES = ['off', 'kernel', 'user'] as const
const PORT_STATES = ['disabled', 'listening', 'learning', 'forwarding', 'blocking'] as const

/** A Linux bridge's own settings out of `info_data`, and its own VLANs: it has them, unused, before it filters as well. */
export function bridgeDetail(record: IpLinkRecord, vlans: readonly BridgeVlanEntry[]): BridgeDetail {
  const { data } = record
  const isVlanFiltering = flagField(data, 'vlan_filtering')
  const milliseconds = (key: string): number | null => {
    const ticks = intField(data, key)
    return ticks === null ? null : ticks * MS_PER_TICK
  }
  const snooping = intField(data, 'mcast_snooping')
  return {
    isVlanFiltering,
    vlanProtocol: textField(data, 'vlan_protocol'),
    defaultPvid: intField(data, 'vlan_default_pvid'),
    stpState: STP_STATES[intField(data, 'stp_state') ?? 0] ?? 'off',
    bridgeId: bridgeIdOf(textField(data, 'bridge_id')),
    rootId: bridgeIdOf(textField(data, 'root_id')),
    ageingTimeMs: milliseconds('ageing_time'),
    forwardDelayMs: milliseconds('forward_delay'),
    isMulticastSnooping: snooping === null ? null : snooping === 1,
    vlans: [...vlans],
  }
}

/** A port of a Linux bridge out of `info_slave_data`. Where the bridge does not filter, its table of VLANs waits for the day it does. */
export function bridgePortDetail(
  record: IpLinkRecord,
  bridge: BridgeDetail | undefined,
  vlans: readonly BridgeVlanEntry[],
): BridgePortDetail {
  const data = record.portData
  const state = textField(data, 'state')
  const isVlanFiltering = bridge?.isVlanFiltering ?? false
  return {
    state: PORT_STATES.find((known) => known === state) ?? 'unknown',
    isHairpin: flagField(data, 'hairpin'),
    isIsolated: flagField(data, 'isolated'),
    isLearning: flagField(data, 'learning', true),
    cost: intField(data, 'cost'),
    priority: intField(data, 'priority'),
    vlans: [...vlans],
    vlan: isVlanFiltering ? vlanOfTable(vlans, bridge?.defaultPvid ?? null) : null,
  }
}

/** iproute2 5 prints octets without leading zeros ("8000.6:83:b9:3c:bb:7"), 6 with: always with. */
function bridgeIdOf(text: string | null): string | null {
  const match = /^([0-9a-f]{1,4})\.([0-9a-f:]+)$/i.exec(text ?? '')
  if (match?.[1] === undefined || match[2] === undefined) return text
  const octets = match[2].split(':').map((octet) => octet.padStart(2, '0'))
  return `${match[1].padStart(4, '0')}.${octets.join(':')}`.toLowerCase()
}
