/* Boot order of devices: libvirt takes it from the devices, or from `<os>`, and refuses a guest that has both. */
import type { Element } from '@xmldom/xmldom'
import { attribute, childElements, firstChild } from '../../parse/xml'
import type { WorkingState } from '../working-state'
import { interfaceOf } from './guest-nic-xml'
import { openXml, removeChildren, serialise } from './xml-edit'

const hasOrder = (device: Element): boolean => attribute(firstChild(device, 'boot'), 'order') !== null
const osOf = (domain: Element | null): Element | null => firstChild(domain, 'os')
const osBoots = (domain: Element | null): string[] => {
  const os = osOf(domain)
  return os === null ? [] : childElements(os, 'boot').map((boot) => attribute(boot, 'dev') ?? '')
}

/** Whether this NIC is the last device with a boot order: without it libvirt writes `<boot dev='hd'/>` into the definition. */
export function isLastInBootOrder(text: string | null, mac: string): boolean {
  const domain = openXml(text, 'domain')
  const devices = firstChild(domain, 'devices')
  const ordered = devices === null ? [] : childElements(devices).filter(hasOrder)
  return ordered.length === 1 && ordered[0] === interfaceOf(domain, mac)
}

/**
 * The stored definition that can take this NIC: without the `<boot dev='hd'/>` that libvirt has written of itself where the NIC has
 * a boot order. Null, and refused, where the guest boots otherwise by now, or where it cannot be written whole.
 */
export function roomForBootOrder(
  working: WorkingState,
  guest: { uuid: string; name: string },
  text: string | null,
  nic: Element | null,
): string | null {
  const domain = openXml(text, 'domain')
  const boots = osBoots(domain)
  if (domain === null || nic === null || !hasOrder(nic) || boots.length === 0) return text
  const what = `NIC ${attribute(firstChild(nic, 'mac'), 'address') ?? ''} of ${guest.name} has a boot order`
  const refuse = (why: string): null => {
    working.refuse('boot', 'not_supported', `${what}, ${why}`)
    return null
  }
  if (boots.join() !== 'hd')
    return refuse(
      `and by now the guest boots as its <os> says (${boots.join(', ')}); libvirt refuses both: take one of them out with "virsh edit ${guest.name}" first`,
    )
  if (working.xml.withSecrets?.includes(guest.uuid) === true)
    return refuse(
      `which libvirt takes only with the whole definition, and that has a password which is not read here: take <boot dev='hd'/> out with "virsh edit ${guest.name}" first`,
    )
  const os = osOf(domain)
  if (os !== null) removeChildren(os, 'boot')
  return `${serialise(domain)}\n`
}

/** Whether a definition can change from one text to the other by its NICs alone. */
export const isSameBoot = (a: string | null, b: string | null): boolean =>
  osBoots(openXml(a, 'domain')).join() === osBoots(openXml(b, 'domain')).join()

/** A NIC for a running guest that boots as its `<os>` says: its boot order matters at the next start only. */
export function withoutClash(running: string | null, nic: Element): Element {
  if (osBoots(openXml(running, 'domain')).length > 0) removeChildren(nic, 'boot')
  return nic
}
