import type { GuestNicConfig } from '../model/libvirt'
import { readInterface } from './libvirt-xml-interface'
import type { UnknownXml } from './libvirt-xml-interface'
import { parsed, unparsed } from './parsed'
import type { Parsed } from './parsed'
import { plainText } from './plain-text'
import { attribute, childElements, firstChild, parseXml, textOf } from './xml'
import type { Keep } from './xml-scan'

/** What one `virsh dumpxml` says about a guest's identity and wiring. */
export type DomainXml = {
  uuid: string | null
  name: string
  title: string | null
  /** libvirt prints an id in running XML only. */
  isRunning: boolean
  hasAcpi: boolean
  machineType: string | null
  interfaces: GuestNicConfig[]
  unknown: UnknownXml[]
}

const KEPT: Readonly<Record<string, Keep>> = {
  name: 'whole',
  uuid: 'whole',
  title: 'whole',
  os: 'walk',
  'os/type': 'whole',
  features: 'walk',
  'features/acpi': 'whole',
  devices: 'walk',
  'devices/interface': 'whole',
}
const keep = (path: string): Keep => (Object.hasOwn(KEPT, path) ? KEPT[path] : undefined) ?? 'skip'

/** `virsh dumpxml`, with or without --inactive (formatdomain.html). Only the elements of KEPT reach the DOM. */
export function parseDomainXml(text: string): Parsed<DomainXml> {
  const root = parseXml(text, keep)
  if (!root.ok) return root
  const domain = root.value
  if (domain.nodeName !== 'domain') return unparsed(`wanted <domain>, found <${domain.nodeName.slice(0, 60)}>`, '/')
  const name = textOf(firstChild(domain, 'name'))
  if (name === null || name === '') return unparsed("wanted the guest's <name>, found none", '/domain')
  const interfaces = childElements(domain, 'devices')
    .flatMap((devices) => childElements(devices, 'interface'))
    .map(readInterface)
  const title = plainText(textOf(firstChild(domain, 'title')) ?? '')
  return parsed({
    uuid: textOf(firstChild(domain, 'uuid')),
    name,
    title: title === '' ? null : title,
    isRunning: attribute(domain, 'id') !== null,
    hasAcpi: firstChild(firstChild(domain, 'features'), 'acpi') !== null,
    machineType: attribute(firstChild(firstChild(domain, 'os'), 'type'), 'machine'),
    interfaces: interfaces.map(({ config }) => config),
    unknown: interfaces.flatMap(({ unknown }) => unknown),
  })
}
