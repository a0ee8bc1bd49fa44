import type { LibvirtNetwork, LibvirtState } from '../model/libvirt'
import type { Unrecognised } from '../model/network-state'
import type { NetworkXml } from '../parse/libvirt-xml-network'
import { parseNetworkXml } from '../parse/libvirt-xml-network'
import { parseTools } from '../parse/system'
import { isUnread, parseVirshBatch } from '../parse/virsh-batch'
import type { VirshBatch } from '../parse/virsh-batch'
import { byName } from './in-order'
import { LIBVIRT_NETWORKS } from './libvirt-commands'
import { differsFromStored } from './libvirt-stored'
import { observed, takeFact } from './observed'
import type { Observed, Problem } from './observed'
import type { RawFacts } from './read-commands'
import { TOOL_FACTS } from './system-commands'

/** libvirt's networks, running and stored, by name. Null: libvirt was not read. */
export function observeLibvirt(facts: RawFacts): Observed<LibvirtState | null> {
  const batch = takeFact(facts, LIBVIRT_NETWORKS, parseVirshBatch)
  if (batch.value === null) return observed(null, batch.problems)
  const problems = [...batch.problems]
  const unrecognised: Unrecognised[] = []
  const networks: LibvirtNetwork[] = []
  for (const uuid of [...batch.value.active, ...batch.value.inactive]) {
    const running = readNetwork(batch.value, 'running', uuid, problems, unrecognised)
    const stored = readNetwork(batch.value, 'stored', uuid, problems, unrecognised)
    const current = running ?? stored
    if (current === null) {
      if (isUnread(batch.value, uuid)) problems.push(unreadNetwork(uuid))
      continue
    }
    for (const { what, raw } of current.unknown)
      unrecognised.push({ source: 'networks', what, name: current.name, raw })
    networks.push(networkOf(uuid, batch.value, current, running, stored))
  }
  networks.sort(byName)
  return observed({ version: versionOf(facts), networks }, problems, unrecognised)
}

function networkOf(
  uuid: string,
  batch: VirshBatch,
  current: NetworkXml,
  running: NetworkXml | null,
  stored: NetworkXml | null,
): LibvirtNetwork {
  const { root, unknown, uuid: _, ...facts } = current
  const isPersistent = !batch.transient.has(uuid)
  return {
    ...facts,
    uuid,
    isActive: running !== null,
    isAutostart: batch.autostart.has(uuid),
    isPersistent,
    differsFromStored: isPersistent && running !== null && stored !== null && differsFromStored(root, stored.root),
    hasUnknownElements: unknown.length > 0,
  }
}

/** One definition; null where virsh printed none. One that does not parse is a problem, and kept as unrecognised. */
function readNetwork(
  batch: VirshBatch,
  section: 'running' | 'stored',
  uuid: string,
  problems: Problem[],
  unrecognised: Unrecognised[],
): NetworkXml | null {
  const text = batch[section].get(uuid)?.trim() ?? ''
  if (text === '') return null
  const network = parseNetworkXml(text)
  if (network.ok) return network.value
  const command = `virsh net-dumpxml ${section === 'stored' ? '--inactive ' : ''}${uuid}`
  problems.push({
    command,
    code: 'invalid_output',
    message: `"${command}" gave output we cannot read: ${network.message} (${network.at})`,
  })
  unrecognised.push({
    source: 'networks',
    what: `${section} definition of a network`,
    name: uuid,
    raw: text.slice(0, 4_000),
  })
  return null
}

function unreadNetwork(uuid: string): Problem {
  const command = `virsh net-dumpxml ${uuid}`
  return {
    command,
    code: 'command_failed',
    message: `"${command}" printed nothing, though the network exists. Try it on the host.`,
  }
}

/**
 * virsh's own version, which the system's facts hold. `virsh version` knows the daemon's too, but asks it to probe QEMU:
 * seconds, on a slow host 20 of them, whenever the daemon has just started.
 */
function versionOf(facts: RawFacts): string | null {
  return takeFact(facts, TOOL_FACTS, parseTools).value?.get('virsh')?.version ?? null
}
