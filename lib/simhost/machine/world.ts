import type { LinkDetail, SimLink, SimState } from './state'
import type { Row } from '../ovs/database'
import { guestMacOf, macOf, uuidOf } from './identity'

/** Something a watch channel may print. `link` covers addresses, routes and neighbours too: `ip monitor` shows all. */
export type SimEvent =
  | { kind: 'link'; link: SimLink; isDeleted: boolean }
  | { kind: 'address'; link: SimLink; text: string }
  | { kind: 'ovs'; table: string; action: 'insert' | 'delete' | 'modify'; uuid: string; name: string }
  | { kind: 'domain'; name: string; text: string }
  | { kind: 'network'; name: string; text: string }

const NO_COUNTERS = { rxBytes: 0, rxPackets: 0, txBytes: 0, txPackets: 0 }

export type NewLink = { name: string; detail: LinkDetail } & Partial<Omit<SimLink, 'name' | 'detail' | 'index'>>

/**
 * The state with the few ways it may change. Commands know the tools' words; the world knows what follows in the kernel
 * (a lost master, a deleted parent) and remembers what watchers must hear of.
 */
export class World {
  readonly #events: SimEvent[] = []
  /** Set where ovs-vswitchd has something to look at. */
  isUnsettled = false
  /** Which link each settled Interface row was opened on: unchanged pairs need no second look. */
  readonly settledInterfaces = new WeakMap<Row, SimLink>()

  /** Files that the host's own scripts have written; null: not there. */
  readDisk: (file: string) => string | null = () => null

  constructor(
    readonly state: SimState,
    readonly now: () => number,
  ) {}

  emit(event: SimEvent): void {
    this.#events.push(event)
  }

  /** Events since the last call. */
  drain(): SimEvent[] {
    return this.#events.splice(0)
  }

  nextUuid(hint: string): string {
    this.state.generated += 1
    return uuidOf(`${this.state.seed}/${hint}/${this.state.generated}`)
  }

  nextMac(hint: string): string {
    return macOf(`${this.state.seed}/${hint}`)
  }

  nextGuestMac(hint: string): string {
    this.state.generated += 1
    return guestMacOf(`${this.state.seed}/${hint}/${this.state.generated}`)
  }

  link(name: string): SimLink | undefined {
    return this.state.links.get(name)
  }

  addLink({ name, detail, ...rest }: NewLink): SimLink {
    const mac = rest.mac ?? this.nextMac(name)
    const link: SimLink = {
      index: this.state.nextIfIndex++,
      name,
      mac,
      permanentMac: rest.permanentMac ?? mac,
      mtuBytes: 1500,
      isUp: false,
      master: null,
      lower: null,
      alias: null,
      altNames: [],
      addresses: [],
      vlans: [],
      isHairpin: false,
      isIsolated: false,
      linkFailures: 0,
      counters: NO_COUNTERS,
      ...rest,
      detail,
    }
    this.state.links.set(name, link)
    this.#touch(link, false)
    return link
  }

  /** Replaces parts of a link; says nothing when it is not there. */
  updateLink(name: string, patch: Partial<SimLink>): void {
    const before = this.state.links.get(name)
    if (before === undefined) return
    const after = { ...before, ...patch }
    this.state.links.set(name, after)
    this.#touch(after, false)
  }

  renameLink(from: string, to: string): void {
    const { links } = this.state
    const entries = [...links.entries()]
    links.clear()
    for (const [name, link] of entries) {
      const renamed: SimLink = {
        ...link,
        name: name === from ? to : name,
        master: link.master === from ? to : link.master,
        lower: link.lower === from ? to : link.lower,
      }
      const isTouched = name === from || link.master === from || link.lower === from
      links.set(renamed.name, isTouched ? renamed : link)
    }
    const renamed = links.get(to)
    if (renamed !== undefined) this.#touch(renamed, false)
  }

  /** Deletes a link, what stands on it (VLANs, macvtaps, a veth's other end), and its place as master. */
  removeLink(name: string): void {
    const link = this.state.links.get(name)
    if (link === undefined) return
    this.state.links.delete(name)
    this.state.routes = this.state.routes.filter(
      (route) => route.dev !== name && !route.hops.some(({ dev }) => dev === name),
    )
    for (const other of [...this.state.links.values()]) {
      if (other.lower === name && other.detail.kind !== 'vxlan') this.removeLink(other.name)
      else if (other.master === name) this.updateLink(other.name, { master: null, vlans: [] })
    }
    if (link.detail.kind === 'veth') this.removeLink(link.detail.peer)
    this.#touch(link, true)
  }

  #touch(link: SimLink, isDeleted: boolean): void {
    this.isUnsettled = true
    this.emit({ kind: 'link', link, isDeleted })
  }
}
