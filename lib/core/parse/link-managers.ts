import type { LinkManager } from '../model/network-state'
import { parsed, unparsed } from './parsed'
import type { Parsed } from './parsed'
import { plainText } from './plain-text'

/** SETUP of networkctl(1) where a .network file holds for the link; "pending" and "initialized": nobody knows yet. */
const NETWORKD_MANAGES: ReadonlySet<string> = new Set(['configuring', 'configured', 'failed'])

/**
 * Lines of our script: "networkd <IDX LINK TYPE OPERATIONAL SETUP>" of `networkctl list --no-legend`, and
 * "nm <DEVICE:STATE:CONNECTION>" of `nmcli -t`, which escapes ":" and "\" with "\". Only links that the service says it manages:
 * what NetworkManager calls "connected (externally)" others set up. A service's lines in another shape are left out.
 */
export function parseLinkManagers(text: string): Parsed<LinkManager[]> {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const odd = lines.findIndex((line) => !/^(?:networkd|nm)(?: |$)/.test(line))
  if (odd !== -1) return unparsed('wanted "networkd …" or "nm …"', `line ${odd + 1}`)
  const managers = lines.flatMap((line): LinkManager[] => {
    const match = /^(networkd|nm) (.*)$/.exec(line)
    if (match?.[2] === undefined) return []
    const found = match[1] === 'nm' ? ofNetworkManager(match[2]) : ofNetworkd(match[2])
    return found === null ? [] : [found]
  })
  return parsed(managers.sort((a, b) => (key(a) < key(b) ? -1 : 1)))
}

const key = ({ link, manager }: LinkManager): string => `${link} ${manager}`

function ofNetworkd(line: string): LinkManager | null {
  const [index, link, , , setup] = line
    .trim()
    .split(/\s+/)
    .map((part) => plainText(part))
  if (index === undefined || !/^\d+$/.test(index) || link === undefined || setup === undefined) return null
  return NETWORKD_MANAGES.has(setup) ? { link, manager: 'systemd-networkd', state: setup, connection: null } : null
}

function ofNetworkManager(line: string): LinkManager | null {
  const [link, state, connection] = fields(line).map((part) => plainText(part))
  if (link === undefined || link === '' || state === undefined || state === '') return null
  if (state === 'unmanaged' || state.endsWith('(externally)')) return null
  const isNone = connection === undefined || connection === '' || connection === '--'
  return { link, manager: 'NetworkManager', state, connection: isNone ? null : connection }
}

/** Split at ":" but not at "\:". */
const fields = (line: string): string[] =>
  [...line.matchAll(/((?:[^:\\]|\\.)*)(?::|$)/g)].map((match) => (match[1] ?? '').replace(/\\(.)/g, '$1'))
