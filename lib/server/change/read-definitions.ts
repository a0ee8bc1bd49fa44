import 'server-only'
import type { NetworkState } from '@/lib/core/model/network-state'
import type { LibvirtXml, XmlPair } from '@/lib/core/plan/working-state'
import type { CommandRunner } from '../ssh/shell'
import type { ShellCommand } from '../ssh/shell-channel'

/** One definition: a guest of a thousand devices fits many times over. */
const MAX_XML_BYTES = 2 * 1024 * 1024
const DUMP_MS = 15_000

type Dump = { of: 'networks' | 'guests'; key: string; side: keyof XmlPair; command: ShellCommand }

/**
 * The raw definitions, running and stored, of every network and guest that one of these texts names (guests by name or UUID),
 * and of the guests that are plugged into those networks. Throws what the runner throws; a definition that virsh does not give
 * is null, and planning then says so.
 */
export async function readDefinitions(
  runner: Pick<CommandRunner, 'run'>,
  state: NetworkState,
  texts: ReadonlySet<string>,
): Promise<LibvirtXml> {
  const networks = (state.libvirt?.networks ?? []).filter(({ name }) => texts.has(name))
  const used = new Set(networks.map(({ name }) => name))
  const guests = state.guests.filter(
    (guest) =>
      guest.manager === 'libvirt' &&
      (texts.has(guest.name) || texts.has(guest.uuid) || guest.nics.some((nic) => isPluggedInto(nic, used))),
  )
  const dumps: Dump[] = [
    ...networks.flatMap(({ name, uuid, isActive, isPersistent }) =>
      sides(isActive, isPersistent).map((side) => dumpOf('networks', name, uuid, side)),
    ),
    ...guests.flatMap(({ uuid, state: now, isPersistent }) =>
      sides(now !== 'shut off', isPersistent).map((side) => dumpOf('guests', uuid, uuid, side)),
    ),
  ]
  const outputs = dumps.length === 0 ? [] : await runner.run(dumps.map(({ command }) => command))
  const xml: { networks: Record<string, XmlPair>; guests: Record<string, XmlPair> } = { networks: {}, guests: {} }
  for (const [i, { of, key, side }] of dumps.entries()) {
    const output = outputs[i]
    const text = output?.status === 0 && !output.isTruncated ? output.stdout : null
    xml[of][key] = { ...(xml[of][key] ?? { running: null, stored: null }), [side]: text }
  }
  return xml
}

/**
 * Which of these guests have passwords in their stored definition, which dumps leave out: it must not be written whole. Throws what
 * the runner throws; a guest that cannot be asked counts as one that has.
 */
export async function readSecrets(runner: Pick<CommandRunner, 'run'>, { guests }: LibvirtXml): Promise<string[]> {
  const asked = Object.entries(guests).filter(([, { stored }]) => stored?.includes('<graphics') === true)
  if (asked.length === 0) return []
  const outputs = await runner.run(
    asked.map(([uuid]) => {
      const { command } = dumpOf('guests', uuid, uuid, 'stored')
      return { ...command, argv: [...command.argv, '--security-info'] }
    }),
  )
  return asked.flatMap(([uuid, { stored }], i) => {
    const output = outputs[i]
    return output?.status === 0 && output.stdout === stored ? [] : [uuid]
  })
}

const sides = (isRunning: boolean, isStored: boolean): (keyof XmlPair)[] => [
  ...(isRunning ? (['running'] as const) : []),
  ...(isStored ? (['stored'] as const) : []),
]

/** By UUID, which is never an option and never another object's name. */
function dumpOf(of: Dump['of'], key: string, uuid: string, side: keyof XmlPair): Dump {
  const argv = ['virsh', '-c', 'qemu:///system', of === 'networks' ? 'net-dumpxml' : 'dumpxml', uuid]
  const command = {
    argv: side === 'stored' ? [...argv, '--inactive'] : argv,
    deadlineMs: DUMP_MS,
    maxBytes: MAX_XML_BYTES,
  }
  return { of, key, side, command }
}

const isPluggedInto = (
  { running, stored }: NetworkState['guests'][number]['nics'][number],
  networks: ReadonlySet<string>,
): boolean =>
  [running, stored].some((config) => config?.source.type === 'network' && networks.has(config.source.network))

/** Every text in a value, however deep: what edits may name. */
export function textsIn(value: unknown, into = new Set<string>()): Set<string> {
  if (typeof value === 'string') into.add(value)
  else if (Array.isArray(value)) for (const part of value) textsIn(part, into)
  else if (value !== null && typeof value === 'object') for (const part of Object.values(value)) textsIn(part, into)
  return into
}
