import { isKernelIfName } from '../address/if-name'
import type { IpAddress } from '../model/link'
import { readIpAddresses } from './ip-addr'
import { readVirtualFunctions } from './ip-link-vf'
import type { IpVfRecord } from './ip-link-vf'
import { intField, objectField, parseJsonRows, textField, textsField } from './json'
import type { JsonObject, Rows } from './json'
import { readLinkOptions } from './ip-link-options'
import type { LinkOptions } from './ip-link-options'
import type { Parsed } from './parsed'

/** One kernel link as `ip -d -j link` or `ip -d -j addr` prints it: the kernel's words, nothing concluded. */
export type IpLinkRecord = {
  index: number
  name: string
  linkType: string
  flags: string[]
  mtuBytes: number
  operState: string
  mac: string | null
  master: string | null
  /** IFLA_LINK by name; null also where it lives in another network namespace. For a veth it is the peer. */
  link: string | null
  /** IFLA_LINK lives in another network namespace (`link_netnsid`): its index means nothing here. */
  isLinkElsewhere: boolean
  alias: string | null
  altNames: string[]
  kind: string | null
  data: JsonObject
  /** What the master is: "bridge", "bond", "openvswitch" … */
  portKind: string | null
  portData: JsonObject
  addresses: IpAddress[]
  /** What a physical function of SR-IOV tells of its virtual ones. */
  functions: IpVfRecord[]
  /** The card's own names of its port and of the switch inside it (IFLA_PHYS_PORT_NAME, IFLA_PHYS_SWITCH_ID). */
  portName: string | null
  switchId: string | null
} & LinkOptions

/**
 * `ip -d -j link show` or `ip -d -j addr show` (iproute2 5 to 6). A row without an index or a name that the kernel could give is rejected.
 * Missing fields take the kernel's defaults: test for presence, never for a version.
 */
export function parseIpLinks(text: string): Parsed<Rows<IpLinkRecord>> {
  return parseJsonRows(text, readLink)
}

function readLink(row: JsonObject): IpLinkRecord | null {
  const index = intField(row, 'ifindex')
  const name = textField(row, 'ifname')
  if (index === null || name === null || !isKernelIfName(name)) return null
  const info = objectField(row, 'linkinfo')
  const isLinkElsewhere = intField(row, 'link_netnsid') !== null
  return {
    index,
    name,
    linkType: textField(row, 'link_type') ?? 'unknown',
    flags: textsField(row, 'flags'),
    mtuBytes: intField(row, 'mtu') ?? 0,
    operState: (textField(row, 'operstate') ?? 'UNKNOWN').toLowerCase(),
    mac: textField(row, 'address')?.toLowerCase() ?? null,
    master: textField(row, 'master'),
    link: isLinkElsewhere ? null : textField(row, 'link'),
    isLinkElsewhere,
    alias: textField(row, 'ifalias'),
    altNames: textsField(row, 'altnames'),
    kind: textField(info, 'info_kind'),
    data: objectField(info, 'info_data'),
    portKind: textField(info, 'info_slave_kind'),
    portData: objectField(info, 'info_slave_data'),
    addresses: readIpAddresses(row),
    ...readLinkOptions(row),
    functions: readVirtualFunctions(row),
    portName: textField(row, 'phys_port_name'),
    switchId: textField(row, 'phys_switch_id'),
  }
}
