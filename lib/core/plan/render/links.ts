import type { Link } from '../../model/link'
import type { NetworkState } from '../../model/network-state'
import { groupBy } from '../../observe/in-order'
import { addressesToRestore } from './bounced-links'
import { keptAddresses, nounOf } from '../../objects/link-facts'
import { addAddress, replaceRoute } from '../commands/ip-words'
import {
  createLink,
  ip,
  isCreatable,
  isTableKnown,
  joinTable,
  leaveMaster,
  portFlags,
  restoreOptions,
  restorePortOptions,
  setMac,
  setMaster,
  setUp,
  vlanCommands,
} from '../commands/link-commands'
import type { LinkChange, Sides } from './link-steps'
import { masterOf, stepOf, steps } from './link-steps'
import type { ObjectChange } from '../../objects/object-ref'
import { routesBy } from './addresses'
import { primary, settings } from './link-settings'
import { vlanTables } from './port-vlans'
import type { Command, Phase, StepDraft } from '../step'

/** What the kernel is to do: links taken apart from the top, built from the bottom. Addresses and routes: see render-addresses. */
export function renderLinks(before: NetworkState, after: NetworkState, changes: readonly ObjectChange[]): StepDraft[] {
  const sides: Sides = {
    stateBefore: before,
    before: new Map(before.links.map((link) => [link.name, link])),
    after: new Map(after.links.map((link) => [link.name, link])),
  }
  const links = changes.filter((change): change is LinkChange => change.kind === 'link')
  const depthBefore = depths(sides.before)
  const depthAfter = depths(sides.after)
  const down = [...links].sort((a, b) => depthBefore(b.name) - depthBefore(a.name))
  const up = [...links].sort((a, b) => depthAfter(a.name) - depthAfter(b.name))
  const inKernel = ({ before: old, after: now }: LinkChange): boolean =>
    (old ?? now)?.kind !== 'ovs-internal' || (old !== null && now !== null)
  return [...down.filter(inKernel).flatMap((change) => takeApart(change, sides)), ...buildAll(up, sides)]
}

/**
 * A bridge without ports has carrier once it is up: the kernel then makes its link-local address of the MAC that it was born with,
 * and keeps that address when the first port gives the bridge another MAC (measured, Linux 6.1). So it is set up after its ports.
 */
function buildAll(up: readonly LinkChange[], sides: Sides): StepDraft[] {
  const waiting = new Map<LinkChange, LinkChange>()
  for (const bridge of up) {
    if (bridge.before !== null || bridge.after?.bridge == null || bridge.after.mac !== null) continue
    const last = up.findLast((port) => port.after !== null && masterOf(port.after) === bridge.name)
    if (last !== undefined && phaseOf(last.after, sides) === phaseOf(bridge.after, sides)) waiting.set(last, bridge)
  }
  const late = new Set(waiting.values())
  return up.flatMap((change) => {
    const bridge = waiting.get(change)
    const steps = build(change, sides, !late.has(change))
    return bridge === undefined ? steps : [...steps, ...upOrDown(bridge, sides, phaseOf(bridge.after, sides))]
  })
}

/** How high a link stands, on its lower link or as a port: 0 at the bottom. What stands on a bridge is above its ports. */
function depths(links: ReadonlyMap<string, Link>): (name: string) => number {
  const portsOf = groupBy(links.values(), (link) => masterOf(link) ?? '')
  const known = new Map<string, number>()
  const depth = (name: string, seen: ReadonlySet<string>): number => {
    const found = known.get(name)
    if (found !== undefined) return found
    const link = links.get(name)
    if (link === undefined || seen.has(name)) return 0
    const next = new Set(seen).add(name)
    // A bond's members join before anything is put on the bond: it takes its MAC from them.
    const ofMaster =
      link.master === null ? 0 : depth(link.master, next) + (links.get(link.master)?.kind === 'bond' ? 0.5 : 1)
    const lower = links.get(link.lower ?? '')
    const ports = lower?.bridge == null ? [] : (portsOf.get(lower.name) ?? [])
    const below = [...(link.lower === null ? [] : [link.lower]), ...ports.map((port) => port.name)]
    const value = Math.max(ofMaster, ...below.map((other) => depth(other, next) + 1))
    known.set(name, value)
    return value
  }
  return (name) => depth(name, new Set())
}

function takeApart(change: LinkChange, sides: Sides): StepDraft[] {
  const { before, after, name } = change
  if (before === null) return []
  if (after === null) {
    const undo = isCreatable(before)
      ? [
          createLink(before, sides.before),
          ...restoreOptions(before, sides.before),
          ...attach(before, sides.before),
          ...(before.isUp ? [setUp(name, true)] : []),
          ...addressesToRestore(before).flatMap((address) => addAddress(name, address)),
          // Also those by other links that have one of these addresses as their source.
          ...routesBy(sides.stateBefore, name, keptAddresses(before), { isDown: true }).map(replaceRoute),
        ]
      : null
    return [
      stepOf(change, {
        phase: 'links-down',
        summary: `Remove ${nounOf(before)} ${name}`,
        run: ip('link', 'del', 'dev', name),
        undo,
      }),
    ]
  }
  const [from, to] = [masterOf(before), masterOf(after)]
  if (from === null || from === to) return []
  const holder = sides.before.get(from)
  const wasBondMember = holder?.kind === 'bond'
  // A bond sets a member down when it lets it go, and up when it takes one.
  const isBondMember = sides.after.get(to ?? '')?.kind === 'bond'
  const run = [leaveMaster(name), ...(wasBondMember && after.isUp && !isBondMember ? [setUp(name, true)] : [])]
  const undo = [
    // A bond has its MAC from the first that joined: coming back beside newer members does not bring the old one back. First the
    // MAC, then the member: not every driver takes another one while it is up.
    ...(wasBondMember && holder.mac !== null && sides.after.has(from) ? [setMac(from, holder.mac)] : []),
    ...attach(before, sides.before),
    ...(before.isUp && !wasBondMember ? [setUp(name, true)] : []),
  ]
  return steps(change, 'links-down', `Take ${name} out of ${from}`, run, undo)
}

/** Back into its master, with its flags and VLANs. */
function attach(link: Link, links: ReadonlyMap<string, Link>): Command[] {
  const master = masterOf(link)
  if (master === null) return []
  const holder = links.get(master)
  const { vlans = [], vlan = null } = link.bridgePort ?? {}
  return [
    ...setMaster(link, master, holder?.kind === 'bond'),
    ...portFlags(link),
    ...restorePortOptions(link, holder?.kind === 'bond'),
    ...(isTableKnown(vlans, vlan !== null) ? vlanCommands(link.name, joinTable(holder), vlans, false) : []),
  ]
}

const phaseOf = (link: Link | null, sides: Sides): Phase =>
  link !== null && standsOnNewOvs(link, sides) ? 'links-on-ovs' : 'links-build'

function build(change: LinkChange, sides: Sides, setsUp: boolean): StepDraft[] {
  const { before, after, name } = change
  if (after === null) return []
  const phase = phaseOf(after, sides)
  const made = before === null && after.kind !== 'ovs-internal'
  return [
    ...(made
      ? steps(
          change,
          phase,
          `Create ${nounOf(after)} ${name}`,
          [createLink(after, sides.after), ...restoreOptions(after, sides.after)],
          [ip('link', 'del', 'dev', name)],
        )
      : []),
    ...(before === null && !made
      ? steps(change, phase, `Give ${name} what it had`, restoreOptions(after, sides.after), [])
      : []),
    ...settings(change, phase, sides),
    ...join(change, sides, phase),
    ...vlanTables(change, sides, phase),
    ...(setsUp ? upOrDown(change, sides, phase) : []),
    ...primary(change),
  ]
}

/** A new internal port of Open vSwitch, or what stands on one: not there before ovs-vswitchd made it. */
function standsOnNewOvs(link: Link, sides: Sides): boolean {
  for (
    let at: Link | undefined = link;
    at !== undefined;
    at = at.lower === null ? undefined : sides.after.get(at.lower)
  )
    if (at.kind === 'ovs-internal' && !sides.before.has(at.name)) return true
  return false
}

function join(change: LinkChange, sides: Sides, phase: Phase): StepDraft[] {
  const { before, after, name } = change
  if (after === null) return []
  const to = masterOf(after)
  if (to === null || to === masterOf(before)) return []
  const isBond = sides.after.get(to)?.kind === 'bond'
  const undo = before === null ? [] : [leaveMaster(name), ...(isBond && before.isUp ? [setUp(name, true)] : [])]
  const run = [...setMaster(after, to, isBond), ...portFlags(after), ...restorePortOptions(after, isBond)]
  return steps(change, phase, `Put ${name} into ${to}`, run, undo)
}

function upOrDown(change: LinkChange, sides: Sides, phase: Phase): StepDraft[] {
  const { before, after, name } = change
  if (after === null) return []
  const isBondMember = sides.after.get(masterOf(after) ?? '')?.kind === 'bond'
  // What `ip link add` makes is down; a bond sets its members up itself.
  const isUpBefore = before?.isUp ?? false
  if (isUpBefore === after.isUp || isBondMember) return []
  const undo = before === null ? [] : [setUp(name, isUpBefore)]
  return steps(change, phase, `Set ${name} ${after.isUp ? 'up' : 'down'}`, [setUp(name, after.isUp)], undo)
}
