import { GuestState } from '../model/libvirt'
import type { Guest } from '../model/libvirt'
import type { Unrecognised } from '../model/network-state'
import { parseDomainXml } from '../parse/libvirt-xml-domain'
import type { DomainXml } from '../parse/libvirt-xml-domain'
import { isUnread, parseVirshBatch } from '../parse/virsh-batch'
import type { VirshBatch } from '../parse/virsh-batch'
import { LIBVIRT_GUESTS } from './guests-commands'
import { byName } from './in-order'
import { matchNics } from './guests-nics'
import type { Networks } from './guests-nics'
import { observeLibvirt } from './libvirt'
import { observed, takeFact } from './observed'
import type { Observed, Problem } from './observed'
import type { RawFacts } from './read-commands'

type Notes = { problems: Problem[]; unrecognised: Unrecognised[] }

/**
 * The guests that libvirt knows, by name. A guest that vanished while it was read is left out; one that exists and could
 * not be read is a problem. Facts of the networks, where present, help to tell what a NIC's VLAN and network really are.
 */
export function observeGuests(facts: RawFacts): Observed<Guest[]> {
  const batch = takeFact(facts, LIBVIRT_GUESTS, parseVirshBatch)
  const notes: Notes = { problems: [...batch.problems], unrecognised: [] }
  if (batch.value === null) return observed([], notes.problems)
  const networks: Networks = new Map(observeLibvirt(facts).value?.networks.map((network) => [network.name, network]))
  const guests: Guest[] = []
  const active = new Set(batch.value.active)
  for (const uuid of new Set([...active, ...batch.value.inactive])) {
    const guest = guestOf(uuid, active.has(uuid), batch.value, networks, notes)
    if (guest !== null) guests.push(guest)
  }
  guests.sort(byName)
  return observed(guests, notes.problems, notes.unrecognised)
}

function guestOf(
  uuid: string,
  isListedActive: boolean,
  batch: VirshBatch,
  networks: Networks,
  notes: Notes,
): Guest | null {
  const current = isListedActive ? readDomain(batch, 'running', uuid, notes) : null
  // A guest that stopped after it was listed answers with its stored definition, which has no id.
  const running = current?.isRunning === true ? current : null
  const isPersistent = !batch.transient.has(uuid)
  const stored = isPersistent ? readDomain(batch, 'stored', uuid, notes) : null
  const domain = running ?? stored ?? current
  if (domain === null) {
    if (isUnread(batch, uuid)) notes.problems.push(unreadGuest(uuid))
    return null
  }
  for (const { what, raw } of domain.unknown)
    notes.unrecognised.push({ source: 'guests', what, name: domain.name, raw })
  return {
    uuid,
    name: domain.name,
    title: domain.title,
    state: running === null ? 'shut off' : stateOf(batch.state.get(uuid)),
    manager: 'libvirt',
    isPersistent,
    isAutostart: batch.autostart.has(uuid),
    hasAcpi: domain.hasAcpi,
    machineType: domain.machineType,
    pid: null,
    nics: matchNics(running?.interfaces ?? null, stored?.interfaces ?? null, networks),
  }
}

/** One definition; null where virsh printed none. One that does not parse is a problem, and kept as unrecognised. */
function readDomain(batch: VirshBatch, section: 'running' | 'stored', uuid: string, notes: Notes): DomainXml | null {
  const text = batch[section].get(uuid)?.trim() ?? ''
  if (text === '') return null
  const domain = parseDomainXml(text)
  if (domain.ok) return domain.value
  const command = `virsh dumpxml ${section === 'stored' ? '--inactive ' : ''}${uuid}`
  const message = `"${command}" gave output we cannot read: ${domain.message} (${domain.at})`
  notes.problems.push({ command, code: 'invalid_output', message })
  notes.unrecognised.push({
    source: 'guests',
    what: `${section} definition of a guest`,
    name: uuid,
    raw: text.slice(0, 4_000),
  })
  return null
}

function unreadGuest(uuid: string): Problem {
  const command = `virsh dumpxml ${uuid}`
  return {
    command,
    code: 'command_failed',
    message: `"${command}" printed nothing, though the guest exists. Try it on the host.`,
  }
}

function stateOf(words: string | undefined): GuestState {
  const state = GuestState.safeParse(words?.trim())
  return state.success ? state.data : 'unknown'
}
