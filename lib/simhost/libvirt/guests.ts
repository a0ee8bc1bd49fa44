import type { SimGuest } from '../machine/state'
import type { World } from '../machine/world'
import { CommandError } from '../machine/result'
import { completeBoot, hasDeviceBoot, hasOsBoot, MIXED_BOOT } from './boot'
import { libvirtError, parseDevice } from './networks'
import { plugNic, unplugNic } from './plug'
import { child, childrenOf, childText, cloneXml, element, putChild } from './xml'
import type { XmlElement } from './xml'

export const guestsOf = (world: World): Map<string, SimGuest> => {
  if (world.state.libvirt === null) throw new CommandError(127, 'sh: 1: virsh: not found')
  return world.state.libvirt.guests
}

export const requireGuest = (world: World, text: string): SimGuest => {
  const guests = guestsOf(world)
  const guest = guests.get(text) ?? [...guests.values()].find(({ uuid, id }) => uuid === text || String(id) === text)
  if (guest === undefined) throw new CommandError(1, `error: failed to get domain '${text}'`)
  return guest
}

export const nicsOf = (xml: XmlElement | null): XmlElement[] => {
  const devices = xml === null ? undefined : child(xml, 'devices')
  return devices === undefined ? [] : childrenOf(devices, 'interface')
}

const withoutNics = (devices: XmlElement): XmlElement[] => devices.children.filter(({ name }) => name !== 'interface')

/** Replaces the NICs of a definition, where its first NIC stood or after its controllers. */
export const setNics = (xml: XmlElement, nics: XmlElement[]): void => {
  const devices = child(xml, 'devices') ?? element('devices')
  if (child(xml, 'devices') === undefined) xml.children.push(devices)
  const others = withoutNics(devices)
  const firstNic = devices.children.findIndex(({ name }) => name === 'interface')
  const afterControllers = others.reduce(
    (at, { name }, index) => (['emulator', 'disk', 'controller'].includes(name) ? index + 1 : at),
    0,
  )
  const at = firstNic < 0 ? afterControllers : firstNic
  devices.children = [...others.slice(0, at), ...nics, ...others.slice(at)]
}

/** A NIC as libvirt stores it: with a MAC, a model and a PCI slot. */
export const completeNic = (world: World, nic: XmlElement, slot: number): XmlElement => {
  const copy = cloneXml(nic)
  if (child(copy, 'mac') === undefined) putChild(copy, element('mac', { address: world.nextGuestMac('nic') }))
  if (child(copy, 'model') === undefined) putChild(copy, element('model', { type: 'virtio' }))
  if (child(copy, 'address') === undefined)
    putChild(
      copy,
      element('address', {
        type: 'pci',
        domain: '0x0000',
        bus: '0x00',
        slot: `0x${slot.toString(16).padStart(2, '0')}`,
        function: '0x0',
      }),
    )
  return copy
}

export const nextSlot = (xml: XmlElement): number => {
  const used = nicsOf(xml).map((nic) => parseInt(child(nic, 'address')?.attributes.slot ?? '0x01', 16))
  return Math.max(1, ...used) + 1
}

export const defineGuest = (world: World, text: string, file: string): SimGuest => {
  const what = `Failed to define domain from ${file}`
  const xml = parseDevice(text, what)
  const name = childText(xml, 'name')
  if (xml.name !== 'domain' || name === '')
    throw libvirtError(what, `XML error: unexpected root element <${xml.name}>, expecting <domain>`)
  const guests = guestsOf(world)
  const existing = guests.get(name)
  const given = childText(xml, 'uuid')
  if (existing !== undefined && given !== '' && given !== existing.uuid)
    throw libvirtError(what, `operation failed: domain '${name}' already exists with uuid ${existing.uuid}`)
  const uuid = given || (existing?.uuid ?? world.nextUuid(`guest/${name}`))
  const stored = cloneXml(xml)
  delete stored.attributes.id
  const rest = stored.children.filter((item) => item.name !== 'name' && item.name !== 'uuid')
  stored.children = [element('name', {}, [], name), element('uuid', {}, [], uuid), ...rest]
  setNics(
    stored,
    nicsOf(stored).map((nic, at) => completeNic(world, nic, at + 2)),
  )
  if (hasOsBoot(stored) && hasDeviceBoot(stored)) throw libvirtError(what, MIXED_BOOT)
  completeBoot(stored)
  const guest: SimGuest = existing ?? {
    name,
    uuid,
    id: null,
    pid: null,
    state: 'shut off',
    live: null,
    stored,
    isAutostart: false,
    answersUnplug: true,
  }
  guest.stored = stored
  guests.set(name, guest)
  world.emit({ kind: 'domain', name, text: existing === undefined ? 'Defined Added' : 'Defined Updated' })
  return guest
}

export const startGuest = (world: World, guest: SimGuest, isPaused: boolean): void => {
  const what = `Failed to start domain '${guest.name}'`
  if (guest.live !== null) throw new CommandError(1, 'error: Domain is already active')
  if (guest.stored === null || world.state.libvirt === null) throw libvirtError(what, 'Domain not found')
  const live = cloneXml(guest.stored)
  guest.state = isPaused ? 'paused' : 'running'
  const plugged: XmlElement[] = []
  try {
    for (const [at, nic] of nicsOf(guest.stored).entries()) plugged.push(plugNic(world, guest, nic, at))
  } catch (error) {
    for (const nic of plugged) unplugNic(world, nic)
    guest.state = 'shut off'
    if (error instanceof CommandError) throw new CommandError(1, `error: ${what}\n${error.message}`)
    throw error
  }
  setNics(live, plugged)
  guest.id = world.state.libvirt.nextGuestId++
  guest.pid = world.state.nextPid++
  live.attributes = { ...live.attributes, id: String(guest.id) }
  guest.live = live
  world.emit({ kind: 'domain', name: guest.name, text: 'Started Booted' })
  if (isPaused) world.emit({ kind: 'domain', name: guest.name, text: 'Suspended Paused' })
}

export const stopGuest = (world: World, guest: SimGuest, how: 'Destroyed' | 'Shutdown'): void => {
  if (guest.live === null)
    throw libvirtError(
      `Failed to ${how === 'Destroyed' ? 'destroy' : 'shutdown'} domain '${guest.name}'`,
      'Requested operation is not valid: domain is not running',
    )
  for (const nic of nicsOf(guest.live)) unplugNic(world, nic)
  Object.assign(guest, { live: null, id: null, pid: null, state: 'shut off' } satisfies Partial<SimGuest>)
  world.emit({ kind: 'domain', name: guest.name, text: `Stopped ${how}` })
  if (guest.stored === null) guestsOf(world).delete(guest.name)
}

export const setPaused = (world: World, guest: SimGuest, isPaused: boolean): void => {
  if (guest.live === null)
    throw libvirtError(
      `Failed to ${isPaused ? 'suspend' : 'resume'} domain '${guest.name}'`,
      'Requested operation is not valid: domain is not running',
    )
  guest.state = isPaused ? 'paused' : 'running'
  for (const nic of nicsOf(guest.live)) {
    const target = child(nic, 'target')?.attributes.dev
    if (nic.attributes.type === 'direct' && target !== undefined) world.updateLink(target, { isUp: !isPaused })
  }
  world.emit({ kind: 'domain', name: guest.name, text: isPaused ? 'Suspended Paused' : 'Resumed Unpaused' })
}
