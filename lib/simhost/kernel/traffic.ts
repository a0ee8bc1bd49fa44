import { createHash } from 'node:crypto'
import type { SimLink, SimState } from '../machine/state'
import { hasCarrier, membersOf } from './link-state'

/** A stream of bytes whose rate swings about its mean: `mean * (1 + swing * sin(turn))`. */
type Flow = { bytesPerSecond: number; swing: number; periodSeconds: number; phase: number; packetBytes: number }

/** Bytes of a flow between two moments in seconds: its rate, integrated. */
const bytesOf = ({ bytesPerSecond, swing, periodSeconds, phase }: Flow, from: number, to: number): number => {
  const omega = (2 * Math.PI) / periodSeconds
  const turn = (at: number): number => Math.cos(omega * at + phase)
  return bytesPerSecond * (to - from + (swing / omega) * (turn(from) - turn(to)))
}

/** Fixed numbers from 0 to 1 for a name: the same host always has the same busy guests. */
const digitsOf = (text: string): readonly number[] =>
  [...createHash('sha256').update(text).digest()].map((byte) => byte / 256)

const MBIT = 125_000

const flows = new Map<string, readonly [Flow, Flow]>()

/** What goes out of and into the host by a link of its own accord. `mbit`: its mean at most. */
const flowsOf = (seed: string, name: string, mbit: number): readonly [rx: Flow, tx: Flow] => {
  const key = `${seed}/${name}/${mbit}`
  const known = flows.get(key)
  if (known !== undefined) return known
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = digitsOf(key)
  const flow = (size: number, swing: number, period: number, packet: number): Flow => ({
    // Squared: a few are busy, most are not.
    bytesPerSecond: mbit * MBIT * (0.01 + 0.99 * size * size),
    swing: 0.2 + 0.6 * swing,
    periodSeconds: 20 + 100 * period,
    phase: 6.28 * a,
    packetBytes: 200 + 1100 * packet,
  })
  const made = [flow(b, c, d, e), flow(f, g, h, e)] as const
  flows.set(key, made)
  return made
}

export type Traffic = { rxBytes: number; rxPackets: number; txBytes: number; txPackets: number }

const NONE: Traffic = { rxBytes: 0, rxPackets: 0, txBytes: 0, txPackets: 0 }

const plus = (a: Traffic, b: Traffic): Traffic => ({
  rxBytes: a.rxBytes + b.rxBytes,
  rxPackets: a.rxPackets + b.rxPackets,
  txBytes: a.txBytes + b.txBytes,
  txPackets: a.txPackets + b.txPackets,
})

/** Seen from the other side: what a guest sends is received from its tap, and sent by the NIC. */
const turned = ({ rxBytes, rxPackets, txBytes, txPackets }: Traffic): Traffic => ({
  rxBytes: txBytes,
  rxPackets: txPackets,
  txBytes: rxBytes,
  txPackets: rxPackets,
})

const shared = (traffic: Traffic, parts: number): Traffic => ({
  rxBytes: traffic.rxBytes / parts,
  rxPackets: traffic.rxPackets / parts,
  txBytes: traffic.txBytes / parts,
  txPackets: traffic.txPackets / parts,
})

const GUEST_MBIT = 60
const HOST_MBIT = 2

/**
 * What passed over every link between two moments, in seconds since boot, on links that carry frames: guests have a rate of
 * their own, and what leads out of the host carries theirs, shared among the NICs. Plausible, not exact: no frame travels.
 */
export const trafficBetween = (state: SimState, from: number, to: number): ReadonlyMap<string, Traffic> => {
  const links = [...state.links.values()].filter((link) => hasCarrier(state, link))
  const own = (name: string, mbit: number): Traffic => {
    const [rx, tx] = flowsOf(state.seed, name, mbit)
    const [rxBytes, txBytes] = [bytesOf(rx, from, to), bytesOf(tx, from, to)]
    return { rxBytes, txBytes, rxPackets: rxBytes / rx.packetBytes, txPackets: txBytes / tx.packetBytes }
  }
  const guests = new Map(links.filter(isGuests).map(({ name }) => [name, own(name, GUEST_MBIT)]))
  const sum = (all: readonly SimLink[]): Traffic =>
    all.reduce((total, { name }) => plus(total, guests.get(name) ?? NONE), NONE)
  const uplinks = links.filter((link) => link.detail.kind === 'nic' && isUplink(state, link))
  const perUplink = turned(shared(sum(links), Math.max(1, uplinks.length)))
  const trafficOf = (link: SimLink, depth = 0): Traffic => {
    const { name, detail, master } = link
    if (depth > 4) return NONE
    switch (detail.kind) {
      case 'tun':
      case 'macvtap':
        return guests.get(name) ?? NONE
      case 'nic':
        return plus(uplinks.includes(link) ? perUplink : NONE, own(name, HOST_MBIT))
      case 'bond':
        return membersOf(state, name)
          .filter((member) => links.includes(member))
          .reduce((total, member) => plus(total, trafficOf(member, depth + 1)), NONE)
      case 'vlan':
        return plus(master === null ? NONE : turned(sum(membersOf(state, master))), own(name, HOST_MBIT))
      case 'dummy':
        return NONE
      default:
        return own(name, HOST_MBIT)
    }
  }
  return new Map(links.map((link) => [link.name, trafficOf(link)]))
}

const isGuests = ({ detail }: SimLink): boolean => detail.kind === 'tun' || detail.kind === 'macvtap'

/** A NIC that something stands on: a bridge, a bond, a VLAN, a macvtap. */
const isUplink = (state: SimState, { name, master }: SimLink): boolean =>
  master !== null || [...state.links.values()].some(({ lower }) => lower === name)
