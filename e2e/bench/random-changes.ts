/** A list that changes one part of a host, turn by turn, and comes back to its beginning. */
export type Toggle = readonly (readonly string[])[]

/** For an "idle-N" host: a NIC, a link, a VLAN of a port, and now and then its guest. */
export const simToggles = (host: string): Toggle[] => {
  const guest = `vm-${host.replace(/^\D+/, '')}`
  return [
    [
      ['ip', 'link', 'set', 'eth1', 'down'],
      ['ip', 'link', 'set', 'eth1', 'up'],
    ],
    [
      ['ip', 'link', 'add', 'extra0', 'type', 'dummy'],
      ['ip', 'link', 'del', 'extra0'],
    ],
    [
      ['ovs-vsctl', 'set', 'port', 'eth1', 'tag=7'],
      ['ovs-vsctl', 'remove', 'port', 'eth1', 'tag', '7'],
    ],
    [
      ['virsh', 'destroy', guest],
      ['virsh', 'start', guest],
    ],
  ]
}

/** For a lab host with the seed "bench-subjects". */
export const LAB_TOGGLES: readonly (readonly string[])[] = [
  ['ip link add soak0 master benchbr type veth peer name soak1', 'ip link del soak0'],
  ['ip link set eth2 mtu 1400', 'ip link set eth2 mtu 1500'],
  ['ip addr add 192.0.2.77/32 dev benchbr', 'ip addr del 192.0.2.77/32 dev benchbr'],
  ['ovs-vsctl add-port ovsbr1 soako tag=5 -- set Interface soako type=internal', 'ovs-vsctl del-port ovsbr1 soako'],
  ['ovs-vsctl set port eth1 trunks=5,6', 'ovs-vsctl clear port eth1 trunks'],
  ['virsh -q net-destroy benchnet', 'virsh -q net-start benchnet'],
  ['virsh -q destroy guest1', 'virsh -q start guest1 --paused'],
]

/** A generator of numbers from 0 to 1 that can be repeated (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Makes the next change of a random toggle. */
export class Toggler<Command> {
  readonly #toggles: readonly (readonly Command[])[]
  readonly #at: number[]

  constructor(toggles: readonly (readonly Command[])[]) {
    this.#toggles = toggles
    this.#at = toggles.map(() => 0)
  }

  next(random: number): Command {
    const which = Math.floor(random * this.#toggles.length)
    const toggle = this.#toggles[which]
    const at = this.#at[which] ?? 0
    const command = toggle?.[at % toggle.length]
    if (command === undefined) throw new RangeError('there is nothing to change')
    this.#at[which] = at + 1
    return command
  }
}
