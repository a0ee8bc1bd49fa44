import type { World } from '../machine/world'
import { attempt, CommandError, failed, ok } from '../machine/result'
import type { Result } from '../machine/result'
import { bridgeFdbJson, bridgeLinkJson, bridgeVlanJson } from './render-bridge'
import { addVlans, removeVlans } from './vlan-table'

const json = (rows: unknown[]): Result => ok(`${JSON.stringify(rows)}\n`)

const parseRange = (text: string): { from: number; to: number } => {
  const [from = NaN, to = from] = text.split('-').map(Number)
  if (!Number.isInteger(from) || !Number.isInteger(to) || from < 1 || to > 4094 || to < from)
    throw new CommandError(255, `Error: argument "${text}" is wrong: Invalid VLAN range`)
  return { from, to }
}

/** `bridge vlan {add|del} dev DEV vid N[-M] [pvid] [untagged] [self|master]` (bridge(8)). */
const changeVlan = (world: World, action: 'add' | 'del', words: readonly string[]): Result => {
  const valueOf = (key: string): string | undefined => {
    const at = words.indexOf(key)
    return at < 0 ? undefined : words[at + 1]
  }
  const dev = valueOf('dev')
  const vid = valueOf('vid')
  if (dev === undefined || vid === undefined) return failed(255, 'Device and VLAN ID are required arguments.')
  const link = world.link(dev)
  if (link === undefined) return failed(1, `Cannot find bridge device "${dev}"`)
  const range = parseRange(vid)
  const master = link.master === null ? undefined : world.link(link.master)
  const isPort = master?.detail.kind === 'bridge'
  const isSelf = link.detail.kind === 'bridge' && words.includes('self')
  if (!isPort && !isSelf) return failed(2, 'RTNETLINK answers: Operation not supported')
  const vlans =
    action === 'add'
      ? addVlans(link.vlans, { ...range, isPvid: words.includes('pvid'), isEgressUntagged: words.includes('untagged') })
      : removeVlans(link.vlans, range.from, range.to)
  world.updateLink(dev, { vlans })
  return ok()
}

/** `bridge link set dev DEV [hairpin on|off] [isolated on|off]`. */
const setLink = (world: World, words: readonly string[]): Result => {
  const dev = words[words.indexOf('dev') + 1] ?? ''
  const link = world.link(dev)
  if (link === undefined) return failed(1, `Cannot find device "${dev}"`)
  const flag = (key: string, current: boolean): boolean => {
    const at = words.indexOf(key)
    return at < 0 ? current : words[at + 1] === 'on'
  }
  world.updateLink(dev, { isHairpin: flag('hairpin', link.isHairpin), isIsolated: flag('isolated', link.isIsolated) })
  return ok()
}

/** bridge(8). Reading needs -j: the text forms are not simulated. */
export const bridgeCommand = (world: World, argv: readonly string[]): Result =>
  attempt(() => {
    const options = argv.filter((word) => word.startsWith('-'))
    const [object = '', action = 'show', ...words] = argv.filter((word) => !word.startsWith('-'))
    if (object === 'vlan' && (action === 'add' || action === 'del')) return changeVlan(world, action, words)
    if (object === 'link' && action === 'set') return setLink(world, words)
    if (object === 'link') return json(bridgeLinkJson(world.state))
    if (object === 'vlan') return json(bridgeVlanJson(world.state, options.includes('-d')))
    if (object === 'fdb' && (action === 'show' || action === 'list')) return json(bridgeFdbJson(world.state))
    if (object === 'fdb') return ok()
    return failed(255, `Object "${object}" is unknown, try "bridge help".`)
  })
