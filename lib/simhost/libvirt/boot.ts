import { child, childrenOf, element } from './xml'
import type { XmlElement } from './xml'

/** libvirt's words for a definition that has both ways of ordering devices (domain_conf.c). */
export const MIXED_BOOT =
  'unsupported configuration: per-device boot elements cannot be used together with os/boot elements'

const osOf = (domain: XmlElement): XmlElement | undefined => child(domain, 'os')
export const hasOsBoot = (domain: XmlElement): boolean =>
  osOf(domain)?.children.some(({ name }) => name === 'boot') === true
export const hasDeviceBoot = (domain: XmlElement): boolean =>
  child(domain, 'devices')?.children.some((device) => childrenOf(device, 'boot').length > 0) === true

/** A guest that says nowhere what it boots from boots from its hard disk, and its definition says so from then on. */
export const completeBoot = (domain: XmlElement): void => {
  if (!hasOsBoot(domain) && !hasDeviceBoot(domain)) osOf(domain)?.children.push(element('boot', { dev: 'hd' }))
}
