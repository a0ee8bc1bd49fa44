import { randomUUID } from 'node:crypto'
import type { SimGuest, SimNetwork } from '../machine/state'
import type { World } from '../machine/world'
import { failed, ok } from '../machine/result'
import type { Result } from '../machine/result'
import { networkXml } from './networks'
import { activeGuests, inactiveGuests } from './render-lists'
import { renderXml } from './xml'

/** What the scripts of core/observe/libvirt-script.ts print: the answers of virsh between their "MARK section" lines. */
type Item = {
  uuid: string
  isActive: boolean
  isAutostart: boolean
  isTransient: boolean
  state: string | null
  running: string | null
  stored: string
}

const uuids = (items: readonly Item[]): string => items.map(({ uuid }) => `${uuid}\n`).join('')

const render = (items: readonly Item[]): string => {
  const mark = randomUUID().slice(0, 8)
  const section = (name: string, body: string): string => `${mark} ${name}\n${body}\n`
  return [
    section('active', uuids(items.filter(({ isActive }) => isActive))),
    section('inactive', uuids(items.filter(({ isActive }) => !isActive))),
    section('autostart', uuids(items.filter(({ isAutostart }) => isAutostart))),
    section('transient', uuids(items.filter(({ isTransient }) => isTransient))),
    ...items.map(({ uuid, state, running, stored }) =>
      [
        state === null ? '' : section(`state ${uuid}`, `${state}\n`),
        running === null ? '' : section(`running ${uuid}`, running),
        section(`stored ${uuid}`, stored),
      ].join(''),
    ),
    section('present', uuids(items)),
  ].join('')
}

const guestItem = ({ uuid, live, stored, isAutostart, state }: SimGuest): Item => ({
  uuid,
  isActive: live !== null,
  isAutostart,
  isTransient: stored === null,
  state: live === null ? null : state,
  running: live === null ? null : renderXml(live),
  stored: renderStored(stored ?? live),
})

const renderStored = (xml: Parameters<typeof renderXml>[0] | null): string => (xml === null ? '' : renderXml(xml))

const unavailable = (world: World): Result | null => {
  if (world.state.libvirt === null) return failed(127, 'sh: 8: virsh: not found\nsh: 8: virsh: not found')
  if (!world.state.stopped.has('libvirtd')) return null
  const refusal = (socket: string): string =>
    `error: failed to connect to the hypervisor\nerror: Failed to connect socket to '/var/run/libvirt/${socket}': No such file or directory\n`
  return failed(1, `${refusal('libvirt-sock-ro')}${refusal('libvirt-sock')}`)
}

export const guestsBatch = (world: World): Result => {
  const guests = [...(world.state.libvirt?.guests.values() ?? [])]
  return unavailable(world) ?? ok(render([...activeGuests(guests), ...inactiveGuests(guests)].map(guestItem)))
}

export const networksBatch = (world: World): Result => {
  const item = (network: SimNetwork): Item => ({
    uuid: network.uuid,
    isActive: network.live !== null,
    isAutostart: network.isAutostart,
    isTransient: network.stored === null,
    state: null,
    running: network.live === null ? null : renderXml(networkXml(world, network, false)),
    stored: renderXml(networkXml(world, network, true)),
  })
  return unavailable(world) ?? ok(render([...(world.state.libvirt?.networks.values() ?? [])].map(item)))
}
