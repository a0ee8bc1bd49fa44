import type { Link, MacvlanMode } from '@/lib/core/model/link'
import type { NetworkState } from '@/lib/core/model/network-state'
import { nodeId } from '@/lib/core/topology/graph/ids'
import { indexHost } from '@/lib/core/state/host-index'

export type MacvtapRow = {
  id: string
  name: string
  kind: 'macvtap' | 'macvlan'
  lower: string | null
  mode: MacvlanMode | null
  /** The guest that holds the macvtap; null for a macvlan and for one nobody holds. */
  guest: { id: string; name: string } | null
  mtuBytes: number
  isUp: boolean
}

/** Everything stacked on a lower link: macvtaps of guests, macvlans of the host or of containers. */
export function macvtapRows(state: NetworkState): MacvtapRow[] {
  return state.links.flatMap((link) => {
    if (link.kind !== 'macvtap' && link.kind !== 'macvlan') return []
    return [
      {
        id: nodeId(link.kind, link.name),
        name: link.name,
        kind: link.kind,
        lower: link.lower,
        mode: link.macvlan?.mode ?? null,
        guest: holderOf(state, link),
        mtuBytes: link.mtuBytes,
        isUp: link.isUp,
      },
    ]
  })
}

function holderOf(state: NetworkState, link: Link): MacvtapRow['guest'] {
  const guest = indexHost(state).guestAt(link.name)?.guest
  return guest === undefined ? null : { id: nodeId('guest', guest.uuid), name: guest.name }
}

/** Who reaches whom on one lower link, and how the host gets back in. */
export type LowerLinkTalk = {
  lower: string
  /** One sentence per mode present. */
  sentences: readonly string[]
  /** Null where the host has a macvlan in bridge mode on this link: then it reaches them already. */
  hostCure: { text: string; commands: readonly string[] } | null
}

/** ip-link(8), "MACVLAN and MACVTAP Type Support". Worded so that one name and many read alike. */
const MODE_SENTENCES: Record<MacvlanMode, (names: string) => string> = {
  bridge: (names) => `bridge: direct traffic inside this host among ${names}.`,
  vepa: (names) =>
    `vepa: every frame of ${names} goes out to the switch first, and comes back to this link only where the switch port does reflective relay (802.1Qbg).`,
  private: (names) =>
    `private: no traffic between ${names} and anything else on this link, not even by way of the switch.`,
  passthru: (names) => `passthru: the link belongs to ${names} alone; nothing else can be stacked on it.`,
  source: (names) => `source: only frames from the MACs it was given reach ${names}.`,
}

/** The macvtaps of a host by lower link, with what their modes let them do. */
export function talkByLowerLink(rows: readonly MacvtapRow[]): LowerLinkTalk[] {
  const lowers = [...new Set(rows.flatMap((row) => row.lower ?? []))].sort()
  return lowers.map((lower) => {
    const members = rows.filter((row) => row.lower === lower)
    const modes = [...new Set(members.flatMap((row) => row.mode ?? []))]
    const hasHostFoot = members.some((row) => row.kind === 'macvlan' && row.mode === 'bridge')
    const isPassthru = modes.includes('passthru')
    return {
      lower,
      sentences: modes.map((mode) => MODE_SENTENCES[mode](namesOf(members.filter((row) => row.mode === mode)))),
      hostCure: hasHostFoot || isPassthru ? null : cureFor(lower, modes.includes('bridge')),
    }
  })
}

const namesOf = (rows: readonly MacvtapRow[]): string => rows.map((row) => row.guest?.name ?? row.name).join(', ')

/** A macvlan of the host reaches only members in bridge mode: both ends must be in it (drivers/net/macvlan.c). */
function cureFor(lower: string, hasBridgeMode: boolean): LowerLinkTalk['hostCure'] {
  const name = 'macvlan0'
  const first = hasBridgeMode ? '' : 'None of them is in bridge mode: change their mode to bridge first. '
  return {
    text: `The host itself does not reach these guests through ${lower}: frames of a lower link never turn back up to its macvtaps. ${first}Give the host a macvlan of its own beside them, and move its address there. This does not survive a reboot by itself.`,
    commands: [`ip link add link ${lower} name ${name} type macvlan mode bridge`, `ip link set ${name} up`],
  }
}
