/* How a NIC comes from one place to another: past libvirt, live, by replugging, or with the guest's next start. */
import type { Element } from '@xmldom/xmldom'
import type { Guest, GuestNic } from '../../model/libvirt'
import { nicKey, nicRef } from '../../observe/nic-key'
import type { WorkingState } from '../working-state'
import { moveWay, unplugHint, whyDeaf } from '../definitions/guest-nic-how'
import type { Scopes } from './guest-nic-scopes'
import { writeNic } from './guest-nic-scopes'
import { asConfigured, configOf, interfaceIn } from '../definitions/guest-nic-xml'
import { vlanOfLibvirt } from '../../vlan/libvirt'
import { switchPortVlan } from './guest-port'
import { refusesStopped } from './guest-nic-target'
import type { IntentOf } from '../../intents/intent'
import { refKey } from '../../objects/ref-words'

/** The NIC as it is to be in each definition; `stored` null: it is in none. */
type Wanted = { running: Element; stored: Element | null }

/** Moves a NIC of a running guest. `auto` takes the least disruptive way that works. */
export function moveNic(
  working: WorkingState,
  scopes: Scopes,
  nic: GuestNic,
  next: Wanted,
  how: IntentOf<'guestNic.move'>['how'],
): void {
  const { guest, pair } = scopes
  const key = nicKey(guest, nic)
  const now = interfaceIn(pair.running, key)
  const wanted = configOf(next.running)
  if (nic.running === null || wanted === null || sourceText(nic.running) === sourceText(wanted))
    return writeNic(working, scopes, key, now, next.stored)
  const way = moveWay(working, guest, nic.running, wanted)
  const deaf = whyDeaf(guest)
  if (how === 'replug' && deaf !== null)
    return working.refuse('how', deaf.code, `${deaf.text}. Or choose "power cycle"`)
  if (how === 'live' && way.how !== 'port' && way.how !== 'update')
    return working.refuse(
      'how',
      'not_live',
      `${nic.name} of ${guest.name} cannot be moved live: ${way.why}. Choose ${deaf === null ? '"replug" or ' : ''}"power cycle"`,
    )
  const taken = how === 'power cycle' || how === 'replug' ? how : way.how
  if (taken === 'power cycle' && !scopes.stored)
    return working.refuse(
      'scope',
      'not_live',
      `${nic.name} of ${guest.name} can only change at the next start: ${way.why}. Let the stored definition change too (scope "both")`,
    )
  const network = wanted.source.type === 'network' ? wanted.source.network : null
  if (
    (taken === 'replug' || taken === 'update') &&
    refusesStopped(working, guest.name, network, 'choose "power cycle" with scope "both"')
  )
    return
  working.guestMoves.set(refKey(nicRef(guest, nic)), { how: taken, why: way.why })
  switch (taken) {
    case 'power cycle':
      return writeNic(working, scopes, key, now, next.stored)
    case 'port':
      switchPortVlan(working, nic.running, vlanOf(working, wanted))
      working.warn(
        `${guest.name}: libvirt keeps naming the old portgroup of ${nic.name} in what runs, until the guest is stopped and started; the port has the new VLAN at once`,
      )
      return writeNic(working, scopes, key, now, next.stored)
    case 'replug':
      working.warn(unplugHint(guest, key))
      warnOfFunction(working, guest, nic)
      if (nic.running.target !== null) working.vanishing.add(nic.running.target)
      return writeNic(working, scopes, key, asConfigured(next.running), next.stored)
    case 'update':
      return writeNic(working, scopes, key, next.running, next.stored)
  }
}

/** The VLAN that a network's NIC gets from its portgroup (the default one where it names none) or its network. */
function vlanOf(
  working: WorkingState,
  { source }: NonNullable<GuestNic['running']>,
): Parameters<typeof switchPortVlan>[2] {
  if (source.type !== 'network') return null
  const network = working.network(source.network)
  const group = network?.portgroups.find(({ name, isDefault }) =>
    source.portgroup === null ? isDefault : name === source.portgroup,
  )
  return group?.vlan ?? network?.vlan ?? null
}

/** Taken back, the NIC is plugged into its network again, which gives any function that is free. */
export function warnOfFunction(working: WorkingState, guest: Guest, { name, running }: GuestNic): void {
  if (running?.source.type !== 'hostdev' || running.source.network === null) return
  const { address, network } = running.source
  working.warn(
    `${name} of ${guest.name} has function ${address ?? ''} of network ${network}: taken back, it gets one that is free then, which may be another`,
  )
}

/** Where a NIC goes, as text to compare. */
export const sourceText = (nic: NonNullable<GuestNic['running']>): string => {
  const { source } = nic
  return source.type === 'network' || (source.type === 'hostdev' && source.network !== null)
    ? `network ${source.network ?? ''} ${source.portgroup ?? ''}`
    : JSON.stringify([source, source.type === 'bridge' ? vlanOfLibvirt(nic.vlan) : null])
}
