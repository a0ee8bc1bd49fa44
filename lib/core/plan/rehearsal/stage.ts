import { normaliseMac } from '../../address/mac'
import type { Link } from '../../model/link'
import type { ManagementPath, NetworkState } from '../../model/network-state'
import { linksOfChange } from '../../objects/change-links'
import type { ObjectChange } from '../../objects/object-ref'
import { diffObjects } from '../../objects/state-objects'
import { linksOfRoute, localOf } from '../../observe/routes'
import { indexHost } from '../../state/host-index'
import { createLink, ip, isCreatable, portFlags } from '../commands/link-commands'
import { renderAddresses } from '../render/addresses'
import { renderLinks } from '../render/links'
import type { Command, Rehearsal, Step } from '../step'
import { orderSteps } from '../step'

/** Above it making the stage takes longer than the change. */
const MAX_LINKS = 400

type Rehearsed = { steps: readonly Step[]; changes: readonly ObjectChange[]; managementPath: ManagementPath }

/** What runs in any network namespace, for it speaks to the kernel alone. */
export const isKernelCommand = ({ argv: [tool = ''] }: { argv: readonly string[] }): boolean =>
  tool === 'ip' || tool === 'bridge' || tool === 'tee'

/**
 * What a plan's steps and their undoing can be tried on in an empty network namespace: the links that they touch, those around
 * them and those of the way to the host, with addresses and routes; hardware, taps and ports of Open vSwitch are dummies of the
 * same names. Null: there is nothing to try there, or it would be too much.
 */
export function rehearsalOf(observed: NetworkState, plan: Rehearsed): Rehearsal | null {
  const steps = plan.steps.filter(({ scope }) => scope !== 'stored')
  if (!steps.some(({ run }) => isKernelCommand(run))) return null
  const stage = stageState(observed, plan)
  if (stage.links.length > MAX_LINKS) return null
  return {
    links: stage.links.map(({ name }) => name),
    stage: stageCommands(observed, stage),
    standIns: Object.fromEntries(
      steps.flatMap((step) => (isKernelCommand(step.run) ? [] : [[step.id, standIn(step, plan.changes, observed)]])),
    ),
  }
}

/** Touched or on the way to the host; what these stand on, are held by or hold; and the routes by them. */
function stageState(observed: NetworkState, { changes, managementPath }: Rehearsed): NetworkState {
  const index = indexHost(observed)
  const touched = new Set([...changes.flatMap((change) => linksOfChange(change)), ...managementPath.links])
  const sources = new Set([...touched].flatMap((name) => index.link(name)?.addresses.map(localOf) ?? []))
  const routes = observed.routes.filter(
    (route) => linksOfRoute(route).some((name) => touched.has(name)) || sources.has(route.preferredSource ?? ''),
  )
  const names = new Set<string>()
  const add = (name: string | null): void => {
    const link = name === null ? undefined : index.link(name)
    if (link === undefined || link.isFallback || names.has(link.name)) return
    names.add(link.name)
    for (const next of [link.lower, link.master, ...(link.bond?.members.map((member) => member.name) ?? [])]) add(next)
  }
  for (const name of [...touched, ...routes.flatMap(linksOfRoute)]) add(name)
  for (const { name, master } of observed.links) if (master !== null && touched.has(master)) add(name)
  const own = observed.links.filter(({ name }) => names.has(name))
  const holders = new Set(own.filter(({ kind }) => kind === 'bridge' || kind === 'bond').map(({ name }) => name))
  return {
    ...observed,
    links: own.map((link) => onStage(link, names, holders)),
    routes: routes.filter((route) => linksOfRoute(route).every((name) => names.has(name))),
  }
}

/** The link as the stage can have it: of hardware and of other namespaces' links a dummy. */
function onStage(link: Link, names: ReadonlySet<string>, holders: ReadonlySet<string>): Link {
  if (link.kind === 'loopback') return link
  const isMade = isCreatable(link) && (link.kind === 'bridge' || link.kind === 'bond' || names.has(link.lower ?? ''))
  const isPort = holders.has(link.master ?? '')
  const { bond } = link
  return {
    ...link,
    mac: isUnicast(link.mac) ? link.mac : null,
    master: isPort ? link.master : null,
    bridgePort: isPort ? link.bridgePort : null,
    ...(!isMade && { kind: 'dummy', kernelKind: 'dummy', lower: null, vlan: null, macvlan: null, peer: null }),
    bond: bond === null ? null : { ...bond, members: bond.members.filter(({ name }) => names.has(name)) },
  }
}

const isUnicast = (mac: string | null): boolean => {
  const text = mac === null ? null : normaliseMac(mac)
  return text !== null && text !== '00:00:00:00:00:00' && Number.parseInt(text.slice(0, 2), 16) % 2 === 0
}

/** The stage is what a plan makes of a host that has nothing but lo. */
function stageCommands(observed: NetworkState, stage: NetworkState): Command[] {
  const own = new Set(['127.0.0.1/8', '::1/128'])
  const lo = stage.links
    .filter(({ kind }) => kind === 'loopback')
    .map((link) => ({ ...link, addresses: link.addresses.filter(({ cidr }) => own.has(cidr)) }))
  const empty: NetworkState = { ...observed, links: lo, routes: [] }
  const changes = diffObjects(empty, stage)
  const steps = orderSteps([...renderLinks(empty, stage, changes), ...renderAddresses(empty, stage, changes)])
  return [
    ip('link', 'set', 'dev', 'lo', 'up'),
    ...steps.map(({ run }) => run),
    ...stage.links.flatMap((link) => portFlags(link)),
  ]
}

/** What stands on the stage for a step of Open vSwitch: its internal ports come and go as dummies. */
function standIn(
  { objects }: Step,
  changes: readonly ObjectChange[],
  observed: NetworkState,
): Rehearsal['standIns'][string] {
  const touched = changes.filter((change) =>
    objects.some(({ kind, name }) => kind === change.kind && name === change.name),
  )
  const [before, after] = (['before', 'after'] as const).map(
    (side) => new Set(touched.flatMap((change) => internalLinks(change, side))),
  )
  const come = [...(after ?? [])].filter((name) => before?.has(name) !== true)
  const gone = [...(before ?? [])].filter((name) => after?.has(name) !== true)
  const make = (name: string): Command => {
    const link = indexHost(observed).link(name)
    return link === undefined
      ? ip('link', 'add', 'name', name, 'type', 'dummy')
      : createLink(onStage(link, new Set(), new Set()), new Map())
  }
  const remove = (name: string): Command => ip('link', 'del', 'dev', name)
  return { run: [...gone.map(remove), ...come.map(make)], undo: [...come.map(remove), ...gone.map(make)] }
}

const internalLinks = (change: ObjectChange, side: 'before' | 'after'): string[] => {
  if (change.kind === 'ovs-bridge') return change[side] === null ? [] : [change.name]
  if (change.kind !== 'ovs-port') return []
  return (change[side]?.interfaces ?? []).filter(({ type }) => type === 'internal').map(({ name }) => name)
}
