import type { Unrecognised } from '../model/network-state'
import type { VirshDumps } from '../parse/virsh-batch'
import type { Problem } from './observed'
import type { ReadCommand } from './read-command'

/** What an observer of libvirt collects beside its value. */
export type Notes = { problems: Problem[]; unrecognised: Unrecognised[] }

/** Which kind of object, for the words of problems. */
export type DumpKind = { source: 'guests' | 'networks'; command: 'dumpxml' | 'net-dumpxml'; noun: 'guest' | 'network' }

/** One definition; null where virsh printed none. One that does not parse is a problem, and kept as unrecognised. */
export function takeDump<T>(
  dumps: VirshDumps<T>,
  section: 'running' | 'stored',
  uuid: string,
  kind: DumpKind,
  notes: Notes,
): T | null {
  const dump = dumps[section].get(uuid)
  if (dump === undefined) return null
  if (dump.ok) return dump.value
  const command = `virsh ${kind.command} ${section === 'stored' ? '--inactive ' : ''}${uuid}`
  const message = `"${command}" gave output we cannot read: ${dump.message} (${dump.at})`
  notes.problems.push({ command, code: 'invalid_output', message })
  const raw = (dumps.batch[section].get(uuid) ?? '').trim().slice(0, 4_000)
  notes.unrecognised.push({ source: kind.source, what: `${section} definition of a ${kind.noun}`, name: uuid, raw })
  return null
}

/** A problem where virsh's answer has no end, though nothing else was wrong with it: there may be more of them than it lists. */
export function noteCut<T>({ batch }: VirshDumps<T>, command: ReadCommand, { noun }: DumpKind, notes: Notes): void {
  if (batch.present !== null || notes.problems.length > 0) return
  const message = `virsh's answer ends before the last ${noun}. Try it on the host: ${command.display}`
  notes.problems.push({ command: command.display, code: 'invalid_output', message })
}

/** A problem where virsh printed nothing about an object that was still there at the end. One that is gone is no problem. */
export function noteUnread<T>(dumps: VirshDumps<T>, uuid: string, kind: DumpKind, notes: Notes): void {
  const isGone = dumps.batch.present?.has(uuid) === false
  if (isGone || dumps.running.has(uuid) || dumps.stored.has(uuid)) return
  const command = `virsh ${kind.command} ${uuid}`
  const message = `"${command}" printed nothing, though the ${kind.noun} exists. Try it on the host.`
  notes.problems.push({ command, code: 'command_failed', message })
}
