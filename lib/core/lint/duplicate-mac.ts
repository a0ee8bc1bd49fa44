/* L19: one MAC, two guests. */
import type { Guest, GuestNic } from '../model/libvirt'
import type { NetworkState } from '../model/network-state'
import { groupBy } from '../observe/in-order'
import { teamRoleOf } from '../observe/nic-key'
import { nodeId } from '../topology/graph/ids'
import type { Finding } from './finding'
import { finding } from './finding'

type Use = { mac: string; guest: Guest; nic: GuestNic }

/** A team's transient NIC has its partner's MAC by design, and the guest takes the two for one. */
const isTeamed = ({ nics }: Guest, nic: GuestNic, mac: string): boolean =>
  teamRoleOf(nic) === 'transient' &&
  nics.some((other) => teamRoleOf(other) === 'persistent' && (other.running ?? other.stored)?.mac === mac)

/** The same MAC on two NICs of this host's guests: an error when both run, since each then steals the other's frames. */
export function lintDuplicateMac(state: NetworkState): Finding[] {
  const uses: Use[] = state.guests.flatMap((guest) =>
    guest.nics.flatMap((nic) => {
      const mac = nic.running?.mac ?? nic.stored?.mac ?? ''
      return mac === '' || isTeamed(guest, nic, mac) ? [] : [{ mac, guest, nic }]
    }),
  )
  return [...groupBy(uses, ({ mac }) => mac)].flatMap(([mac, twins]) => {
    const [first] = twins
    if (first === undefined || twins.length < 2) return []
    const running = twins.filter(({ nic }) => nic.running !== null)
    const where = twins.map(
      ({ guest, nic }) => `${nic.name} of ${guest.name}${nic.running === null ? ' (not running)' : ''}`,
    )
    return [
      finding(
        {
          rule: 'L19',
          severity: running.length > 1 ? 'error' : 'warning',
          nodeId: nodeId('guest-nic', first.guest.uuid, first.nic.name),
          title: `${mac} belongs to ${twins.length} NICs`,
          evidence: where,
          consequence:
            running.length > 1
              ? 'Switches send the frames of both to whichever spoke last.'
              : 'As soon as they run together, switches send the frames of both to whichever spoke last.',
          cure: 'Give all but one another address.',
        },
        mac,
      ),
    ]
  })
}
