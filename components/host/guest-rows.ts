import type { GlyphStatus } from '@/components/ui/StatusGlyph'
import type { Guest, GuestNic, GuestNicSource } from '@/lib/core/model/libvirt'
import type { NetworkState } from '@/lib/core/model/network-state'
import { nicEndsOf } from '@/lib/core/state/nic-ends'
import { nodeId } from '@/lib/core/topology/graph/ids'
import { formatPortVlan } from '@/lib/core/vlan/words'
import { vlanOfLibvirt } from '@/lib/core/vlan/libvirt'

export type GuestRow = { id: string; guest: Guest; nicCount: number; differing: number }

export const guestRows = (state: NetworkState): GuestRow[] =>
  state.guests.map((guest) => ({
    id: nodeId('guest', guest.uuid),
    guest,
    nicCount: guest.nics.length,
    differing: guest.nics.filter((nic) => nic.differences.length > 0 || isOneSided(guest, nic)).length,
  }))

/** A running guest whose NIC is only in one of running and stored: it goes or comes with the next power cycle. */
const isOneSided = (guest: Guest, nic: GuestNic): boolean =>
  isRunning(guest) && guest.isPersistent && (nic.running === null) !== (nic.stored === null)

const isRunning = (guest: Guest): boolean => !['shut off', 'crashed', 'unknown'].includes(guest.state)

export function guestGlyph({ state }: Guest): GlyphStatus {
  switch (state) {
    case 'running':
    case 'idle':
      return 'ok'
    case 'paused':
    case 'in shutdown':
    case 'pmsuspended':
      return 'warn'
    case 'crashed':
      return 'error'
    case 'shut off':
      return 'off'
    case 'unknown':
      return 'unknown'
  }
}

export type GuestNicRow = {
  id: string
  guestId: string
  guestName: string
  nic: GuestNic
  mac: string
  source: string
  target: string | null
  vlan: string | null
  model: string | null
  linkState: 'up' | 'down'
  /** A guest that does not run has a link state all the same: the one it starts with. */
  isRunning: boolean
  /** Running against stored, in words; empty where nothing will change with a power cycle. */
  differences: readonly string[]
}

export const guestNicRows = (state: NetworkState): GuestNicRow[] =>
  state.guests.flatMap((guest) =>
    guest.nics.flatMap((nic): GuestNicRow[] => {
      const config = nic.running ?? nic.stored
      if (config === null) return []
      const port = vlanOfLibvirt(config.vlan)
      return [
        {
          id: nodeId('guest-nic', guest.uuid, nic.name),
          guestId: nodeId('guest', guest.uuid),
          guestName: guest.name,
          nic,
          mac: config.mac,
          source: sourceWords(config.source),
          target: nicEndsOf(state).endOf(config),
          vlan: port === null ? null : formatPortVlan(port),
          model: config.model,
          linkState: config.linkState,
          isRunning: isRunning(guest),
          differences: differencesOf(guest, nic),
        },
      ]
    }),
  )

function differencesOf(guest: Guest, nic: GuestNic): readonly string[] {
  if (!isOneSided(guest, nic)) return nic.differences
  return nic.stored === null
    ? ['runs only: gone after a power cycle']
    : ['stored only: there after the next power cycle']
}

/** Where the guest's definition plugs the NIC in, in libvirt's words. */
function sourceWords(source: GuestNicSource): string {
  switch (source.type) {
    case 'network':
      return `network ${source.network}${source.portgroup === null ? '' : `, portgroup ${source.portgroup}`}`
    case 'bridge':
      return `bridge ${source.bridge}`
    case 'direct':
      return `direct ${source.dev} (${source.mode})${source.network === null ? '' : `, network ${source.network}`}`
    case 'hostdev':
      return `hostdev ${source.address ?? ''}${source.network === null ? '' : `, network ${source.network}`}`.trim()
    case 'vhostuser':
      return `vhostuser ${source.path ?? ''}`.trim()
    case 'ethernet':
    case 'user':
      return source.type
    case 'other':
      return source.libvirtType
  }
}
