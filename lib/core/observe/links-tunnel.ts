import { parseIp } from '../address/ip'
import type { TunnelDetail } from '../model/link'
import { flagField, intField, textField } from '../parse/json'
import type { IpLinkRecord } from '../parse/ip-link'

const TYPE_BY_KERNEL_KIND = new Map<string, TunnelDetail['type']>([
  ['vxlan', 'vxlan'],
  ['geneve', 'geneve'],
  ['gre', 'gre'],
  ['gretap', 'gre'],
  ['erspan', 'erspan'],
  ['ip6erspan', 'erspan'],
  ['ip6gre', 'ip6gre'],
  ['ip6gretap', 'ip6gre'],
  ['ipip', 'ipip'],
  ['sit', 'sit'],
  ['ip6tnl', 'ip6tnl'],
  ['vti', 'vti'],
  ['vti6', 'vti'],
  ['xfrm', 'xfrm'],
  ['bareudp', 'bareudp'],
])

/** Ends and key of a kernel tunnel (ip-link(8)); null for links that are none. "any" means no fixed end. */
export function tunnelDetail(record: IpLinkRecord): TunnelDetail | null {
  const type = TYPE_BY_KERNEL_KIND.get(record.kind ?? '')
  if (type === undefined) return null
  const { data } = record
  const isExternal = flagField(data, 'external')
  const id = intField(data, 'id')
  return {
    type,
    remote: endOf(textField(data, 'remote') ?? textField(data, 'remote6') ?? textField(data, 'group')),
    local: endOf(textField(data, 'local') ?? textField(data, 'local6')),
    key: isExternal ? null : id === null ? greKey(textField(data, 'okey')) : String(id),
    destinationPort: intField(data, 'port'),
    lower: textField(data, 'link') ?? record.link,
    isExternal,
  }
}

const endOf = (text: string | null): string | null =>
  text === 'any' || text === '0.0.0.0' || text === '::' ? null : text

/** GRE keys are printed like an IPv4 address ("0.0.0.42"); zero means none. */
function greKey(text: string | null): string | null {
  const key = parseIp(text ?? '')
  return key === null || key.family !== 'inet' || key.value === 0n ? null : String(key.value)
}
