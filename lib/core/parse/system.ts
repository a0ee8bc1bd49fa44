import type { Ability, KernelAbilities } from '../model/network-state'
import { parsed } from './parsed'
import type { Parsed } from './parsed'
import { plainText } from './plain-text'

export type SystemRecord = {
  hostname: string | null
  kernel: string | null
  machineId: string | null
  bootId: string | null
  uptimeSeconds: number | null
  /** The host's clock in milliseconds since the epoch. */
  clockMs: number | null
  userName: string | null
  userId: number | null
  hasSystemd: boolean
  /** "client port server port", as sshd set it. */
  sshConnection: string | null
  osRelease: OsRelease
}

export type OsRelease = {
  id: string | null
  /** ID_LIKE: the distributions this one descends from, nearest first. */
  idLike: string[]
  prettyName: string | null
  versionId: string | null
}

/** Lines "<key> <value>" of our system script. Unknown keys and odd values are left out; it never fails. */
export function parseSystem(text: string): Parsed<SystemRecord> {
  const facts = new Map<string, string>()
  const osLines: string[] = []
  for (const line of text.split('\n')) {
    const blank = line.indexOf(' ')
    if (blank < 1) continue
    const key = line.slice(0, blank)
    const value = plainText(line.slice(blank + 1))
    if (key === 'os-release') osLines.push(value)
    else if (value !== '' && !facts.has(key)) facts.set(key, value)
  }
  const identity = /^uid=(\d{1,10})(?:\(([^)]*)\))?/.exec(facts.get('id') ?? '')
  return parsed({
    hostname: facts.get('hostname') ?? null,
    kernel: facts.get('kernel') ?? null,
    machineId: hexId(facts.get('machine-id')),
    bootId: hexId(facts.get('boot-id')),
    uptimeSeconds: decimal(facts.get('uptime')),
    clockMs: clock(facts.get('date')),
    userName: identity?.[2] ?? null,
    userId: identity?.[1] === undefined ? null : Number(identity[1]),
    hasSystemd: facts.get('systemd') === 'yes',
    sshConnection: facts.get('ssh-connection') ?? null,
    osRelease: parseOsRelease(osLines.join('\n')),
  })
}

/** /etc/os-release (os-release(5)): shell assignments, values bare or in either quote. Never fails. */
export function parseOsRelease(text: string): OsRelease {
  const values = new Map<string, string>()
  for (const line of text.split('\n')) {
    const match = /^([A-Z][A-Z0-9_]*)=(.*)$/.exec(line.trim())
    if (match?.[1] !== undefined && match[2] !== undefined) values.set(match[1], unquote(match[2]))
  }
  const value = (key: string): string | null => values.get(key) || null
  return {
    id: value('ID')?.toLowerCase() ?? null,
    idLike: (value('ID_LIKE') ?? '').toLowerCase().split(/\s+/).filter(Boolean),
    prettyName: value('PRETTY_NAME') ?? value('NAME'),
    versionId: value('VERSION_ID'),
  }
}

export type ToolRecord = { name: string; path: string | null; version: string | null }

/**
 * Lines "<tool> path <path>" and "<tool> version <first line of its version text>" of our tools script, by tool. The version
 * is the first dotted number in that line ("ip utility, iproute2-6.1.0, libbpf 1.1.2" says 6.1.0). Never fails.
 */
export function parseTools(text: string): Parsed<Map<string, ToolRecord>> {
  const tools = new Map<string, ToolRecord>()
  for (const line of text.split('\n')) {
    const match = /^(\S+) (path|version) (.*)$/.exec(line)
    if (match?.[1] === undefined || match[3] === undefined) continue
    const tool = tools.get(match[1]) ?? { name: match[1], path: null, version: null }
    if (match[2] === 'path') tool.path = plainText(match[3])
    else tool.version = /\d+(?:\.\d+)+/.exec(match[3])?.[0] ?? null
    tools.set(match[1], tool)
  }
  return parsed(tools)
}

/** Lines "able <what> <yes|no|unknown>" of our tools script; what is not named is unknown. Never fails. */
export function parseAbilities(text: string): Parsed<KernelAbilities> {
  const word = (what: string): Ability => {
    const found = new RegExp(`^able ${what} (yes|no)$`, 'm').exec(text)?.[1]
    return found === 'yes' || found === 'no' ? found : 'unknown'
  }
  return parsed({
    bonding: word('bonding'),
    vlanLinks: word('vlan-links'),
    vlanFiltering: word('vlan-filtering'),
  })
}

function unquote(text: string): string {
  const match = /^(["'])(.*)\1$/.exec(text)
  return match === null ? text : (match[2] ?? '').replace(/\\(["'$`\\])/g, '$1')
}

const hexId = (text: string | undefined): string | null =>
  text !== undefined && /^[0-9a-f-]{32,36}$/i.test(text) ? text.toLowerCase() : null

function decimal(text: string | undefined): number | null {
  const number = /^\d{1,12}(?:\.\d{1,9})?/.exec(text ?? '')?.[0]
  return number === undefined ? null : Number(number)
}

/** `date +%s.%N`; BusyBox leaves "%N" as it is, then whole seconds must do. */
function clock(text: string | undefined): number | null {
  const seconds = decimal(text)
  return seconds === null ? null : Math.round(seconds * 1000)
}
