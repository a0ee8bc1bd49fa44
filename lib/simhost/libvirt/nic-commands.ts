import type { SimGuest } from '../machine/state'
import type { World } from '../machine/world'
import { CommandError, ok } from '../machine/result'
import type { Result } from '../machine/result'
import { findByName } from '../ovs/database'
import { completeNic, nextSlot, nicsOf, setNics } from './guests'
import { completeBoot, hasOsBoot, MIXED_BOOT } from './boot'
import { libvirtError, networksOf, parseDevice } from './networks'
import { plugNic, retagNic, unplugNic } from './plug'
import { child, cloneXml, element, putChild, renderXml } from './xml'
import type { XmlElement } from './xml'

/** Which definitions a command changes. Without --live or --config: the running one where there is one, else the stored. */
export type Scope = { live: boolean; config: boolean }

export const scopeOf = (guest: SimGuest, options: ReadonlySet<string>): Scope => {
  const isPersistent = options.has('--persistent')
  const live = options.has('--live') || isPersistent || (options.has('--current') ? guest.live !== null : false)
  const config = options.has('--config') || isPersistent
  const isPlain = !options.has('--live') && !config && !options.has('--current')
  if (isPlain) return { live: guest.live !== null, config: guest.live === null }
  return {
    live: live && (guest.live !== null || options.has('--live')),
    config: config || (options.has('--current') && guest.live === null),
  }
}

const macOf = (nic: XmlElement): string => child(nic, 'mac')?.attributes.address?.toLowerCase() ?? ''

const requireRunning = (guest: SimGuest, scope: Scope, what: string): void => {
  if (scope.live && guest.live === null)
    throw libvirtError(what, 'Requested operation is not valid: domain is not running')
}

/** "0000:00:02.0" */
const slotOf = (nic: XmlElement): string | null => {
  const { type, domain = '0', bus = '0', slot = '0', function: part = '0' } = child(nic, 'address')?.attributes ?? {}
  const hex = (text: string, digits: number): string => text.replace(/^0x/, '').padStart(digits, '0')
  return type === 'pci' ? `${hex(domain, 4)}:${hex(bus, 2)}:${hex(slot, 2)}.${Number(part)}` : null
}

/** virDomainNetFindIdx: by MAC, and by the address on the guest's bus where one is given. */
const isMeant =
  (wanted: XmlElement) =>
  (nic: XmlElement): boolean =>
    macOf(nic) === macOf(wanted) && (slotOf(wanted) === null || slotOf(wanted) === slotOf(nic))

/** Throws where several are meant, as libvirt does. */
const findMeant = (nics: readonly XmlElement[], wanted: XmlElement, what: string): XmlElement | undefined => {
  const found = nics.filter(isMeant(wanted))
  if (found.length > 1)
    throw libvirtError(what, `operation failed: multiple devices matching MAC address ${macOf(wanted)} found`)
  return found[0]
}

export const attachNic = (world: World, guest: SimGuest, nic: XmlElement, scope: Scope, what: string): void => {
  requireRunning(guest, scope, what)
  for (const xml of [scope.live ? guest.live : null, scope.config ? guest.stored : null])
    if (xml !== null && child(nic, 'boot') !== undefined && hasOsBoot(xml)) throw libvirtError(what, MIXED_BOOT)
  const base = guest.stored ?? guest.live
  const completed = completeNic(world, nic, base === null ? 2 : nextSlot(base))
  if (scope.live && guest.live !== null) {
    const nics = nicsOf(guest.live)
    const slot = slotOf(nic)
    if (slot !== null && nics.some((other) => slotOf(other) === slot))
      throw libvirtError(what, `XML error: Attempted double use of PCI Address ${slot}`)
    try {
      const live = plugNic(world, guest, completed, nics.length)
      setNics(guest.live, [...nics, live])
    } catch (error) {
      if (error instanceof CommandError) throw new CommandError(1, `error: ${what}\n${error.message}`)
      throw error
    }
    world.emit({ kind: 'domain', name: guest.name, text: `device-added net${nics.length}` })
  }
  if (scope.config && guest.stored !== null) setNics(guest.stored, [...nicsOf(guest.stored), completed])
}

/** detach-*: a guest that does not answer keeps its NIC, and virsh says success all the same (asynchronous in libvirt). */
const detachNic = (world: World, guest: SimGuest, wanted: XmlElement, scope: Scope): void => {
  if (scope.live && guest.live !== null && guest.answersUnplug) {
    const nics = nicsOf(guest.live)
    const nic = nics.find(isMeant(wanted))
    if (nic !== undefined) {
      unplugNic(world, nic)
      setNics(
        guest.live,
        nics.filter((candidate) => candidate !== nic),
      )
      world.emit({
        kind: 'domain',
        name: guest.name,
        text: `device-removed ${child(nic, 'alias')?.attributes.name ?? ''}`,
      })
    }
  }
  if (scope.config && guest.stored !== null) {
    setNics(
      guest.stored,
      nicsOf(guest.stored).filter((candidate) => !isMeant(wanted)(candidate)),
    )
    completeBoot(guest.stored)
  }
}

const inScope = (guest: SimGuest, scope: Scope): XmlElement[] => [
  ...(scope.live ? nicsOf(guest.live) : []),
  ...(scope.config ? nicsOf(guest.stored) : []),
]

export const detachDevice = (world: World, guest: SimGuest, text: string, file: string, scope: Scope): Result => {
  const what = `Failed to detach device from ${file}`
  const wanted = parseDevice(text, what)
  const mac = macOf(wanted)
  requireRunning(guest, scope, what)
  const sides = [scope.live ? guest.live : null, scope.config ? guest.stored : null]
  if (sides.every((side) => findMeant(nicsOf(side), wanted, what) === undefined))
    throw libvirtError(
      what,
      `device not found: no device found at address '(<null>)' matching MAC address '${mac}' and alias '(<null>)'`,
    )
  detachNic(world, guest, wanted, scope)
  return ok('Device detached successfully\n\n')
}

export const detachInterface = (
  world: World,
  guest: SimGuest,
  type: string,
  mac: string | undefined,
  scope: Scope,
): Result => {
  const candidates = inScope(guest, scope).filter((nic) => nic.attributes.type === type)
  if (candidates.length === 0)
    throw new CommandError(1, `error: No interface found whose type is ${type}\nerror: Failed to detach interface`)
  const found = mac === undefined ? candidates[0] : candidates.find((nic) => macOf(nic) === mac.toLowerCase())
  if (found === undefined)
    throw new CommandError(
      1,
      `error: No interface with MAC address ${mac ?? ''} was found\nerror: Failed to detach interface`,
    )
  detachNic(world, guest, found, scope)
  return ok('Interface detached successfully\n\n')
}

const sameSource = (a: XmlElement, b: XmlElement): boolean => {
  const key = (nic: XmlElement): string => {
    const { network = '', bridge = '', dev = '', mode = '' } = child(nic, 'source')?.attributes ?? {}
    return network === '' ? `${bridge}/${dev}/${mode}` : network
  }
  return key(a) === key(b)
}

const isOvs = (nic: XmlElement): boolean => child(nic, 'virtualport')?.attributes.type === 'openvswitch'

const portText = (nic: XmlElement): string => {
  const port = child(nic, 'virtualport')
  return port === undefined ? '' : renderXml(port)
}

const vlanText = (nic: XmlElement): string => {
  const vlan = child(nic, 'vlan')
  return vlan === undefined ? '' : renderXml(vlan)
}

/** qemuDomainChangeNet as libvirt 7 to 9 does it: a network NIC refuses every real change, a bridge NIC takes most. */
const updateLive = (world: World, guest: SimGuest, live: XmlElement, wanted: XmlElement, what: string): void => {
  const refuse = (type: string): CommandError =>
    libvirtError(what, `Operation not supported: unable to change config on '${type}' network type`)
  const isNetwork = child(live, 'source')?.attributes.network !== undefined
  const samePortgroup = child(live, 'source')?.attributes.portgroup === child(wanted, 'source')?.attributes.portgroup
  if (isNetwork) {
    const changesVlan = child(wanted, 'vlan') !== undefined && vlanText(wanted) !== vlanText(live)
    if (!sameSource(live, wanted) || !samePortgroup || changesVlan) throw refuse('network')
  } else if (live.attributes.type === 'bridge') {
    const target = child(live, 'target')?.attributes.dev ?? ''
    const bridge = child(wanted, 'source')?.attributes.bridge ?? ''
    if (isOvs(live) !== isOvs(wanted) || (isOvs(live) && !sameSource(live, wanted))) throw refuse('bridge')
    if (portText(live) !== portText(wanted)) throw refuse('bridge')
    if (!sameSource(live, wanted)) {
      if (world.link(bridge)?.detail.kind !== 'bridge')
        throw libvirtError(what, `Cannot get interface MTU on '${bridge}': No such device`)
      world.updateLink(target, { master: bridge })
      putChild(live, element('source', { bridge }))
    }
    const vlan = child(wanted, 'vlan')
    live.children = live.children.filter(({ name }) => name !== 'vlan')
    if (vlan !== undefined) putChild(live, cloneXml(vlan))
    retagNic(world, live)
  } else if (!sameSource(live, wanted)) throw refuse(live.attributes.type ?? 'direct')
  const link = child(wanted, 'link')
  live.children = live.children.filter(({ name }) => name !== 'link')
  if (link !== undefined) putChild(live, cloneXml(link))
}

export const updateDevice = (world: World, guest: SimGuest, text: string, file: string, scope: Scope): Result => {
  const what = `Failed to update device from ${file}`
  const wanted = parseDevice(text, what)
  requireRunning(guest, scope, what)
  const mac = macOf(wanted)
  const missing = libvirtError(
    what,
    `device not found: no device found at address '(<null>)' matching MAC address '${mac}' and alias '(<null>)'`,
  )
  const live = scope.live ? findMeant(nicsOf(guest.live), wanted, what) : undefined
  if (scope.live) {
    if (live === undefined) throw missing
    updateLive(world, guest, live, wanted, what)
  }
  if (scope.config && guest.stored !== null) {
    const nics = nicsOf(guest.stored)
    const before = findMeant(nics, wanted, what)
    if (before === undefined) throw missing
    const after = completeNic(world, wanted, 2)
    const address = child(before, 'address')
    if (address !== undefined) putChild(after, cloneXml(address))
    setNics(
      guest.stored,
      nics.map((nic) => (nic === before ? after : nic)),
    )
  }
  return ok('Device updated successfully\n\n')
}

const findNic = (nics: readonly XmlElement[], text: string): XmlElement | undefined =>
  nics.find((nic) => macOf(nic) === text.toLowerCase() || child(nic, 'target')?.attributes.dev === text)

const setState = (nic: XmlElement, state: string): void => {
  nic.children = nic.children.filter(({ name }) => name !== 'link')
  if (state === 'down') putChild(nic, element('link', { state }))
}

/** domif-setlink: libvirt 9 refuses it on a network NIC whose network is an OVS bridge; stored changes always work. */
export const setLinkState = (
  world: World,
  guest: SimGuest,
  iface: string,
  state: string,
  isConfig: boolean,
): Result => {
  const nic = findNic(nicsOf(isConfig || guest.live === null ? guest.stored : guest.live), iface)
  if (nic === undefined) throw new CommandError(1, `error: interface '${iface}' not found`)
  const { network, bridge = '' } = child(nic, 'source')?.attributes ?? {}
  const isLive = !isConfig && guest.live !== null
  if (isLive && network !== undefined && isOvs(nic))
    throw libvirtError(
      'Failed to update interface link state',
      `Unable to add bridge ${bridge} port ${child(nic, 'target')?.attributes.dev ?? ''}: Operation not supported`,
    )
  setState(nic, state)
  return ok('Device updated successfully\n\n')
}

export const getLinkState = (guest: SimGuest, iface: string, isConfig: boolean): Result => {
  const nic = findNic(nicsOf(isConfig ? guest.stored : (guest.live ?? guest.stored)), iface)
  if (nic === undefined) throw new CommandError(1, `error: Interface (mac: ${iface}) not found.`)
  return ok(`${iface} ${child(nic, 'link')?.attributes.state ?? 'up'}\n`)
}

/** `attach-interface DOMAIN TYPE SOURCE [--mac M] [--model M] [--target T] [--mode M]` as the element virsh builds. */
export const interfaceElement = (
  world: World,
  type: string,
  source: string,
  options: ReadonlyMap<string, string>,
): XmlElement => {
  const keys: Record<string, string> = { network: 'network', bridge: 'bridge', direct: 'dev' }
  const key = keys[type]
  if (key === undefined) throw new CommandError(1, `error: No support for ${type} in command 'attach-interface'`)
  if (type === 'network') networksOf(world)
  const nic = element('interface', { type })
  const mac = options.get('--mac')
  const model = options.get('--model')
  const target = options.get('--target')
  const mode = options.get('--mode') ?? options.get('--source-mode')
  if (mac !== undefined) putChild(nic, element('mac', { address: mac }))
  putChild(nic, element('source', { [key]: source, ...(mode === undefined ? {} : { mode }) }))
  if (model !== undefined) putChild(nic, element('model', { type: model }))
  if (target !== undefined) putChild(nic, element('target', { dev: target }))
  const { ovs } = world.state
  const isOvsBridge = type === 'bridge' && ovs !== null && findByName(ovs, 'Bridge', source) !== undefined
  if (isOvsBridge && options.has('--virtualport')) putChild(nic, element('virtualport', { type: 'openvswitch' }))
  return nic
}
