import 'server-only'
import type { HostNote } from '@/lib/contract/hosts'
import type { Fleet } from './fleet'

type Named = { id: string; name: string }

/** `same`: one boot of one machine. `other`: another machine with this one's machine id. `open`: one of the two, not both are online. */
type Twin = { hostId: string; is: 'same' | 'other' | 'open' }

/** Other hosts of the fleet that were last read with this one's machine id. Addresses say nothing: a machine has several. */
export function twinsOf(fleet: Fleet, hostId: string): Twin[] {
  const session = fleet.get(hostId)
  const own = session?.reading?.state.system
  if (!session || !own?.machineId) return []
  return fleet.sessions().flatMap((other): Twin[] => {
    const its = other.reading?.state.system
    if (other === session || its?.machineId !== own.machineId) return []
    // A boot id is made at random by the kernel at each boot (random(4)): no clone has it.
    if (own.bootId !== null && own.bootId === its.bootId) return [{ hostId: other.host.id, is: 'same' }]
    const areRead = session.isOnline && other.isOnline && own.bootId !== null && its.bootId !== null
    return [{ hostId: other.host.id, is: areRead ? 'other' : 'open' }]
  })
}

const NEW_ID = 'rm /etc/machine-id && systemd-machine-id-setup, then reboot'

const WORDS: Record<Twin['is'], (name: string) => HostNote> = {
  same: (name) => ({
    kind: 'same_machine',
    message: `This machine is also added as ${name}: both have one machine id and one boot id. A change through either is one of both. Keep one entry and delete the other; the machine is not touched by that.`,
  }),
  other: (name) => ({
    kind: 'same_machine_id',
    message: `${name} has the same machine id, and is another machine (its boot id differs): one is a clone, or both are of one template. Give each its own: ${NEW_ID}.`,
  }),
  open: (name) => ({
    kind: 'same_machine_id',
    message: `${name} has the same machine id. Either it is this machine, added twice: then delete one entry. Or one is a clone of the other: then give it an id of its own (${NEW_ID}). Once both answer, their boot ids tell which.`,
  }),
}

const FEW_CHANNELS: HostNote = {
  kind: 'few_channels',
  message:
    'Not followed live: sshd gives one connection too few channels. What is shown is read again every 10 s instead. Allow 5 or more on the host: MaxSessions 10 in /etc/ssh/sshd_config, then systemctl reload ssh (RHEL: sshd).',
}

/** What to know of a host beside its status. `hosts`: all, for their names. */
export function notesOf(fleet: Fleet, hostId: string, hosts: Iterable<Named>): HostNote[] {
  const isCrowdedOut = fleet.get(hostId)?.isCrowdedOut === true
  return [...twinNotes(twinsOf(fleet, hostId), hosts), ...(isCrowdedOut ? [FEW_CHANNELS] : [])]
}

function twinNotes(twins: readonly Twin[], hosts: Iterable<Named>): HostNote[] {
  if (twins.length === 0) return []
  const names = new Map([...hosts].map(({ id, name }) => [id, name]))
  return twins.flatMap(({ hostId, is }) => {
    const name = names.get(hostId)
    // Without a name it is being removed.
    return name === undefined ? [] : [WORDS[is](name)]
  })
}
