import type { TunnelDetail } from '../model/link'
import type { OvsInterface } from '../model/ovs'
import { integer, text, textMap, uuidOf } from '../parse/ovsdb'
import type { OvsdbRow } from '../parse/ovsdb'

/** Interface types that are tunnels (ovs-vswitchd.conf.db(5), Interface, "Tunnel Options"), and our words for them. */
const TUNNEL_TYPES: ReadonlyMap<string, TunnelDetail['type']> = new Map([
  ['vxlan', 'vxlan'],
  ['gre', 'gre'],
  ['geneve', 'geneve'],
  ['stt', 'stt'],
  ['ip6gre', 'ip6gre'],
  ['erspan', 'erspan'],
  ['ip6erspan', 'erspan'],
  ['ipsec_gre', 'gre'],
  ['gre64', 'gre'],
  ['lisp', 'other'],
  ['gtpu', 'other'],
  ['bareudp', 'other'],
  ['srv6', 'other'],
])

/** Types that are no tunnel. `iface_types` of this host's ovs-vswitchd adds to both lists. */
const OTHER_TYPES = new Set(
  'system internal tap patch null dummy dpdk dpdkr dpdkvhostuser dpdkvhostuserclient afxdp afxdp-nonpmd'.split(' '),
)

export const isKnownInterfaceType = (type: string, hostTypes: ReadonlySet<string>): boolean =>
  TUNNEL_TYPES.has(type) || OTHER_TYPES.has(type) || hostTypes.has(type)

/** One row of table Interface. What this schema version lacks is null. */
export function interfaceOf(row: OvsdbRow): OvsInterface {
  const type = text(row, 'type') ?? 'system'
  const options = withoutSecrets(textMap(row, 'options'))
  const ofport = integer(row, 'ofport')
  return {
    uuid: uuidOf(row),
    name: text(row, 'name') ?? '',
    type,
    ofport,
    error: text(row, 'error'),
    mac: text(row, 'mac_in_use')?.toLowerCase() ?? null,
    mtuBytes: integer(row, 'mtu'),
    adminState: upOrDown(text(row, 'admin_state')),
    linkState: upOrDown(text(row, 'link_state')),
    linkSpeedBps: integer(row, 'link_speed'),
    options,
    externalIds: textMap(row, 'external_ids'),
    otherConfig: textMap(row, 'other_config'),
    patchPeer: type === 'patch' ? (options.peer ?? null) : null,
    tunnel: tunnelOf(type, options),
    ingressPolicingKbps: integer(row, 'ingress_policing_rate') || null,
  }
}

/** options:psk is an IPsec tunnel's pre-shared key: that there is one may be shown, not what it is. */
const withoutSecrets = (options: Record<string, string>): Record<string, string> =>
  Object.hasOwn(options, 'psk') ? { ...options, psk: '(hidden)' } : options

const upOrDown = (state: string | null): 'up' | 'down' | null => (state === 'up' || state === 'down' ? state : null)

/** "flow" in place of an address or a key: OpenFlow actions set it for each packet. */
function tunnelOf(type: string, options: Record<string, string>): TunnelDetail | null {
  const tunnelType = TUNNEL_TYPES.get(type)
  if (tunnelType === undefined) return null
  const { remote_ip: remote, local_ip: local, key, in_key: inKey, dst_port: port } = options
  const given = (value: string | undefined): string | null => (value === undefined || value === 'flow' ? null : value)
  return {
    type: tunnelType,
    remote: given(remote),
    local: given(local),
    key: given(key ?? inKey),
    destinationPort: port !== undefined && /^\d{1,5}$/.test(port) ? Number(port) : null,
    lower: null,
    isExternal: [remote, key, inKey, options.out_key].includes('flow'),
  }
}
