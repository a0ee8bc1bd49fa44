import { BOND_MODES } from '../machine/state'
import type { BondMode, LinkDetail, MacvlanMode, SimLink } from '../machine/state'
import type { World } from '../machine/world'
import { CommandError, failed, ok } from '../machine/result'
import type { Result } from '../machine/result'
import { membersOf } from './link-state'
import { DEFAULT_PVID } from './vlan-table'

const rtnetlink = (message: string): CommandError => new CommandError(2, `RTNETLINK answers: ${message}`)
const wrong = (value: string, why: string): CommandError =>
  new CommandError(255, `Error: argument "${value}" is wrong: ${why}`)

/** iproute2 check_ifname: 1 to 15 bytes, no slash, no white space. */
const checkName = (name: string): string => {
  const isValid = name !== '' && Buffer.byteLength(name) <= 15 && !/[/\s]/.test(name) && name !== '.' && name !== '..'
  if (!isValid) throw wrong(name, '"name" not a valid ifname')
  return name
}

const requireLink = (world: World, name: string): SimLink => {
  const link = world.link(name)
  if (link === undefined) throw new CommandError(1, `Cannot find device "${name}"`)
  return link
}

const toMtu = (text: string): number => {
  const mtu = Number(text)
  if (!Number.isInteger(mtu) || mtu < 0) throw wrong(text, 'Invalid "mtu" value')
  return mtu
}

const checkMtu = (world: World, link: SimLink, mtu: number): void => {
  if (mtu < 68) throw new CommandError(2, 'Error: mtu less than device minimum.')
  const lower = link.detail.kind === 'vlan' && link.lower !== null ? world.link(link.lower)?.mtuBytes : undefined
  if (lower !== undefined && mtu > lower) throw rtnetlink('Numerical result out of range')
  if (mtu > (link.detail.kind === 'nic' ? 9216 : 65535))
    throw new CommandError(2, 'Error: mtu greater than device maximum.')
}

const pairs = (words: readonly string[]): Map<string, string> => {
  const values = new Map<string, string>()
  for (let at = 0; at < words.length; at += 2) values.set(words[at] ?? '', words[at + 1] ?? '')
  return values
}

const number = (text: string | undefined, fallback: number): number => (text === undefined ? fallback : Number(text))

const bondDetail = (words: ReadonlyMap<string, string>, before?: LinkDetail): LinkDetail => {
  const old = before?.kind === 'bond' ? before : undefined
  const modeText = words.get('mode') ?? old?.mode ?? 'balance-rr'
  const mode = BOND_MODES.find((name, index) => name === modeText || String(index) === modeText)
  if (mode === undefined) throw wrong(modeText, 'invalid mode')
  const rate = words.get('lacp_rate') ?? old?.lacpRate ?? 'slow'
  return {
    kind: 'bond',
    mode: mode satisfies BondMode,
    lacpRate: rate === 'fast' || rate === '1' ? 'fast' : 'slow',
    hashPolicy: words.get('xmit_hash_policy') ?? old?.hashPolicy ?? 'layer2',
    miimonMs: number(words.get('miimon'), old?.miimonMs ?? (mode === '802.3ad' ? 100 : 0)),
    upDelayMs: number(words.get('updelay'), old?.upDelayMs ?? 0),
    downDelayMs: number(words.get('downdelay'), old?.downDelayMs ?? 0),
    primary: words.get('primary') ?? old?.primary ?? null,
  }
}

const bridgeDetail = (words: ReadonlyMap<string, string>, before?: LinkDetail): LinkDetail => {
  const old = before?.kind === 'bridge' ? before : undefined
  const flag = (key: string, current: boolean): boolean => (words.has(key) ? words.get(key) === '1' : current)
  return {
    kind: 'bridge',
    isVlanFiltering: flag('vlan_filtering', old?.isVlanFiltering ?? false),
    isStp: flag('stp_state', old?.isStp ?? false),
    defaultPvid: number(words.get('vlan_default_pvid'), old?.defaultPvid ?? 1),
    forwardDelay: number(words.get('forward_delay'), old?.forwardDelay ?? 1500),
  }
}

const MACVLAN_MODES: readonly MacvlanMode[] = ['vepa', 'bridge', 'private', 'passthru']

const macvlanDetail = (kind: 'macvtap' | 'macvlan', words: ReadonlyMap<string, string>): LinkDetail => {
  const text = words.get('mode') ?? 'vepa'
  const mode = MACVLAN_MODES.find((known) => known === text)
  if (mode === undefined)
    throw new CommandError(
      255,
      'Error: argument of "mode" must be "private", "vepa", "bridge", "passthru" or "source", not "' + text + '"',
    )
  return { kind, mode }
}

const vlanDetail = (words: ReadonlyMap<string, string>): LinkDetail => {
  const id = Number(words.get('id'))
  if (!Number.isInteger(id) || id < 0 || id > 4095) throw wrong(words.get('id') ?? '', 'id is invalid')
  return { kind: 'vlan', id, protocol: words.get('protocol') === '802.1ad' ? '802.1ad' : '802.1Q' }
}

const detailOf = (type: string, rest: readonly string[]): LinkDetail => {
  const words = pairs(rest)
  switch (type) {
    case 'bridge':
      return bridgeDetail(words)
    case 'bond':
      return bondDetail(words)
    case 'vlan':
      return vlanDetail(words)
    case 'macvtap':
    case 'macvlan':
      return macvlanDetail(type, words)
    case 'dummy':
      return { kind: 'dummy' }
    case 'vxlan':
      return {
        kind: 'vxlan',
        id: Number(words.get('id')),
        remote: words.get('remote') ?? null,
        local: words.get('local') ?? null,
        port: number(words.get('dstport'), 8472),
        isExternal: false,
      }
    default:
      throw new CommandError(2, 'Error: Unknown device type.')
  }
}

const checkStacking = (world: World, name: string, lower: SimLink | null, detail: LinkDetail): void => {
  const needsLower = detail.kind === 'vlan' || detail.kind === 'macvtap' || detail.kind === 'macvlan'
  if (!needsLower) return
  if (lower === null) throw rtnetlink('Invalid argument')
  const siblings = [...world.state.links.values()].filter((link) => link.lower === lower.name)
  if (detail.kind === 'vlan') {
    if (siblings.some((link) => link.detail.kind === 'vlan' && link.detail.id === detail.id))
      throw rtnetlink('File exists')
    return
  }
  const taken = siblings.filter(({ detail: other }) => other.kind === 'macvtap' || other.kind === 'macvlan')
  const hasPassthru = taken.some(({ detail: other }) => 'mode' in other && other.mode === 'passthru')
  const isBridgePort = lower.master !== null && world.link(lower.master)?.detail.kind !== 'bond'
  if (isBridgePort) throw rtnetlink('Device or resource busy')
  if (hasPassthru || (detail.mode === 'passthru' && taken.length > 0)) throw rtnetlink('Invalid argument')
}

/** `ip link add [link LOWER] [name] NAME [mtu N] [address MAC] [up] type TYPE [ARGS]` (ip-link(8)). */
export const addLink = (world: World, argv: readonly string[]): Result => {
  const typeAt = argv.indexOf('type')
  if (typeAt < 0) return failed(255, 'Not enough information: "type" argument is required')
  const words = [...argv.slice(0, typeAt)]
  let name = ''
  let lowerName: string | null = null
  let mtu: number | null = null
  let mac: string | undefined
  let isUp = false
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    if (word === 'link') lowerName = words.shift() ?? ''
    else if (word === 'name' || word === 'dev') name = words.shift() ?? ''
    else if (word === 'mtu') mtu = toMtu(words.shift() ?? '')
    else if (word === 'address') mac = words.shift()
    else if (word === 'up') isUp = true
    else name = word
  }
  const [type = '', ...rest] = argv.slice(typeAt + 1)
  if (type === 'veth') return addVeth(world, checkName(name), rest)
  checkName(name)
  const lower = lowerName === null ? null : requireLink(world, lowerName)
  const detail = detailOf(type, rest)
  if (world.link(name) !== undefined) throw rtnetlink('File exists')
  checkStacking(world, name, lower, detail)
  const inherits = detail.kind === 'vlan' && lower !== null
  const link = world.addLink({
    name,
    detail,
    lower: lower?.name ?? null,
    ...(mac === undefined ? (inherits ? { mac: lower.mac } : {}) : { mac }),
    mtuBytes: lower?.mtuBytes ?? 1500,
    vlans: detail.kind === 'bridge' ? [DEFAULT_PVID] : [],
  })
  if (mtu !== null) {
    checkMtu(world, link, mtu)
    world.updateLink(name, { mtuBytes: mtu })
  }
  if (isUp) world.updateLink(name, { isUp })
  return ok()
}

const addVeth = (world: World, name: string, rest: readonly string[]): Result => {
  const peer = checkName(
    rest[rest.indexOf('peer') + 1] === 'name'
      ? (rest[rest.indexOf('peer') + 2] ?? '')
      : (rest[rest.indexOf('peer') + 1] ?? 'veth0'),
  )
  if (world.link(name) !== undefined || world.link(peer) !== undefined) throw rtnetlink('File exists')
  world.addLink({ name: peer, detail: { kind: 'veth', peer: name } })
  world.addLink({ name, detail: { kind: 'veth', peer } })
  return ok()
}

const DELETABLE = new Set(['bridge', 'bond', 'vlan', 'macvtap', 'macvlan', 'dummy', 'veth', 'vxlan', 'tun'])

export const deleteLink = (world: World, argv: readonly string[]): Result => {
  const name = argv[0] === 'dev' ? (argv[1] ?? '') : (argv[0] ?? '')
  const link = requireLink(world, name)
  if (!DELETABLE.has(link.detail.kind)) throw rtnetlink('Operation not supported')
  world.removeLink(name)
  return ok()
}

const leaveMaster = (world: World, link: SimLink): void => {
  if (link.master === null) return
  const master = world.link(link.master)
  // The datapath has no ndo_del_slave (net/openvswitch): only ovs-vswitchd takes a port out.
  if (master?.detail.kind === 'openvswitch') throw rtnetlink('Operation not supported')
  world.updateLink(link.name, { master: null, vlans: [], mac: link.permanentMac, isHairpin: false, isIsolated: false })
  if (master?.detail.kind === 'bond') world.updateLink(link.name, { isUp: false })
}

const setMaster = (world: World, name: string, masterName: string): void => {
  const master = requireLink(world, masterName)
  const link = requireLink(world, name)
  if (link.master === masterName) return
  if (master.detail.kind === 'bond') {
    if (link.isUp) throw new CommandError(2, 'Error: Device can not be enslaved while up.')
    leaveMaster(world, link)
    const members = membersOf(world.state, masterName)
    const mac = members.length === 0 && link.mac !== master.mac ? link.mac : master.mac
    if (members.length === 0) propagateMac(world, masterName, mac)
    world.updateLink(name, { master: masterName, isUp: true, mac, mtuBytes: master.mtuBytes })
    return
  }
  if (master.detail.kind !== 'bridge') throw rtnetlink('Operation not supported')
  if (link.detail.kind === 'bridge') throw new CommandError(2, 'Error: Can not enslave a bridge to a bridge.')
  const hasMacvtap = [...world.state.links.values()].some(
    (other) => other.lower === name && (other.detail.kind === 'macvtap' || other.detail.kind === 'macvlan'),
  )
  if (hasMacvtap) throw rtnetlink('Device or resource busy')
  leaveMaster(world, link)
  const { defaultPvid } = master.detail
  const vlans = defaultPvid === 0 ? [] : [{ ...DEFAULT_PVID, from: defaultPvid, to: defaultPvid }]
  world.updateLink(name, { master: masterName, vlans })
}

/** A bond and a VLAN take over the MAC of what is below them. */
const propagateMac = (world: World, name: string, mac: string): void => {
  world.updateLink(name, { mac })
  for (const link of [...world.state.links.values()])
    if (link.lower === name && link.detail.kind === 'vlan') propagateMac(world, link.name, mac)
}

const setUp = (world: World, name: string, isUp: boolean): void => {
  const link = requireLink(world, name)
  if (link.isUp === isUp) return
  const isMember = link.master !== null && world.link(link.master)?.detail.kind === 'bond'
  world.updateLink(name, {
    isUp,
    addresses: isUp ? link.addresses : link.addresses.filter(({ family }) => family === 'inet'),
    linkFailures: link.linkFailures + (isMember && !isUp ? 1 : 0),
  })
  if (!isUp)
    world.state.routes = world.state.routes.filter(
      (route) => route.dev !== name && !route.hops.some(({ dev }) => dev === name),
    )
}

const setMtu = (world: World, name: string, mtu: number): void => {
  checkMtu(world, requireLink(world, name), mtu)
  world.updateLink(name, { mtuBytes: mtu })
  for (const member of membersOf(world.state, name))
    if (world.link(name)?.detail.kind === 'bond') world.updateLink(member.name, { mtuBytes: mtu })
}

const setType = (world: World, name: string, argv: readonly string[]): void => {
  const [type = '', ...rest] = argv
  const link = requireLink(world, name)
  if (type === 'bridge') world.updateLink(name, { detail: bridgeDetail(pairs(rest), link.detail) })
  else if ((type === 'macvtap' || type === 'macvlan') && link.detail.kind === type) {
    const detail = macvlanDetail(type, pairs(rest))
    // macvlan_changelink (drivers/net/macvlan.c): to and from passthru needs another lower device's set-up.
    const isPassthru = (of: LinkDetail): boolean => 'mode' in of && of.mode === 'passthru'
    if (isPassthru(detail) !== isPassthru(link.detail)) throw rtnetlink('Invalid argument')
    world.updateLink(name, { detail })
  } else if (type === 'bond') {
    const detail = bondDetail(pairs(rest), link.detail)
    const isModeChange = link.detail.kind === 'bond' && detail.kind === 'bond' && link.detail.mode !== detail.mode
    if (isModeChange && membersOf(world.state, name).length > 0) throw rtnetlink('Directory not empty')
    if (isModeChange && link.isUp) throw rtnetlink('Device or resource busy')
    world.updateLink(name, { detail })
  } else throw rtnetlink('Operation not supported')
}

const rename = (world: World, name: string, to: string): void => {
  checkName(to)
  if (world.link(to) !== undefined) throw rtnetlink('File exists')
  world.renameLink(name, to)
}

/** `ip link set [dev] NAME { up | down | mtu N | master M | nomaster | name N | address MAC | alias TEXT | type … }`. */
export const setLink = (world: World, argv: readonly string[]): Result => {
  const words = [...argv]
  if (words[0] === 'dev') words.shift()
  let name = words.shift() ?? ''
  requireLink(world, name)
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    if (word === 'up' || word === 'down') setUp(world, name, word === 'up')
    else if (word === 'mtu') setMtu(world, name, toMtu(words.shift() ?? ''))
    else if (word === 'master') setMaster(world, name, words.shift() ?? '')
    else if (word === 'nomaster') leaveMaster(world, requireLink(world, name))
    else if (word === 'address') world.updateLink(name, { mac: words.shift() ?? '' })
    else if (word === 'alias') world.updateLink(name, { alias: words.shift() || null })
    else if (word === 'name') {
      const to = words.shift() ?? ''
      rename(world, name, to)
      name = to
    } else if (word === 'promisc' || word === 'txqueuelen') words.shift()
    else if (word === 'type') {
      setType(world, name, words.splice(0))
    } else throw new CommandError(255, `Error: either "dev" is duplicate, or "${word}" is a garbage.`)
  }
  return ok()
}
