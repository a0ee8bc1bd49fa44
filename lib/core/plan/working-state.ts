import { validateIfName } from '../address/if-name'
import { canonicalIp } from '../address/ip'
import type { Guest, LibvirtNetwork } from '../model/libvirt'
import type { Link } from '../model/link'
import { LINK_KINDS, withArticle } from '../model/link-kinds'
import type { NetworkState } from '../model/network-state'
import type { OvsBridge, OvsPort } from '../model/ovs'
import { isKernelIfName } from '../address/if-name'
import { linksOfRoute } from '../observe/routes'
import { OVS_DATAPATH } from '../objects/link-facts'
import type { PlanIssue } from '../intents/intent'
import type { ObjectChange } from '../objects/object-ref'
import { writeObjects } from '../objects/state-objects'
import { indexHost } from '../state/host-index'
import type { HostIndex } from '../state/host-index'

/** A definition as libvirt prints it: `virsh dumpxml` and `virsh dumpxml --inactive`; null where there is none. */
export type XmlPair = { running: string | null; stored: string | null }

/**
 * Raw definitions of the networks (by name) and guests (by UUID) that a change is about. NetworkState holds what they mean,
 * not their text, and only the text can be edited without losing what we do not understand.
 */
export type LibvirtXml = {
  networks: Readonly<Record<string, XmlPair>>
  guests: Readonly<Record<string, XmlPair>>
  /** Guests whose stored definition has passwords that are not in these texts: it must not be written whole. */
  withSecrets?: readonly string[]
}

/**
 * How a running guest's NIC is moved:
 *  - port: its port in Open vSwitch gets another VLAN, libvirt is not asked (it refuses);
 *  - update: `virsh update-device --live`;
 *  - replug: the NIC is taken out and put in again; the guest sees that, and must have ACPI;
 *  - power cycle: only the stored definition changes.
 */
export type MoveWay = { how: 'port' | 'update' | 'replug' | 'power cycle'; why: string }

/** Where a link is a port or member now. */
export type Attachment =
  | { kind: 'linux-bridge'; bridge: string }
  | { kind: 'linux-bond'; bond: string }
  | { kind: 'ovs'; bridge: string; port: OvsPort }

/**
 * The host as the intents want it, while they are applied one after the other: each sees what those before it made. Holds what
 * is refused and what is worth a warning. Lives inside one call of planChange; everything it hands out is never changed.
 */
export class WorkingState {
  readonly issues: PlanIssue[] = []
  readonly warnings: string[] = []
  readonly observed: NetworkState
  readonly observedXml: LibvirtXml
  /** How a moved NIC (by its refKey) of a running guest is treated. */
  readonly guestMoves = new Map<string, MoveWay>()
  /** Taps that go with the replugging of a guest's NIC: nothing to do for us, but they will not be there. */
  readonly vanishing = new Set<string>()
  /** MACs of other hosts, with whose they are. */
  readonly macsElsewhere: Readonly<Record<string, string>>
  state: NetworkState
  xml: LibvirtXml
  #prefix = ''

  constructor(observed: NetworkState, xml: LibvirtXml, macsElsewhere: Readonly<Record<string, string>> = {}) {
    this.observed = observed
    this.macsElsewhere = macsElsewhere
    this.state = observed
    this.xml = xml
    this.observedXml = xml
  }

  /** Issues from here on belong to this intent. */
  beginIntent(index: number): void {
    this.#prefix = String(index)
  }

  /** Issues from here on belong to this object. */
  beginObject(key: string): void {
    this.#prefix = key
  }

  refuse(field: string, code: string, message: string): void {
    const path = [this.#prefix, field].filter((part) => part !== '').join('.')
    this.issues.push({ path, code, message })
  }

  warn(message: string): void {
    if (!this.warnings.includes(message)) this.warnings.push(message)
  }

  /** The look-ups of the state as it is now. */
  get index(): HostIndex {
    return indexHost(this.state)
  }

  link(name: string): Link | undefined {
    return this.index.link(name)
  }

  ovsBridge(name: string): OvsBridge | undefined {
    return this.index.ovsBridge(name)
  }

  /** A fake bridge by name, with its parent. */
  fakeBridge(name: string): OvsBridge['fakeBridges'][number] | undefined {
    return this.index.fakeBridge(name)
  }

  ovsPort(name: string): OvsPort | undefined {
    return this.index.ovsPort(name)?.port
  }

  linuxBridge(name: string): (Link & { bridge: NonNullable<Link['bridge']> }) | undefined {
    const link = this.link(name)
    return link?.bridge ? { ...link, bridge: link.bridge } : undefined
  }

  network(name: string): LibvirtNetwork | undefined {
    return this.index.network(name)
  }

  /** By UUID, else by name. */
  guest(text: string): Guest | undefined {
    return this.index.guest(text) ?? this.index.guestNamed(text)
  }

  write(...changes: ObjectChange[]): void {
    this.state = writeObjects(this.state, changes, 'after')
  }

  putLink(after: Link): void {
    this.write({ kind: 'link', owner: null, name: after.name, before: null, after })
  }

  updateLink(name: string, part: Partial<Link>): void {
    const link = this.link(name)
    if (link !== undefined) this.putLink({ ...link, ...part })
  }

  removeLink(name: string): void {
    this.write({ kind: 'link', owner: null, name, before: null, after: null })
    for (const route of this.state.routes) if (linksOfRoute(route).includes(name)) this.removeRoute(route)
  }

  removeRoute(route: NetworkState['routes'][number]): void {
    this.state = { ...this.state, routes: this.state.routes.filter((other) => other !== route) }
  }

  putOvsPort(after: OvsPort): void {
    this.write({ kind: 'ovs-port', owner: after.bridge, name: after.name, before: null, after })
  }

  removeOvsPort(port: OvsPort): void {
    this.write({ kind: 'ovs-port', owner: port.bridge, name: port.name, before: null, after: null })
  }

  /**
   * Where a link is a port or a member, of a team as of a bond. OVSDB is asked first: the kernel only says "ovs-system". A VRF takes
   * no frames: see vrfOf.
   */
  attachmentOf(name: string): Attachment | null {
    const port = this.index.ovsAttachment(name)?.port
    if (port !== undefined && port.name !== port.bridge) return { kind: 'ovs', bridge: port.bridge, port }
    const master = this.link(name)?.master ?? null
    if (master === null || master === OVS_DATAPATH) return null
    switch (LINK_KINDS[this.link(master)?.kind ?? 'bridge'].holds) {
      case 'members':
        return { kind: 'linux-bond', bond: master }
      case 'layer 3':
        return null
      case 'ports':
      case null:
        return { kind: 'linux-bridge', bridge: master }
    }
  }

  /** The VRF whose routing table counts for what comes in by this link. */
  vrfOf(name: string): Link | null {
    const master = this.link(this.link(name)?.master ?? '')
    return master !== undefined && LINK_KINDS[master.kind].holds === 'layer 3' ? master : null
  }

  /** The guest whose running NIC is behind this tap, if any. */
  guestAt(tap: string): Guest | undefined {
    return this.index.guestAt(tap)?.guest
  }

  /** Taps of running guests among the ports of a bridge, Linux or Open vSwitch. */
  guestPorts(bridge: string): { port: string; guest: string }[] {
    const names =
      this.ovsBridge(bridge)?.ports.map(({ name }) => name) ??
      this.state.links.filter(({ master }) => master === bridge).map(({ name }) => name)
    return names.flatMap((port) => {
      const guest = this.guestAt(port)
      return guest === undefined ? [] : [{ port, guest: guest.name }]
    })
  }

  /** What a name stands for, with an article: "a NIC", "an OVS bridge"; undefined when it is free. */
  whatIs(name: string): string | undefined {
    if (this.ovsBridge(name) !== undefined) return 'an OVS bridge'
    if (this.fakeBridge(name) !== undefined) return 'a fake bridge'
    const port = this.ovsPort(name)
    if (port !== undefined) return `${port.interfaces.length > 1 ? 'an OVS bond' : 'an OVS port'} of ${port.bridge}`
    const link = this.link(name)
    return link === undefined
      ? undefined
      : withArticle(link.kind === 'bond' ? 'kernel bond' : LINK_KINDS[link.kind].noun)
  }

  /** Whether our own SSH connection ends at an address of this link. */
  holdsManagement(name: string): boolean {
    const { localAddress } = this.state.management
    const canonical = localAddress === null ? null : canonicalIp(localAddress)
    if (canonical === null) return false
    return (this.link(name)?.addresses ?? []).some(({ cidr }) => canonicalIp(cidr.replace(/\/\d+$/, '')) === canonical)
  }

  isManagement(name: string): boolean {
    return this.observed.management.links.includes(name)
  }

  /** False, and refused, for a name that commands and files could not carry safely. */
  isManageable(field: string, name: string): boolean {
    const reason =
      isKernelIfName(name) && /^[A-Za-z0-9_.+@=-]+$/.test(name) && !name.startsWith('-') ? null : validateIfName(name)
    if (reason == null) return true
    this.refuse(field, 'not_manageable', `This object is shown but not manageable here: ${reason}`)
    return false
  }
}
