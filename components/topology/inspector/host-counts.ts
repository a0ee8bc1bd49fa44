import type { NetworkState, SourceId } from '@/lib/core/model/network-state'
import { vlansOf } from '@/lib/core/observe/summary'
import { formatVlanList } from '@/lib/core/vlan/words'

export type HostCount = { label: string; text: string }

const some = (count: number, word: string) => (count > 0 ? [`${count} ${word}`] : [])

/** "3 running", "1 paused", "1 shut off": running ones first. An idle guest runs, and waits. */
function guestStates({ guests }: NetworkState): string[] {
  const counts = new Map([['running', 0]])
  for (const { state } of guests) {
    const word = state === 'idle' ? 'running' : state
    counts.set(word, (counts.get(word) ?? 0) + 1)
  }
  return [...counts].flatMap(([word, count]) => some(count, word))
}

/** Of what could not be read at all nobody knows how many there are: none would be a claim. */
const notKnown = ({ sources }: NetworkState, id: SourceId): string[] =>
  sources.some((source) => source.id === id && source.status === 'failed') ? ['not known'] : []

/** "On this host": what there is of each kind, in words; kinds that are absent are left out. */
export function countHost(state: NetworkState): HostCount[] {
  const nics = state.links.filter((link) => link.kind === 'nic')
  const dark = nics.filter((nic) => !nic.hasCarrier).length
  const kernelBonds = state.links.filter((link) => link.kind === 'bond').length
  const ovsBonds = state.ovs?.bridges.flatMap((bridge) => bridge.ports).filter((port) => port.bond !== null).length ?? 0
  const linuxBridges = state.links.filter((link) => link.kind === 'bridge').length
  const macvtaps = state.links.filter((link) => link.kind === 'macvtap').length
  const networks = state.libvirt?.networks ?? []
  const portgroups = networks.reduce((sum, network) => sum + network.portgroups.length, 0)
  const texts: [string, string[]][] = [
    ['NICs', [...some(nics.length, '').map((text) => text.trim()), ...some(dark, 'without carrier')]],
    ['bonds', [...some(kernelBonds, 'kernel'), ...some(ovsBonds, 'OVS')]],
    [
      'bridges',
      [
        ...some(linuxBridges, 'Linux'),
        ...some(state.ovs?.bridges.length ?? 0, 'OVS'),
        ...notKnown(state, 'ovs').map((words) => `OVS ${words}`),
      ],
    ],
    [
      'networks',
      [
        ...[...some(networks.length, ''), ...some(portgroups, portgroups === 1 ? 'portgroup' : 'portgroups')].map(
          (text) => text.trim(),
        ),
        ...notKnown(state, 'networks'),
      ],
    ],
    ['macvtaps', some(macvtaps, '').map((text) => text.trim())],
    ['guests', [...guestStates(state), ...notKnown(state, 'guests')]],
    ['VLANs', [formatVlanList(vlansOf(state))].filter((text) => text !== '')],
  ]
  return texts.filter(([, parts]) => parts.length > 0).map(([label, parts]) => ({ label, text: parts.join(', ') }))
}
