import { isJsonObject, parseJson } from './json'
import { parsed } from './parsed'
import type { Parsed } from './parsed'

/** One network back end of QEMU: -netdev, -nic or -net. Options by name; `type` is "tap", "user", "bridge" … */
type QemuNetdev = { type: string; options: ReadonlyMap<string, string> }
/** A NIC of the guest: -device with netdev=, the NIC half of -nic, or -net nic. */
export type QemuNic = { model: string | null; mac: string | null; netdev: QemuNetdev | null }

/** A QEMU process as its command line and open files describe it. */
export type QemuProcess = {
  pid: number
  program: string
  /** guest= or the bare name of -name; null without -name. */
  name: string | null
  /** libvirt starts QEMU with "-name guest=…"; nobody else is known to. */
  isNamedAsGuest: boolean
  uuid: string | null
  machineType: string | null
  nics: QemuNic[]
  /** Taps that the process holds open, by file descriptor. */
  taps: ReadonlyMap<number, string>
}

const PROGRAM = /^(?:[^ ]*\/)?(?:qemu-system-[a-z0-9_]+|qemu-kvm|kvm)$/

/** What PROCESS_COMMANDS (observe/processes-commands.ts) printed. Lines of any other form are ignored. */
export function parseQemuProcesses(text: string): Parsed<QemuProcess[]> {
  const words = new Map<number, string[]>()
  const taps = new Map<number, Map<number, string>>()
  for (const line of text.split('\n')) {
    const [, pid, word] = /^\/proc\/(\d{1,9})\/cmdline:(.*)$/.exec(line) ?? []
    if (pid !== undefined && word !== undefined) entryOf(words, Number(pid), () => []).push(word)
    const [, owner, descriptor, tap] = /^\/proc\/(\d{1,9})\/fdinfo\/(\d{1,9}):iff:\s*(\S+)$/.exec(line) ?? []
    if (owner !== undefined && descriptor !== undefined && tap !== undefined)
      entryOf(taps, Number(owner), () => new Map<number, string>()).set(Number(descriptor), tap)
  }
  return parsed(
    [...words].flatMap(([pid, line]) => {
      const program = line[0] ?? ''
      return PROGRAM.test(program) ? [readProcess(pid, program, line.slice(1), taps.get(pid) ?? new Map())] : []
    }),
  )
}

function readProcess(pid: number, program: string, line: string[], taps: ReadonlyMap<number, string>): QemuProcess {
  const valuesOf = (...flags: string[]): string[] =>
    line.flatMap((word, index) =>
      flags.includes(word.replace(/^--?/, '')) && word.startsWith('-') ? [line[index + 1] ?? ''] : [],
    )
  const nameOptions = readOptions(valuesOf('name').at(-1) ?? '')
  const machine = readOptions(valuesOf('machine', 'M').at(-1) ?? '')
  return {
    pid,
    program,
    name: nameOptions.get('guest') ?? (nameOptions.get('') || null),
    isNamedAsGuest: nameOptions.has('guest'),
    uuid: valuesOf('uuid').at(-1)?.toLowerCase() ?? null,
    machineType: machine.get('type') ?? (machine.get('') || null),
    nics: readNics(valuesOf('netdev'), valuesOf('device'), valuesOf('nic'), valuesOf('net')),
    taps,
  }
}

function readNics(netdevWords: string[], deviceWords: string[], nicWords: string[], netWords: string[]): QemuNic[] {
  const netdevs = netdevWords.map(readNetdev)
  const devices = deviceWords.map(readOptions).filter((device) => device.has('netdev'))
  const attached = devices.map((device): QemuNic => {
    const netdev = netdevs.find(({ options }) => options.get('id') === device.get('netdev')) ?? null
    return { model: device.get('driver') ?? (device.get('') || null), mac: device.get('mac') ?? null, netdev }
  })
  const combined = nicWords
    .filter((word) => word !== 'none')
    .map((word): QemuNic => {
      const netdev = readNetdev(word)
      return { model: netdev.options.get('model') ?? null, mac: netdev.options.get('mac') ?? null, netdev }
    })
  return [...attached, ...combined, ...readHubNics(netWords)]
}

/** The old -net: every NIC and back end hangs on one hub, so NICs and back ends are paired in order. */
function readHubNics(words: string[]): QemuNic[] {
  const ends = words.filter((word) => word !== 'none').map(readNetdev)
  const backEnds = ends.filter(({ type }) => type !== 'nic')
  return ends
    .filter(({ type }) => type === 'nic')
    .map(({ options }, index) => ({
      model: options.get('model') ?? null,
      mac: options.get('macaddr') ?? null,
      netdev: backEnds[index] ?? null,
    }))
}

function readNetdev(word: string): QemuNetdev {
  const options = readOptions(word)
  return { type: options.get('type') ?? options.get('') ?? '', options }
}

/**
 * QEMU's option syntax: "first,key=value,flag", a comma inside a value doubled; or one JSON object (QEMU 6 and newer). The
 * part before the first key goes under "". Values are text.
 */
function readOptions(word: string): ReadonlyMap<string, string> {
  const options = new Map<string, string>()
  if (word.startsWith('{')) {
    const json = parseJson(word)
    if (json.ok && isJsonObject(json.value))
      for (const [key, value] of Object.entries(json.value))
        if (typeof value !== 'object') options.set(key, String(value))
    return options
  }
  const parts = word.replaceAll(',,', '\u0000').split(',')
  for (const [index, part] of parts.entries()) {
    const clean = part.replaceAll('\u0000', ',')
    const equals = clean.indexOf('=')
    if (equals > 0) options.set(clean.slice(0, equals), clean.slice(equals + 1))
    else options.set(index === 0 ? '' : clean, index === 0 ? clean : '')
  }
  return options
}

function entryOf<V>(map: Map<number, V>, key: number, make: () => V): V {
  const value = map.get(key) ?? make()
  map.set(key, value)
  return value
}
