import { GuestState } from '../model/libvirt'
import type { Guest } from '../model/libvirt'
import { parseDomainXml } from '../parse/libvirt-xml-domain'
import type { DomainXml } from '../parse/libvirt-xml-domain'
import type { Parsed } from '../parse/parsed'
import { parseVirshDumps } from '../parse/virsh-batch'
import type { VirshDumps } from '../parse/virsh-batch'
import { LIBVIRT_GUESTS } from './guests-commands'
import { matchNics } from './guests-nics'
import type { NicContext } from './guests-nics'
import { byName } from './in-order'
import { observeLibvirt } from './libvirt'
import { noteCut, noteUnread, takeDump } from './libvirt-dumps'
import type { DumpKind, Notes } from './libvirt-dumps'
import { observed, takeFact } from './observed'
import type { Observed } from './observed'
import type { RawFacts } from './read-command'

const KIND: DumpKind = { source: 'guests', command: 'dumpxml', noun: 'guest' }

const parseGuests = (stdout: string): Parsed<VirshDumps<DomainXml>> => parseVirshDumps(stdout, parseDomainXml)

/**
 * The guests that libvirt knows, by name. A guest that vanished while it was read is left out; one that exists and could
 * not be read is a problem. Facts of the networks, where present, help to tell what a NIC's VLAN and network really are.
 */
export function observeGuests(facts: RawFacts): Observed<Guest[]> {
  const { value: dumps, problems } = takeFact(facts, LIBVIRT_GUESTS, parseGuests)
  const notes: Notes = { problems: [...problems], unrecognised: [] }
  if (dumps === null) return observed([], notes.problems)
  noteCut(dumps, LIBVIRT_GUESTS, KIND, notes)
  const libvirt = observeLibvirt(facts).value
  const context: NicContext = {
    networks: new Map(libvirt?.networks.map((network) => [network.name, network])),
    version: libvirt?.version ?? null,
  }
  const active = new Set(dumps.batch.active)
  const guests = [...new Set([...active, ...dumps.batch.inactive])].flatMap(
    (uuid) => guestOf(uuid, active.has(uuid), dumps, context, notes) ?? [],
  )
  return observed(guests.sort(byName), notes.problems, notes.unrecognised)
}

function guestOf(
  uuid: string,
  isListedActive: boolean,
  dumps: VirshDumps<DomainXml>,
  context: NicContext,
  notes: Notes,
): Guest | null {
  const current = isListedActive ? takeDump(dumps, 'running', uuid, KIND, notes) : null
  // A guest that stopped after it was listed answers with its stored definition, which has no id.
  const running = current?.isRunning === true ? current : null
  const isPersistent = !dumps.batch.transient.has(uuid)
  const stored = isPersistent ? takeDump(dumps, 'stored', uuid, KIND, notes) : null
  const domain = running ?? stored ?? current
  if (domain === null) {
    noteUnread(dumps, uuid, KIND, notes)
    return null
  }
  for (const { what, raw } of domain.unknown)
    notes.unrecognised.push({ source: 'guests', what, name: domain.name, raw })
  return {
    uuid,
    name: domain.name,
    title: domain.title,
    state: running === null ? 'shut off' : stateOf(dumps.batch.state.get(uuid)),
    manager: 'libvirt',
    isPersistent,
    isAutostart: dumps.batch.autostart.has(uuid),
    hasAcpi: domain.hasAcpi,
    machineType: domain.machineType,
    pid: null,
    nics: matchNics(running?.interfaces ?? null, stored?.interfaces ?? null, context),
  }
}

function stateOf(words: string | undefined): GuestState {
  const state = GuestState.safeParse(words?.trim())
  return state.success ? state.data : 'unknown'
}
