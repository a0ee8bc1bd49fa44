import type { Link } from '../model/link'
import type { NetworkState } from '../model/network-state'
import { formatPortVlan } from '../topology/vlan-words'
import { OVS_DATAPATH, keptAddresses } from './comparable'
import {
  createLink,
  ip,
  isCreatable,
  joinTable,
  leaveMaster,
  portFlags,
  setBond,
  setBridge,
  setMacvlanMode,
  setMaster,
  setPrimary,
  setUp,
  vlanCommands,
} from './link-commands'
import { addAddress } from './render-addresses'
import type { ChangeOf, ObjectChange } from './object-ref'
import type { Command, Phase, StepDraft } from './step'

type LinkChange = ChangeOf<'link'>

/** Links by name, before and after the change. */
type Sides = {
  before: ReadonlyMap<string, Link>
  after: ReadonlyMap<string, Link>
}

/** What the kernel is to do: links taken apart from the top, built from the bottom. Addresses and routes: see render-addresses. */
export function renderLinks(before: NetworkState, after: NetworkState, changes: readonly ObjectChange[]): StepDraft[] {
  const sides: Sides = {
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
  return [
    ...down.filter(inKernel).flatMap((change) => takeApart(change, sides)),
    ...up.flatMap((change) => build(change, sides)),
  ]
}

/** How high a link stands, on its lower link or as a port: 0 at the bottom. */
function depths(links: ReadonlyMap<string, Link>): (name: string) => number {
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
    const value = Math.max(ofMaster, link.lower === null ? 0 : depth(link.lower, next) + 1)
    known.set(name, value)
    return value
  }
  return (name) => depth(name, new Set())
}

const masterOf = (link: Link | null): string | null =>
  link === null || link.master === OVS_DATAPATH ? null : link.master

type Draft = Omit<StepDraft, 'objects' | 'scope'>
const stepOf = ({ kind, owner, name }: LinkChange, draft: Draft): StepDraft => ({
  ...draft,
  scope: 'running',
  objects: [{ kind, owner, name }],
})

/** Several commands for one purpose: the first undoes for all, since undoing runs backwards. */
function steps(
  change: LinkChange,
  phase: Phase,
  summary: string,
  run: readonly Command[],
  undo: readonly Command[],
): StepDraft[] {
  return run.map((command, index) =>
    stepOf(change, {
      phase,
      summary: run.length === 1 ? summary : `${summary} (${index + 1} of ${run.length})`,
      run: command,
      undo: index === 0 ? [...undo] : [],
    }),
  )
}

function takeApart(change: LinkChange, sides: Sides): StepDraft[] {
  const { before, after, name } = change
  if (before === null) return []
  if (after === null) {
    const undo = isCreatable(before)
      ? [
          createLink(before),
          ...attach(before, sides.before),
          ...(before.isUp ? [setUp(name, true)] : []),
          ...keptAddresses(before).map(({ cidr }) => addAddress(name, cidr)),
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
  const wasBondMember = sides.before.get(from)?.kind === 'bond'
  // A bond sets a member down when it lets it go.
  const run = [leaveMaster(name), ...(wasBondMember && after.isUp && to === null ? [setUp(name, true)] : [])]
  const undo = [...attach(before, sides.before), ...(before.isUp && !wasBondMember ? [setUp(name, true)] : [])]
  return steps(change, 'links-down', `Take ${name} out of ${from}`, run, undo)
}

/** Back into its master, with its flags and VLANs. */
function attach(link: Link, links: ReadonlyMap<string, Link>): Command[] {
  const master = masterOf(link)
  if (master === null) return []
  const holder = links.get(master)
  return [
    ...setMaster(link, master, holder?.kind === 'bond'),
    ...portFlags(link),
    ...vlanCommands(link.name, joinTable(holder), link.bridgePort?.vlans ?? [], false),
  ]
}

function build(change: LinkChange, sides: Sides): StepDraft[] {
  const { before, after, name } = change
  if (after === null) return []
  const phase: Phase = standsOnNewOvs(after, sides) ? 'links-on-ovs' : 'links-build'
  const made = before === null && after.kind !== 'ovs-internal'
  return [
    ...(made
      ? steps(change, phase, `Create ${nounOf(after)} ${name}`, [createLink(after)], [ip('link', 'del', 'dev', name)])
      : []),
    ...settings(change, phase),
    ...join(change, sides, phase),
    ...vlanTables(change, sides, phase),
    ...upOrDown(change, sides, phase),
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

function settings(change: LinkChange, phase: Phase): StepDraft[] {
  const { before, after, name } = change
  if (before === null || after === null) return []
  const made: StepDraft[] = []
  if (before.bridge && after.bridge && bridgeText(before.bridge) !== bridgeText(after.bridge))
    made.push(
      ...steps(
        change,
        phase,
        `Set bridge ${name}: ${bridgeText(after.bridge)}`,
        [setBridge(name, after.bridge)],
        [setBridge(name, before.bridge)],
      ),
    )
  if (after.bridge && after.mac !== null && after.mac !== before.mac)
    made.push(
      ...steps(
        change,
        phase,
        `Give ${name} the address ${after.mac}`,
        [ip('link', 'set', 'dev', name, 'address', after.mac)],
        before.mac === null ? [] : [ip('link', 'set', 'dev', name, 'address', before.mac)],
      ),
    )
  if (before.macvlan && after.macvlan && before.macvlan.mode !== after.macvlan.mode)
    made.push(
      ...steps(
        change,
        phase,
        `Set ${name} to mode ${after.macvlan.mode}`,
        [setMacvlanMode(after)],
        [setMacvlanMode(before)],
      ),
    )
  if (before.bond && after.bond && bondText(before.bond) !== bondText(after.bond))
    made.push(...bondSettings(change, before, after, phase))
  return made
}

const bridgeText = ({ isVlanFiltering, stpState }: NonNullable<Link['bridge']>): string =>
  `VLAN filtering ${isVlanFiltering ? 'on' : 'off'}, STP ${stpState === 'off' ? 'off' : 'on'}`
const bondText = ({ mode, lacpRate, hashPolicy }: NonNullable<Link['bond']>): string =>
  [mode, lacpRate === null ? '' : `LACP ${lacpRate}`, hashPolicy ?? ''].filter(Boolean).join(', ')

/** The mode changes only on a bond that is down and has no members; the LACP rate on one that is down (bond_options.c). */
function bondSettings(change: LinkChange, before: Link, after: Link, phase: Phase): StepDraft[] {
  const { name } = change
  if (before.bond === null || after.bond === null) return []
  const isModeChange = before.bond.mode !== after.bond.mode
  const isDownNeeded = isModeChange || before.bond.lacpRate !== after.bond.lacpRate
  const summary = `Set bond ${name}: ${bondText(after.bond)}`
  const set = steps(change, phase, summary, [setBond(name, after.bond)], [setBond(name, before.bond)])
  if (!isDownNeeded) return set
  const members = isModeChange ? before.bond.members.map((member) => member.name) : []
  const kept = members.filter((member) => after.bond?.members.some((other) => other.name === member) === true)
  const enslave = (member: string): Command[] => [
    setUp(member, false),
    ip('link', 'set', 'dev', member, 'master', name),
  ]
  return [
    ...kept.flatMap((member) =>
      steps(
        change,
        phase,
        `Take ${member} out of ${name} for the change of mode`,
        [leaveMaster(member)],
        enslave(member),
      ),
    ),
    ...steps(
      change,
      phase,
      `Set ${name} down for the change`,
      [setUp(name, false)],
      before.isUp ? [setUp(name, true)] : [],
    ),
    ...set,
    ...kept.flatMap((member) =>
      steps(change, phase, `Put ${member} back into ${name}`, enslave(member), [leaveMaster(member)]),
    ),
    ...(after.isUp ? steps(change, phase, `Set ${name} up again`, [setUp(name, true)], [setUp(name, false)]) : []),
  ]
}

function join(change: LinkChange, sides: Sides, phase: Phase): StepDraft[] {
  const { before, after, name } = change
  if (after === null) return []
  const to = masterOf(after)
  if (to === null || to === masterOf(before)) return []
  const isBond = sides.after.get(to)?.kind === 'bond'
  const undo = before === null ? [] : [leaveMaster(name), ...(isBond && before.isUp ? [setUp(name, true)] : [])]
  return steps(change, phase, `Put ${name} into ${to}`, setMaster(after, to, isBond), undo)
}

function vlanTables(change: LinkChange, sides: Sides, phase: Phase): StepDraft[] {
  const { before, after, name } = change
  if (after === null) return []
  if (after.bridge !== null) {
    const own = after.bridge.isVlanFiltering ? after.bridge.vlans : []
    const base = before?.bridge?.isVlanFiltering === true ? before.bridge.vlans : joinTable(after)
    return tableSteps(change, phase, base, own, true, before !== null)
  }
  const master = masterOf(after)
  if (master === null || after.bridgePort === null || sides.after.get(master)?.bridge?.isVlanFiltering !== true)
    return []
  const isTableKept = masterOf(before) === master && sides.before.get(master)?.bridge?.isVlanFiltering === true
  const base = isTableKept ? (before?.bridgePort?.vlans ?? []) : joinTable(sides.after.get(master))
  const summary =
    after.bridgePort.vlan === null
      ? `Set VLANs of ${name}`
      : `Set ${name} of ${master}: ${formatPortVlan(after.bridgePort.vlan)}`
  return tableSteps(change, phase, base, after.bridgePort.vlans, false, isTableKept, summary)
}

/** A table that the undoing of another step throws away needs no undoing of its own. */
function tableSteps(
  change: LinkChange,
  phase: Phase,
  from: NonNullable<Link['bridge']>['vlans'],
  to: NonNullable<Link['bridge']>['vlans'],
  isSelf: boolean,
  isUndone: boolean,
  summary = `Set VLANs of bridge ${change.name}`,
): StepDraft[] {
  const undo = isUndone ? vlanCommands(change.name, to, from, isSelf) : []
  return steps(change, phase, summary, vlanCommands(change.name, from, to, isSelf), undo)
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

/** After the members: these are built first, since a bond stands below nobody but its bridge. */
function primary(change: LinkChange): StepDraft[] {
  const { before, after, name } = change
  const [from, to] = [before?.bond?.primary ?? null, after?.bond?.primary ?? null]
  if (from === to || after === null) return []
  const undo = before === null ? [] : [setPrimary(name, from)]
  return steps(change, 'links-on-ovs', `Make ${to ?? 'no member'} the primary of ${name}`, [setPrimary(name, to)], undo)
}

const NOUNS: Partial<Record<Link['kind'], string>> = { bridge: 'Linux bridge', bond: 'bond', vlan: 'VLAN link' }
export const nounOf = (link: Link): string => NOUNS[link.kind] ?? link.kind
