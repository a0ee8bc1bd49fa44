/* Network services of the host that may take a change of their links back. */
import type { LinkManager } from '../../model/network-state'
import { LINK_MANAGER_FACTS } from '../../observe/system-commands'
import type { WorkingState } from '../working-state'
import type { ChangeOf, ObjectChange, ObjectKind } from '../../objects/object-ref'
import { OBJECTS } from '../../objects/table'
import { indexHost } from '../../state/host-index'

type Advice = { when: string; right: (link: string, manager: LinkManager) => string }

const ADVICE: Record<LinkManager['manager'], Advice> = {
  NetworkManager: {
    when: 'within seconds, when it next brings the connection up, and at the next loss of carrier',
    right: (link, { connection }) =>
      `${connection === null ? `give ${link} a connection profile that says the same` : `make the same change in its profile "${connection}"`}, or take the link out of its care first: nmcli device set ${link} managed no`,
  },
  'systemd-networkd': {
    when: 'at the next loss of carrier, and when it is restarted or reloaded',
    right: (link) =>
      `make the same change in the .network file of ${link}, or take the link out of its care with Unmanaged=yes in its [Link] section`,
  },
}

/**
 * A change of what runs, past the service that looks after the link: it may be taken back. Changes of addresses and of what a
 * link is a port of; an interface of an Open vSwitch port too, for its address comes back. Also where nobody knows who looks after it.
 */
export function warnOfManagers(working: WorkingState, changes: readonly ObjectChange[]): void {
  const touched = new Set(changes.flatMap((change) => linksOf(change)))
  const [problem] = working.observed.sources
    .flatMap(({ problems }) => problems)
    .filter(({ command }) => command === LINK_MANAGER_FACTS.display)
  const present = [...touched].filter((name) => indexHost(working.observed).link(name) !== undefined)
  if (problem !== undefined && present.length > 0)
    working.warn(
      `Whether NetworkManager or systemd-networkd looks after ${present.sort().join(', ')}, and may take this back, could not be read: ${problem.message}`,
    )
  for (const manager of working.observed.system.linkManagers) {
    if (!touched.has(manager.link)) continue
    const { when, right } = ADVICE[manager.manager]
    working.warn(
      `${manager.link} is managed by ${manager.manager} (${manager.state}), which may take this back ${when}: ${right(manager.link, manager)}`,
    )
  }
}

const linksOf = <K extends ObjectKind>(change: ChangeOf<K>): string[] => OBJECTS[change.kind].managedLinks(change)
