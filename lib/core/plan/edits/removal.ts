import { canonicalIp } from '../../address/ip'
import { linkLocalOf } from '../../address/mac'
import type { Link } from '../../model/link'
import type { WorkingState } from '../working-state'
import { uppersOf } from './dependents'

/** Our way to the host does not lead over the link, and nothing stands on it; otherwise its removal is refused. */
export function mayBeRemoved(working: WorkingState, name: string): boolean {
  if (working.holdsManagement(name)) {
    working.refuse(
      'name',
      'management_link',
      `${name} carries the address that we are connected to: move it to another link first`,
    )
    return false
  }
  const [upper] = uppersOf(working.state, name)
  if (upper === undefined) return true
  working.refuse('name', 'link_in_use', `${upper.name} stands on ${name}: remove ${upper.name} first`)
  return false
}

/** Link-local addresses that the kernel would not make again: left from an earlier MAC, or made in another way than of the MAC. */
export function warnOfLinkLocal(working: WorkingState, { name, mac, addresses }: Link): void {
  if (mac === null) return
  const made = linkLocalOf(mac)
  const lost = addresses
    .filter(({ family, scope }) => family === 'inet6' && scope === 'link')
    .map(({ cidr }) => cidr.split('/')[0] ?? '')
    .filter((address) => canonicalIp(address) !== canonicalIp(made))
  for (const address of lost)
    working.warn(
      `${name} has the link-local address ${address}, which does not follow from its MAC ${mac}: put back, it gets ${made} from the kernel`,
    )
}
