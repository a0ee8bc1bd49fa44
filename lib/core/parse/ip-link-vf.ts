import { normaliseMac } from '../address/mac'
import type { VirtualFunction } from '../model/sriov'
import { arrayField, fieldOf, intField, isJsonObject, objectField, textField } from './json'
import type { JsonObject } from './json'

/** One row of `vfinfo_list`: all but what sysfs alone knows. */
export type IpVfRecord = Omit<VirtualFunction, 'pci' | 'driver'>

/**
 * The virtual functions that `ip -d -j link` tells of a physical one (print_vfinfo in iproute2's ip/ipaddress.c); in
 * the order of their numbers. iproute2 before 4.20 says "mac" for "address", and "vlan" in place of a list.
 */
export function readVirtualFunctions(row: JsonObject): IpVfRecord[] {
  return arrayField(row, 'vfinfo_list')
    .flatMap((entry) => (isJsonObject(entry) ? (readFunction(entry) ?? []) : []))
    .sort((a, b) => a.number - b.number)
}

function readFunction(row: JsonObject): IpVfRecord | null {
  const number = intField(row, 'vf')
  if (number === null || number < 0) return null
  const [listed] = arrayField(row, 'vlan_list')
  const vlan = isJsonObject(listed) ? listed : row
  const rate = objectField(row, 'rate')
  const linkState = textField(row, 'link_state')
  return {
    number,
    mac: normaliseMac(textField(row, 'address') ?? textField(row, 'mac') ?? ''),
    // What is zero is left out.
    vlanId: intField(vlan, 'vlan') ?? 0,
    vlanPriority: intField(vlan, 'qos') ?? 0,
    vlanProtocol: textField(vlan, 'protocol'),
    isSpoofChecked: flagOrNull(row, 'spoofchk'),
    isTrusted: flagOrNull(row, 'trust'),
    linkState: (['auto', 'enable', 'disable'] as const).find((word) => word === linkState) ?? null,
    maxRateMbps: intField(rate, 'max_tx') ?? intField(row, 'tx_rate'),
    minRateMbps: intField(rate, 'min_tx'),
  }
}

/** A card that does not know the setting leaves it out. */
function flagOrNull(row: JsonObject, key: string): boolean | null {
  const value = fieldOf(row, key)
  if (value === true || value === 'on') return true
  return value === false || value === 'off' ? false : null
}
