import type { NetworkState, SourceId } from '../model/network-state'
import type { OvsState } from '../model/ovs'
import { observeGuests } from './guests'
import { observeLibvirt } from './libvirt'
import { observeLinks } from './links'
import { managementPath, parseSshConnection } from './management'
import { observeNeighbours } from './neighbours'
import { observeOvs } from './ovs'
import { observeProcesses } from './processes'
import type { RawFacts } from './read-command'
import { sourceReport } from './source-reports'
import type { SourceOutcome } from './source-reports'
import { observeSystem } from './system'

export type ObserveContext = {
  /** Our clock when the newest facts came, Unix milliseconds. */
  readAtMs: number
  /** When each source was read, where facts of several readings are merged; `readAtMs` for those not named. */
  sourceReadAtMs?: Partial<Record<SourceId, number>>
  /** SSH_CONNECTION of our own login where the collector knows it (sudo drops it), else null: then the facts' own is used. */
  sshConnection: string | null
}

/**
 * Everything that the facts at hand say about a host, joined. A pure function of its arguments: merge the facts of any number
 * of readings and call it again. A source without facts gives its empty value and no report; a source that failed costs its
 * own part and is reported, never the host. Never throws on anything a host may print.
 */
export function observeHost(facts: RawFacts, context: ObserveContext): NetworkState {
  const readAtMs = (id: SourceId): number => context.sourceReadAtMs?.[id] ?? context.readAtMs
  const system = observeSystem(facts, readAtMs('system'))
  const sshConnection = context.sshConnection || system.value.sshConnection
  const neighbours = observeNeighbours(facts)
  const ovs = observeOvs(facts)
  const links = observeLinks(facts, {
    ovsInternalNames: internalNames(ovs.value.state),
    lldpLinks: new Set(neighbours.value.map((neighbour) => neighbour.link)),
    managementAddress: parseSshConnection(sshConnection)?.local ?? null,
  })
  const libvirt = observeLibvirt(facts)
  const guests = observeGuests(facts)
  const processes = observeProcesses(facts, guests.value, {
    areGuestsWhole: guests.problems.length === 0,
    links: links.value.links,
  })

  const { tools } = system.value
  const outcomes: SourceOutcome[] = [
    { id: 'system', problems: system.problems, isEmpty: system.value.system.hostname === null },
    { id: 'links', problems: links.problems, isEmpty: links.value.links.length === 0 },
    { id: 'ovs', problems: ovs.problems, isEmpty: ovs.value.state === null },
    { id: 'networks', problems: libvirt.problems, isEmpty: libvirt.value === null },
    { id: 'guests', problems: guests.problems, isEmpty: guests.value.length === 0 },
    { id: 'processes', problems: processes.problems, isEmpty: processes.value.length === guests.value.length },
    { id: 'lldp', problems: neighbours.problems, isEmpty: neighbours.value.length === 0 },
  ]
  return {
    system: system.value.system,
    tools,
    sources: outcomes.flatMap((outcome) => sourceReport(facts, outcome, tools, readAtMs(outcome.id)) ?? []),
    management: managementPath(sshConnection, links.value.links, links.value.routes, ovs.value.state),
    links: links.value.links,
    routes: links.value.routes,
    fdb: [...links.value.fdb, ...ovs.value.fdb],
    ovs: ovs.value.state,
    libvirt: libvirt.value,
    guests: processes.value,
    neighbours: neighbours.value,
    unrecognised: [system, links, ovs, libvirt, guests, processes, neighbours].flatMap((part) => part.unrecognised),
  }
}

/** Links that the userspace datapath shows as plain taps: internal interfaces, and each bridge's own. */
function internalNames(ovs: OvsState | null): Set<string> {
  return new Set(
    (ovs?.bridges ?? []).flatMap((bridge) => [
      bridge.name,
      ...bridge.ports.flatMap((port) =>
        port.interfaces.filter(({ type }) => type === 'internal').map(({ name }) => name),
      ),
    ]),
  )
}
