import type { World } from '../machine/world'
import { attempt, failed, ok } from '../machine/result'
import type { Result } from '../machine/result'
import { GUEST_COMMANDS, listGuests } from './guest-commands'
import { defineGuest } from './guests'
import { listNetworks, NETWORK_COMMANDS } from './network-commands'
import { createNetwork, defineNetwork } from './networks'
import { fileText, named, parseCall } from './virsh-call'
import type { Call } from './virsh-call'

const OTHER_COMMANDS: Readonly<Record<string, (call: Call) => Result>> = {
  list: (call) => ok(listGuests(call)),
  'net-list': (call) => ok(listNetworks(call)),
  define: (call) => {
    const file = named(call, 0, '--file')
    const guest = defineGuest(call.world, fileText(call, file, `Failed to define domain from ${file}`), file)
    return ok(`Domain '${guest.name}' defined from ${file}\n\n`)
  },
  'net-create': (call) => {
    const file = named(call, 0, '--file')
    const network = createNetwork(call.world, fileText(call, file, `Failed to create network from ${file}`), file)
    return ok(`Network ${network.name} created from ${file}\n\n`)
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
