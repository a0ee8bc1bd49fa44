import type { IpAddress } from '../model/link'
import { arrayField, flagField, intField, isJsonObject, textField } from './json'
import type { JsonObject } from './json'

/**
 * The `addr_info` list of one link in `ip -j addr` (ip-address(8)). A point-to-point address has its peer in `address`
 * and its own in `local`; only its own is kept. Entries without a usable address are left out (`{}` in filtered output).
 */
export function readIpAddresses(row: JsonObject): IpAddress[] {
  return arrayField(row, 'addr_info').flatMap((entry) => {
    if (!isJsonObject(entry)) return []
    const family = textField(entry, 'family')
    const local = textField(entry, 'local')
    const prefixLength = intField(entry, 'prefixlen')
    if ((family !== 'inet' && family !== 'inet6') || local === null || prefixLength === null) return []
    return [
      {
        family,
        cidr: `${local}/${prefixLength}`,
        scope: textField(entry, 'scope') ?? 'global',
        isDynamic: flagField(entry, 'dynamic'),
      },
    ]
  })
}
