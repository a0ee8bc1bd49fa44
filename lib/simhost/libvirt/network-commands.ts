import { CommandError, ok } from '../machine/result'
import type { Result } from '../machine/result'
import {
  libvirtError,
  networksOf,
  networkXml,
  requireNetwork,
  startNetwork,
  stopNetwork,
  updatePortgroup,
} from './networks'
import { renderNetworkList } from './render-lists'
import { fileText } from './virsh-call'
import type { Call } from './virsh-call'
import { child, renderXml } from './xml'

export const listNetworks = ({ world, options }: Call): string => {
  const wanted = [...networksOf(world).values()]
    .filter(({ live }) => options.has('--all') || (options.has('--inactive') ? live === null : live !== null))
    .filter(({ isAutostart }) => !options.has('--autostart') || isAutostart)
    .filter(({ stored }) => !options.has('--transient') || stored === null)
  if (options.has('--uuid')) return `${wanted.map(({ uuid }) => `${uuid}\n`).join('')}\n`
  if (options.has('--name')) return `${wanted.map(({ name }) => `${name}\n`).join('')}\n`
  return renderNetworkList(wanted)
}

/** virsh's commands that name a network first. */
export const NETWORK_COMMANDS: Readonly<Record<string, (call: Call, name: string) => Result>> = {
  'net-dumpxml': ({ world, options }, name) =>
    ok(`${renderXml(networkXml(world, requireNetwork(world, name), options.has('--inactive')))}\n`),
  'net-info': ({ world }, name) => {
    const { uuid, live, stored, isAutostart, name: fullName } = requireNetwork(world, name)
    const bridge = child(live ?? stored ?? { name: '', attributes: {}, children: [], text: '' }, 'bridge')?.attributes
      .name
    const yes = (is: boolean): string => (is ? 'yes' : 'no')
    const rows = [
      ['Name:', fullName],
      ['UUID:', uuid],
      ['Active:', yes(live !== null)],
      ['Persistent:', yes(stored !== null)],
      ['Autostart:', yes(isAutostart)],
      ...(bridge === undefined ? [] : [['Bridge:', bridge]]),
    ]
    return ok(`${rows.map(([key = '', value = '']) => `${key.padEnd(16)}${value}\n`).join('')}\n`)
  },
  'net-uuid': ({ world }, name) => ok(`${requireNetwork(world, name).uuid}\n\n`),
  'net-start': ({ world }, name) => {
    startNetwork(world, requireNetwork(world, name))
    return ok(`Network ${name} started\n\n`)
  },
  'net-destroy': ({ world }, name) => {
    stopNetwork(world, requireNetwork(world, name))
    return ok(`Network ${name} destroyed\n\n`)
  },
  'net-undefine': ({ world }, name) => {
    const network = requireNetwork(world, name)
    network.stored = null
    network.isAutostart = false
    if (network.live === null) networksOf(world).delete(network.name)
    world.emit({ kind: 'network', name, text: 'Undefined' })
    return ok(`Network ${name} has been undefined\n\n`)
  },
  'net-autostart': ({ world, options }, name) => {
    const isOff = options.has('--disable')
    const network = requireNetwork(world, name)
    if (network.stored === null)
      throw libvirtError(
        `failed to ${isOff ? 'unmark' : 'mark'} network ${name} as autostarted`,
        'Requested operation is not valid: cannot set autostart for transient network',
      )
    network.isAutostart = !isOff
    return ok(`Network ${name} ${isOff ? 'unmarked' : 'marked'} as autostarted\n\n`)
  },
  'net-update': (call, name) => {
    const network = requireNetwork(call.world, name)
    const [, command = '', section = '', xml = ''] = call.words
    if (section !== 'portgroup')
      throw new CommandError(
        1,
        `error: Failed to update network ${name}\nerror: Requested operation is not valid: can't update '${section}' section of network '${name}'`,
      )
    const hasScope = call.options.has('--live') || call.options.has('--config')
    const scopes = {
      live: hasScope ? call.options.has('--live') : network.live !== null,
      config: hasScope ? call.options.has('--config') : network.live === null,
    }
    updatePortgroup(
      network,
      command,
      xml.startsWith('<') ? xml : fileText(call, xml, `Failed to update network ${name}`),
      scopes,
    )
    const where =
      scopes.live && scopes.config
        ? 'persistent config and live state'
        : scopes.config
          ? 'persistent config'
          : 'live state'
    return ok(`Updated network ${name} ${where}\n`)
  },
}
