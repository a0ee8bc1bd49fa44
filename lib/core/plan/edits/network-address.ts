import type { Element } from '@xmldom/xmldom'
import type { CidrValue } from '../../address/cidr'
import { networkOf, overlaps, parseCidr } from '../../address/cidr'
import { formatIp, parseIp } from '../../address/ip'
import { readAddress } from '../../parse/libvirt-xml-network'
import { attribute, childElements, firstChild } from '../../parse/xml'
import type { WorkingState } from '../working-state'
import { addChild, placeOf, removeChildren, setAttributes } from '../definitions/xml-edit'

/**
 * The host's own address in a network; null: it has none any more. The address of the same family is replaced, with its DHCP: what
 * hangs on it and would not fit any more is refused, for nobody asked for that to go.
 */
export function editAddress(working: WorkingState, root: Element, network: string, address: string | null): void {
  const elements = childElements(root, 'ip')
  if (address === null) return removeAddresses(working, root, network)
  const cidr = parseCidr(address)
  if (cidr === null || elements.some((element) => cidrOf(element) === address)) return
  const family = elements.filter((element) => parseCidr(cidrOf(element))?.address.family === cidr.address.family)
  const [target, ...others] = family.length > 0 ? family : elements
  if (others.length > 0)
    return working.refuse(
      'address',
      'not_supported',
      `Network ${network} has the addresses ${elements.map(cidrOf).join(', ')}, and an edit does not say which of them ${address} is to replace: leave the address out, or change it with "virsh net-edit ${network}"`,
    )
  const misfit = target === undefined ? null : misfitIn(root, target, cidr)
  if (misfit !== null)
    return working.refuse(
      'address',
      'not_supported',
      `${misfit} in network ${network}, which is outside ${networkOf(cidr)}: keep to ${networkOf(parseCidr(cidrOf(target ?? root)) ?? cidr)}, or change both with "virsh net-edit ${network}"`,
    )
  const element = target ?? addChild(root, 'ip', {}, undefined, placeOf(root, ['ip']) ?? firstChild(root, 'route'))
  const isV6 = cidr.address.family === 'inet6'
  const hasMask = attribute(element, 'netmask') !== null && !isV6
  setAttributes(element, {
    family: isV6 ? 'ipv6' : attribute(element, 'family') === 'ipv6' ? null : attribute(element, 'family'),
    address: formatIp(cidr.address),
    netmask: hasMask ? maskOf(cidr) : null,
    prefix: hasMask ? null : String(cidr.prefixLength),
  })
}

function removeAddresses(working: WorkingState, root: Element, network: string): void {
  const hasDhcp = childElements(root, 'ip').some((element) => firstChild(element, 'dhcp') !== null)
  if (hasDhcp) working.warn(`Network ${network} loses its DHCP with its address: guests that ask there get none`)
  removeChildren(root, 'ip')
}

const cidrOf = (element: Element): string => readAddress(element)[0]?.cidr ?? ''

const maskOf = ({ address, prefixLength }: CidrValue): string => {
  const all = (1n << 32n) - 1n
  return formatIp({ ...address, value: (all << BigInt(32 - prefixLength)) & all })
}

/** The first thing that would lie outside the new network, in so many words; null: all fits. */
function misfitIn(root: Element, ip: Element, cidr: CidrValue): string | null {
  const old = parseCidr(cidrOf(ip))
  const isIn = (text: string | null, network: CidrValue): boolean => {
    const address = text === null ? null : parseIp(text)
    return address !== null && overlaps({ address, prefixLength: address.bits }, network)
  }
  const dhcp = firstChild(ip, 'dhcp')
  const [ranges, hosts] =
    dhcp === null ? [[], []] : [childElements(dhcp, 'range'), childElements(dhcp, 'host').filter(hasIp)]
  const range = ranges.find((each) => !isIn(attribute(each, 'start'), cidr) || !isIn(attribute(each, 'end'), cidr))
  if (range !== undefined)
    return `DHCP hands out ${attribute(range, 'start') ?? ''} to ${attribute(range, 'end') ?? ''}`
  const host = hosts.find((each) => !isIn(attribute(each, 'ip'), cidr))
  if (host !== undefined) return `DHCP keeps ${attribute(host, 'ip') ?? ''} for ${attribute(host, 'name') ?? 'a guest'}`
  const route = childElements(root, 'route').find((each) => {
    const gateway = attribute(each, 'gateway')
    return old !== null && isIn(gateway, old) && !isIn(gateway, cidr)
  })
  return route === undefined
    ? null
    : `The route to ${attribute(route, 'address') ?? ''} is by ${attribute(route, 'gateway') ?? ''}`
}

const hasIp = (host: Element): boolean => attribute(host, 'ip') !== null
