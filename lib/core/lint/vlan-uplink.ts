/* L03: a VLAN that somebody on this host is in and that no uplink takes out of it. */
import type { NetworkState } from '../model/network-state'
import type { PortVlan } from '../model/vlan'
import type { Intent } from '../intents/intent'
import { indexHost } from '../state/host-index'
import type { HostIndex } from '../state/host-index'
import { formatPortVlan, formatVlanList } from '../vlan/words'
import type { Finding } from './finding'
import { finding } from './finding'
import type { VlanUser } from './vlan-users'
import { vlanUsers } from './vlan-users'
import type { BridgeOfPorts, WayOut } from './vlan-ways'
import { bridgesOf, waysOut } from './vlan-ways'

/** So many who are in the VLAN are named. */
const MOST_NAMED = 6

/**
 * An access or native VLAN of a port, NIC, network or portgroup that none of the bridge's uplinks carries: an error, a warning
 * where the host itself has a foot in it. VLANs that a trunk merely lists: a warning. A bridge that leads nowhere is meant so,
 * and where a controller or another program rules the tags mean something else.
 */
export function lintVlanUplink(state: NetworkState): Finding[] {
  const index = indexHost(state)
  const bridges = bridgesOf(index)
  return [...bridges.values()].flatMap((bridge) => {
    if (bridge.isRuled || !isAware(index, bridge)) return []
    const waysFor = new Map<number, WayOut[]>()
    const ways = (id: number): WayOut[] => {
      const known = waysFor.get(id) ?? waysOut(index, bridges, bridge.name, id)
      waysFor.set(id, known)
      return known
    }
    const isCutOff = (id: number): boolean => ways(id).length > 0 && !ways(id).some(({ carries }) => carries)
    const users = vlanUsers(index, bridge)
    const own = [...new Set(users.flatMap(({ vlan }) => ownVlan(vlan) ?? []))].sort((a, b) => a - b).filter(isCutOff)
    return [
      ...own.map((id) =>
        cutOff(
          bridge,
          id,
          users.filter(({ vlan }) => ownVlan(vlan) === id),
          ways(id),
        ),
      ),
      ...users.flatMap((user) => {
        const listed = user.vlan.trunks.filter((id) => id > 0 && !own.includes(id) && isCutOff(id))
        const [first] = listed
        return first === undefined ? [] : [listedInVain(bridge, user, listed, ways(first))]
      }),
    ]
  })
}

/** Does the bridge look at tags at all? */
const isAware = (index: HostIndex, { ovs, name }: BridgeOfPorts): boolean =>
  ovs !== null || index.link(name)?.bridge?.isVlanFiltering === true

/** The VLAN of what comes in without a tag; null where there is none. */
const ownVlan = ({ mode, tag }: PortVlan): number | null => (mode === 'trunk' || tag === null || tag === 0 ? null : tag)

function cutOff(bridge: BridgeOfPorts, id: number, users: readonly VlanUser[], ways: readonly WayOut[]): Finding {
  const hosts = users.filter(({ isHost }) => isHost)
  const [first] = users
  const carry = carrying(bridge, ways, [id])
  return {
    ...finding({
      rule: 'L03',
      severity: hosts.length > 0 ? 'warning' : 'error',
      nodeId: first?.nodeId ?? '',
      title: `No uplink of ${bridge.name} carries VLAN ${id}`,
      evidence: [...named(users), ...wordsOf(ways)],
      consequence:
        hosts.length > 0
          ? `Frames of VLAN ${id} stay on this host, and leave it only where ${hosts.map(({ words }) => words).join(', ')} passes them on.`
          : `Frames of VLAN ${id} stay on this host: whoever is in it reaches others on ${bridge.name}, and nobody outside.`,
      cure: `${cureOf(carry, ways, `VLAN ${id}`)}, or choose a VLAN that is carried. Where the VLAN is meant to stay on this host, say so.`,
      edits: carry,
    }),
    // Whoever is in it: the VLAN is cut off once.
    key: `L03 ${bridge.kind}:${bridge.name} ${id}`,
  }
}

function listedInVain(bridge: BridgeOfPorts, user: VlanUser, ids: readonly number[], ways: readonly WayOut[]): Finding {
  const list = `VLAN${ids.length === 1 ? '' : 's'} ${formatVlanList(ids)}`
  const carry = carrying(bridge, ways, ids)
  return finding(
    {
      rule: 'L03',
      severity: 'warning',
      nodeId: user.nodeId,
      title: `${user.words} lists ${list}, which no uplink of ${bridge.name} carries`,
      evidence: [...named([user]), ...wordsOf(ways)],
      consequence: `What the guest tags so reaches others on ${bridge.name}, and nobody outside.`,
      cure: `${cureOf(carry, ways, list)}, or take ${ids.length === 1 ? 'it' : 'them'} out of the list.`,
      edits: carry,
    },
    formatVlanList(ids).slice(0, 120),
  )
}

const named = (users: readonly VlanUser[]): string[] => [
  ...users.slice(0, MOST_NAMED).map(({ words, vlan }) => `${words}: ${formatPortVlan(vlan)}`),
  ...(users.length > MOST_NAMED ? [`and ${users.length - MOST_NAMED} more`] : []),
]

const wordsOf = (ways: readonly WayOut[]): string[] =>
  ways.map(({ bridge, port, vlan }) => `${port} of ${bridge}: ${vlan === null ? 'any' : formatPortVlan(vlan)}`)

const cureOf = (carry: readonly Intent[], ways: readonly WayOut[], what: string): string => {
  const names = ways.map(({ port }) => port)
  const who = carry.length > 0 || names.length === 1 ? (names[0] ?? '') : `one of ${names.join(', ')}`
  return `Let ${who} carry ${what}, as the switch behind it must too`
}

/** The edit that lets the bridge's first uplink carry these too; none where that is no matter of one port. */
function carrying(bridge: BridgeOfPorts, ways: readonly WayOut[], ids: readonly number[]): Intent[] {
  const [way, ...others] = ways
  if (way === undefined || way.vlan === null || way.bridge !== bridge.name || others.length > 0) return []
  const { mode, tag, trunks } = way.vlan
  if (mode === 'dot1q-tunnel') return []
  const all = [...new Set([...trunks, ...ids])].sort((a, b) => a - b)
  const base = { kind: 'portVlan.set' as const, bridge: way.bridge, port: way.port, trunks: all }
  if (mode === 'trunk') return [{ ...base, mode }]
  if (tag === null || tag === 0) return []
  return [{ ...base, mode: mode === 'access' ? 'native-untagged' : mode, tag }]
}
