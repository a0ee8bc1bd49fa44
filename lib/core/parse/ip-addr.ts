import type { IpAddress } from '../model/link'
import { arrayField, fieldOf, flagField, intField, isJsonObject, textField } from './json'
import type { JsonObject } from './json'

/** Flags that somebody set, and that ip-address(8) takes back under the same words. */
const SET_FLAGS = ['home', 'mngtmpaddr', 'nodad', 'optimistic', 'noprefixroute', 'autojoin']
/** Flags and texts that the kernel keeps itself. */
const FOLLOWING = new Set([
  ...['dynamic', 'temporary', 'tentative', 'deprecated', 'dadfailed', 'secondary', 'stable-privacy', 'permanent'],
  ...['family', 'local', 'address', 'prefixlen', 'scope', 'broadcast', 'label', 'metric', 'protocol', 'anycast'],
  ...['valid_life_time', 'preferred_life_time'],
])
/** INFINITY_LIFE_TIME (linux/if_addr.h users). */
const FOREVER = 0xffffffff

/**
 * The `addr_info` list of one link in `ip -j addr` (ip-address(8)), with all that it takes to write each address again. A
 * point-to-point address has its peer in `address` and its own in `local`. Entries without a usable address are left out
 * (`{}` in filtered output).
 */
export function readIpAddresses(row: JsonObject): IpAddress[] {
  const link = textField(row, 'ifname')
  return arrayField(row, 'addr_info').flatMap((entry) => {
    if (!isJsonObject(entry)) return []
    const family = textField(entry, 'family')
    const local = textField(entry, 'local')
    const prefixLength = intField(entry, 'prefixlen')
    if ((family !== 'inet' && family !== 'inet6') || local === null || prefixLength === null) return []
    const peer = textField(entry, 'address')
    const label = textField(entry, 'label')
    return [
      {
        family,
        cidr: `${local}/${prefixLength}`,
        scope: textField(entry, 'scope') ?? 'global',
        isDynamic: flagField(entry, 'dynamic'),
        peer: peer === null || peer === local ? null : `${peer}/${prefixLength}`,
        broadcast: textField(entry, 'broadcast'),
        label: label === link ? null : label,
        metric: intField(entry, 'metric'),
        options: optionsOf(entry),
        validSeconds: lifetime(entry, 'valid_life_time'),
        preferredSeconds: lifetime(entry, 'preferred_life_time'),
        unknownKeys: Object.keys(entry).filter((key) => !FOLLOWING.has(key) && !SET_FLAGS.includes(key)),
      },
    ]
  })
}

function optionsOf(entry: JsonObject): string[] {
  const anycast = textField(entry, 'anycast')
  const protocol = textField(entry, 'protocol')
  return [
    ...(anycast === null ? [] : ['anycast', anycast]),
    // The kernel's own are kernel_lo, kernel_ra and kernel_ll: it sets them itself.
    ...(protocol === null || protocol.startsWith('kernel_') ? [] : ['proto', protocol]),
    ...SET_FLAGS.filter((flag) => fieldOf(entry, flag) === true),
  ]
}

function lifetime(entry: JsonObject, key: string): number | null {
  const seconds = intField(entry, key)
  return seconds === null || seconds >= FOREVER ? null : seconds
}
