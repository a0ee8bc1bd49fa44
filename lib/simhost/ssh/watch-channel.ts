import type { ServerChannel } from 'ssh2'
import { WATCH_READY } from '../../core/shell/watch-script'
import { linkText } from '../kernel/render-ip-text'
import type { Machine } from '../machine/machine'
import type { ServedHost } from '../served-host'
import type { SimEvent } from '../machine/world'

/** What each watching command prints for an event; null where it does not hear of it. */
type Print = (machine: Machine, event: SimEvent) => string | null
export type Watch = { print: Print; tool: string }

const stamp = ({ world, state }: Machine): string =>
  new Date(world.now() + state.system.clockOffsetMs).toISOString().replace('T', ' ').replace('Z', '+0000')

const printLink: Print = (machine, event) => {
  if (event.kind === 'address') return `${event.link.index}: ${event.text}\n`
  if (event.kind !== 'link') return null
  return `${event.isDeleted ? 'Deleted ' : ''}${linkText(machine.world, event.link)}`
}

/** -o: continuation lines joined by a backslash. */
const printOneLine: Print = (machine, event) => printLink(machine, event)?.replace(/\n(?=.)/g, '\\') ?? null

const printBridge: Print = (machine, event) =>
  event.kind === 'link' && (event.link.master !== null || event.link.detail.kind === 'bridge')
    ? printLink(machine, event)
    : null

/** JSON of `ovsdb-client -f json monitor`: only row, action and name are filled; the console re-reads. */
const printOvs =
  (table: string | null): Print =>
  (_machine, event) =>
    event.kind === 'ovs' && (table === null || event.table === table)
      ? `${JSON.stringify({ data: [[event.uuid, event.action === 'modify' ? 'new' : event.action, event.name]], headings: ['row', 'action', 'name'] })}\n`
      : null

const printDomain: Print = (machine, event) => {
  if (event.kind !== 'domain') return null
  const device = /^(device-added|device-removed) (.*)$/.exec(event.text)
  if (device !== null)
    return `${stamp(machine)}: event '${device[1] ?? ''}' for domain '${event.name}': ${device[2] ?? ''}\n`
  return `${stamp(machine)}: event 'lifecycle' for domain '${event.name}': ${event.text}\n`
}

const printNetwork: Print = (machine, event) =>
  event.kind === 'network' ? `${stamp(machine)}: event 'lifecycle' for network ${event.name}: ${event.text}\n` : null

/** The watch that a command line is, or null. */
export const watchOf = (argv: readonly string[]): Watch | null => {
  const [tool = '', ...rest] = argv.filter((word, at) => at === 0 || !word.startsWith('-'))
  if (tool === 'ip' && rest.includes('monitor')) return { print: argv.includes('-o') ? printOneLine : printLink, tool }
  if (tool === 'bridge' && rest.includes('monitor')) return { print: printBridge, tool }
  if (tool === 'ovsdb-client' && rest.includes('monitor')) {
    const table = ['Bridge', 'Port', 'Interface', 'Controller', 'Manager', 'Mirror', 'Open_vSwitch'].find(
      (name) =>
        rest.slice(rest.indexOf('monitor') + 1).includes(name) && !(name === 'Open_vSwitch' && rest.at(-1) !== name),
    )
    return { print: printOvs(rest.includes('ALL') ? null : (table ?? null)), tool }
  }
  if (tool === 'virsh' && rest.includes('net-event')) return { print: printNetwork, tool }
  if (tool === 'virsh' && rest.includes('event')) return { print: printDomain, tool }
  return null
}

/** Streams events until the channel closes. Lines are written at once, as the tools flush them. */
export const serveWatch = ({ machine, watches }: ServedHost, { print, tool }: Watch, channel: ServerChannel): void => {
  watches.set(channel, [...(watches.get(channel) ?? []), tool])
  const stop = machine.listen((events) => {
    const text = events.map((event) => print(machine, event) ?? '').join('')
    if (text !== '' && channel.writable) channel.write(text)
  })
  channel.on('close', () => {
    watches.delete(channel)
    stop()
  })
  channel.resume()
}

/** Ends watches as a kill does; `isMidLine` after half of a line. `tool`: only those that run it. Gives how many there were. */
export const endWatches = (
  { watches }: ServedHost,
  { tool, isMidLine }: { tool?: string; isMidLine: boolean },
): number => {
  const hit = [...watches].filter(([, tools]) => tool === undefined || tools.includes(tool))
  for (const [channel] of hit) {
    if (isMidLine) channel.write('7: eth3: <BROADCAST,MULTI')
    channel.exit(143)
    channel.end()
  }
  return hit.length
}

/** The commands of a watch script side by side; ends at once where none of their tools is there, as the shell would. */
export const serveWatches = (host: ServedHost, argvs: readonly (readonly string[])[], channel: ServerChannel): void => {
  channel.write(`${WATCH_READY}\n`)
  const watches = argvs.map(watchOf).filter((watch) => watch !== null && host.machine.hasTool(watch.tool))
  for (const watch of watches) if (watch !== null) serveWatch(host, watch, channel)
  if (watches.length > 0) return
  channel.stderr.write(`sh: 7: ${argvs[0]?.[0] ?? ''}: not found\n`)
  channel.exit(127)
  channel.end()
}
