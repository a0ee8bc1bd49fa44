import type { LibvirtNetwork, LibvirtState } from '../model/libvirt'
import type { NetworkXml } from '../parse/libvirt-xml-network'
import { parseNetworkXml } from '../parse/libvirt-xml-network'
import type { Parsed } from '../parse/parsed'
import { parseTools } from '../parse/system'
import { parseVirshDumps } from '../parse/virsh-batch'
import type { VirshDumps } from '../parse/virsh-batch'
import { byName } from './in-order'
import { LIBVIRT_NETWORKS } from './libvirt-commands'
import { noteCut, noteUnread, takeDump } from './libvirt-dumps'
import type { DumpKind, Notes } from './libvirt-dumps'
import { differsFromStored } from './libvirt-stored'
import { observed, takeFact } from './observed'
import type { Observed } from './observed'
import type { RawFacts } from './read-command'
import { TOOL_FACTS } from './system-commands'

const KIND: DumpKind = { source: 'networks', command: 'net-dumpxml', noun: 'network' }

const parseNetworks = (stdout: string): Parsed<VirshDumps<NetworkXml>> => parseVirshDumps(stdout, parseNetworkXml)

/** libvirt's networks, running and stored, by name. Null: libvirt was not read. */
export function observeLibvirt(facts: RawFacts): Observed<LibvirtState | null> {
  const { value: dumps, problems } = takeFact(facts, LIBVIRT_NETWORKS, parseNetworks)
  if (dumps === null) return observed(null, problems)
  const notes: Notes = { problems: [...problems], unrecognised: [] }
  noteCut(dumps, LIBVIRT_NETWORKS, KIND, notes)
  const uuids = [...new Set([...dumps.batch.active, ...dumps.batch.inactive])]
  const networks = uuids.flatMap((uuid) => networkOf(uuid, dumps, notes) ?? [])
  const state = { version: versionOf(facts), networks: networks.sort(byName) }
  return observed(state, notes.problems, notes.unrecognised)
}

function networkOf(uuid: string, dumps: VirshDumps<NetworkXml>, notes: Notes): LibvirtNetwork | null {
  const running = takeDump(dumps, 'running', uuid, KIND, notes)
  const stored = takeDump(dumps, 'stored', uuid, KIND, notes)
  const current = running ?? stored
  if (current === null) {
    noteUnread(dumps, uuid, KIND, notes)
    return null
  }
  const { root, unknown, uuid: _, ...facts } = current
  for (const { what, raw } of unknown) notes.unrecognised.push({ source: 'networks', what, name: current.name, raw })
  const isPersistent = !dumps.batch.transient.has(uuid)
  return {
    ...facts,
    uuid,
    isActive: running !== null,
    isAutostart: dumps.batch.autostart.has(uuid),
    isPersistent,
    differsFromStored: isPersistent && running !== null && stored !== null && differsFromStored(root, stored.root),
    hasUnknownElements: unknown.length > 0,
  }
}

/**
 * virsh's own version, which the system's facts hold. `virsh version` knows the daemon's too, but asks it to probe QEMU:
 * seconds, on a slow host 20 of them, whenever the daemon has just started.
 */
function versionOf(facts: RawFacts): string | null {
  return takeFact(facts, TOOL_FACTS, parseTools).value?.get('virsh')?.version ?? null
}
