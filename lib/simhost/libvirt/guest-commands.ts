import { ok } from '../machine/result'
import type { Result } from '../machine/result'
import { guestsOf, requireGuest, setPaused, startGuest, stopGuest } from './guests'
import { parseDevice } from './networks'
import {
  attachNic,
  detachDevice,
  detachInterface,
  getLinkState,
  interfaceElement,
  scopeOf,
  setLinkState,
  updateDevice,
} from './nic-commands'
import { activeGuests, inactiveGuests, renderGuestList, renderNicList } from './render-lists'
import { fileText, named } from './virsh-call'
import type { Call } from './virsh-call'
import { renderXml } from './xml'

export const listGuests = ({ world, options }: Call): string => {
  const guests = [...guestsOf(world).values()]
  const isActiveWanted = !options.has('--inactive')
  const isInactiveWanted = options.has('--inactive') || options.has('--all')
  const wanted = [...(isActiveWanted ? activeGuests(guests) : []), ...(isInactiveWanted ? inactiveGuests(guests) : [])]
    .filter(({ isAutostart }) => !options.has('--autostart') || isAutostart)
    .filter(({ stored }) => !options.has('--transient') || stored === null)
  if (options.has('--uuid')) return `${wanted.map(({ uuid }) => `${uuid}\n`).join('')}\n`
  if (options.has('--name')) return `${wanted.map(({ name }) => `${name}\n`).join('')}\n`
  return renderGuestList(wanted)
}

/** virsh's commands that name a guest first. */
export const GUEST_COMMANDS: Readonly<Record<string, (call: Call, name: string) => Result>> = {
  dumpxml: ({ world, options }, name) => {
    const guest = requireGuest(world, name)
    const xml = options.has('--inactive') ? (guest.stored ?? guest.live) : (guest.live ?? guest.stored)
    return ok(xml === null ? '' : `${renderXml(xml)}\n`)
  },
  domstate: ({ world }, name) => ok(`${requireGuest(world, name).state}\n\n`),
  domuuid: ({ world }, name) => ok(`${requireGuest(world, name).uuid}\n\n`),
  domid: ({ world }, name) => ok(`${requireGuest(world, name).id ?? '-'}\n\n`),
  domiflist: ({ world, options }, name) => ok(renderNicList(requireGuest(world, name), options.has('--inactive'))),
  start: ({ world, options }, name) => {
    startGuest(world, requireGuest(world, name), options.has('--paused'))
    return ok(`Domain '${name}' started\n\n`)
  },
  destroy: ({ world }, name) => {
    stopGuest(world, requireGuest(world, name), 'Destroyed')
    return ok(`Domain '${name}' destroyed\n\n`)
  },
  shutdown: ({ world }, name) => {
    stopGuest(world, requireGuest(world, name), 'Shutdown')
    return ok(`Domain '${name}' is being shutdown\n\n`)
  },
  suspend: ({ world }, name) => {
    setPaused(world, requireGuest(world, name), true)
    return ok(`Domain '${name}' suspended\n\n`)
  },
  resume: ({ world }, name) => {
    setPaused(world, requireGuest(world, name), false)
    return ok(`Domain '${name}' resumed\n\n`)
  },
  undefine: ({ world }, name) => {
    const guest = requireGuest(world, name)
    guest.stored = null
    if (guest.live === null) guestsOf(world).delete(guest.name)
    world.emit({ kind: 'domain', name, text: 'Undefined Removed' })
    return ok(`Domain '${name}' has been undefined\n\n`)
  },
  autostart: ({ world, options }, name) => {
    const isOff = options.has('--disable')
    requireGuest(world, name).isAutostart = !isOff
    return ok(`Domain '${name}' ${isOff ? 'unmarked' : 'marked'} as autostarted\n\n`)
  },
  'attach-interface': (call, name) => {
    const guest = requireGuest(call.world, name)
    const nic = interfaceElement(call.world, named(call, 1, '--type'), named(call, 2, '--source'), call.values)
    attachNic(call.world, guest, nic, scopeOf(guest, call.options), 'Failed to attach interface')
    return ok('Interface attached successfully\n\n')
  },
  'detach-interface': (call, name) => {
    const guest = requireGuest(call.world, name)
    return detachInterface(
      call.world,
      guest,
      named(call, 1, '--type'),
      call.values.get('--mac'),
      scopeOf(guest, call.options),
    )
  },
  'attach-device': (call, name) => {
    const guest = requireGuest(call.world, name)
    const file = named(call, 1, '--file')
    const what = `Failed to attach device from ${file}`
    attachNic(call.world, guest, parseDevice(fileText(call, file, what), what), scopeOf(guest, call.options), what)
    return ok('Device attached successfully\n\n')
  },
  'detach-device': (call, name) => {
    const guest = requireGuest(call.world, name)
    const file = named(call, 1, '--file')
    return detachDevice(
      call.world,
      guest,
      fileText(call, file, `Failed to detach device from ${file}`),
      file,
      scopeOf(guest, call.options),
    )
  },
  'update-device': (call, name) => {
    const guest = requireGuest(call.world, name)
    const file = named(call, 1, '--file')
    return updateDevice(
      call.world,
      guest,
      fileText(call, file, `Failed to update device from ${file}`),
      file,
      scopeOf(guest, call.options),
    )
  },
  'domif-setlink': (call, name) =>
    setLinkState(
      call.world,
      requireGuest(call.world, name),
      named(call, 1, '--interface'),
      named(call, 2, '--state'),
      call.options.has('--config'),
    ),
  'domif-getlink': (call, name) =>
    getLinkState(requireGuest(call.world, name), named(call, 1, '--interface'), call.options.has('--config')),
}
