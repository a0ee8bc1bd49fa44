import type { World } from '../machine/world'
import { attempt, CommandError, failed, ok } from '../machine/result'
import type { Result } from '../machine/result'
import { defineGuest, guestsOf, requireGuest, setPaused, startGuest, stopGuest } from './guests'
import {
  defineNetwork,
  networksOf,
  networkXml,
  requireNetwork,
  startNetwork,
  stopNetwork,
  updatePortgroup,
  parseDevice,
} from './networks'
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
import { activeGuests, inactiveGuests, renderGuestList, renderNetworkList, renderNicList } from './render-lists'
import { child, renderXml } from './xml'

type Call = { world: World; words: string[]; options: Set<string>; values: Map<string, string>; stdin: string }

const VALUE_OPTIONS = new Set([
  '--mac',
  '--model',
  '--target',
  '--mode',
  '--source-mode',
  '--type',
  '--source',
  '--domain',
  '--file',
  '--network',
  '--interface',
  '--state',
  '--name',
  '--virtualport',
  '--timeout',
  '--bridge',
])

const parseCall = (world: World, argv: readonly string[], stdin: string): Call => {
  const call: Call = { world, words: [], options: new Set(), values: new Map(), stdin }
  const rest = [...argv]
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (!word.startsWith('--')) call.words.push(word)
    else {
      const [name = '', value] = word.split(/=(.*)/s)
      if (VALUE_OPTIONS.has(name)) call.values.set(name, value ?? rest.shift() ?? '')
      else call.options.add(name)
    }
  }
  return call
}

/** The content of a FILE argument: standard input by its two names, or a file the machine knows. */
const fileText = ({ world, stdin }: Call, file: string, what: string): string => {
  if (file === '/dev/stdin' || file === '/proc/self/fd/0' || file === '-') return stdin
  const text = world.state.files.get(file)
  if (text === undefined)
    throw new CommandError(1, `error: ${what}\nerror: Failed to open file '${file}': No such file or directory`)
  return text
}

const named = (call: Call, at: number, option: string): string => call.values.get(option) ?? call.words[at] ?? ''

const listGuests = ({ world, options }: Call): string => {
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

const listNetworks = ({ world, options }: Call): string => {
  const wanted = [...networksOf(world).values()]
    .filter(({ live }) => options.has('--all') || (options.has('--inactive') ? live === null : live !== null))
    .filter(({ isAutostart }) => !options.has('--autostart') || isAutostart)
    .filter(({ stored }) => !options.has('--transient') || stored === null)
  if (options.has('--uuid')) return `${wanted.map(({ uuid }) => `${uuid}\n`).join('')}\n`
  if (options.has('--name')) return `${wanted.map(({ name }) => `${name}\n`).join('')}\n`
  return renderNetworkList(wanted)
}

const GUEST_COMMANDS: Readonly<Record<string, (call: Call, name: string) => Result>> = {
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

const NETWORK_COMMANDS: Readonly<Record<string, (call: Call, name: string) => Result>> = {
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
    if (network.live === null) networksOf(world).delete(network.name)
    world.emit({ kind: 'network', name, text: 'Undefined' })
    return ok(`Network ${name} has been undefined\n\n`)
  },
  'net-autostart': ({ world, options }, name) => {
    const isOff = options.has('--disable')
    requireNetwork(world, name).isAutostart = !isOff
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

const OTHER_COMMANDS: Readonly<Record<string, (call: Call) => Result>> = {
  list: (call) => ok(listGuests(call)),
  'net-list': (call) => ok(listNetworks(call)),
  define: (call) => {
    const file = named(call, 0, '--file')
    const guest = defineGuest(call.world, fileText(call, file, `Failed to define domain from ${file}`), file)
    return ok(`Domain '${guest.name}' defined from ${file}\n\n`)
  },
  'net-define': (call) => {
    const file = named(call, 0, '--file')
    const network = defineNetwork(call.world, fileText(call, file, `Failed to define network from ${file}`), file)
    return ok(`Network ${network.name} defined from ${file}\n\n`)
  },
  version: ({ world, options }) => {
    const { libvirtVersion: lib, qemuVersion: qemu } = world.state.system
    const daemon = options.has('--daemon') ? `Running against daemon: ${lib}\n` : ''
    return ok(
      `Compiled against library: libvirt ${lib}\nUsing library: libvirt ${lib}\nUsing API: QEMU ${lib}\nRunning hypervisor: QEMU ${qemu}\n${daemon}\n`,
    )
  },
  uri: () => ok('qemu:///system\n\n'),
  echo: ({ words }) => ok(`${words.join(' ')}\n`),
}

const runOne = (world: World, argv: readonly string[], stdin: string): Result =>
  attempt(() => {
    const [command = '', ...rest] = argv
    const call = parseCall(world, rest, stdin)
    const other = OTHER_COMMANDS[command]
    if (other !== undefined) return other(call)
    const onNetwork = NETWORK_COMMANDS[command]
    if (onNetwork !== undefined) return onNetwork(call, named(call, 0, '--network'))
    const onGuest = GUEST_COMMANDS[command]
    if (onGuest !== undefined) return onGuest(call, named(call, 0, '--domain'))
    return failed(1, `error: unknown command: '${command}'`)
  })

/** virsh(1) with one command. On failure it prints an empty line on stdout, as virsh does without -q. */
export const virshCommand = (world: World, argv: readonly string[], stdin: string): Result => {
  const words = [...argv]
  const options: string[] = []
  while (words[0]?.startsWith('-') === true) {
    const option = words.shift() ?? ''
    options.push(option)
    if (option === '-c' || option === '--connect') words.shift()
  }
  if (options.includes('-v') || options.includes('--version')) return ok(`${world.state.system.libvirtVersion}\n`)
  if (world.state.stopped.has('libvirtd')) {
    const socket = options.includes('-r') ? 'libvirt-sock-ro' : 'libvirt-sock'
    return failed(
      1,
      `error: failed to connect to the hypervisor\nerror: Failed to connect socket to '/var/run/libvirt/${socket}': No such file or directory`,
      '',
    )
  }
  const result = runOne(world, words, stdin)
  if (options.includes('-q') || options.includes('--quiet'))
    return { ...result, stdout: result.stdout.replace(/\n\n$/, '\n') }
  return result.status === 0 ? result : { ...result, stdout: `${result.stdout}\n` }
}
