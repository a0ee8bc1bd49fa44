/* What can be done with each kind of object of a host: the same in the graph, in the inspector and in the tables. */
import type { IconName } from '@/components/ui/Icon'
import type { NetworkState } from '@/lib/core/model/network-state'
import { formView } from './form-request'
import type { DrawerView, RemoveIntent } from './form-request'

export type ObjectAction = {
  id: string
  label: string
  icon?: IconName
  tone?: 'danger'
  /** Why it cannot be done with this object; null where it can. */
  reason: string | null
  view: DrawerView
}

const action = (id: string, label: string, view: DrawerView, more: Partial<ObjectAction> = {}): ObjectAction => ({
  id,
  label,
  reason: null,
  view,
  ...more,
})

const removal = (label: string, intent: RemoveIntent, reason: string | null = null): ObjectAction =>
  action('remove', label, { view: 'remove', intent }, { icon: 'close', tone: 'danger', reason })

/** The bridge that holds a port; null for a link that is no port. */
export function bridgeOf({ ovs, links }: NetworkState, port: string): { name: string; isOvs: boolean } | null {
  const seat = ovs?.bridges.flatMap((bridge) => bridge.ports).find(({ name }) => name === port)
  if (seat !== undefined) return { name: seat.bridge, isOvs: true }
  const link = links.find(({ name }) => name === port)
  if (link?.bridge != null) return { name: port, isOvs: false }
  const master = links.find(({ name }) => name === link?.master)
  return master?.bridge == null ? null : { name: master.name, isOvs: false }
}

const isFiltering = ({ links }: NetworkState, bridge: string): boolean =>
  links.find(({ name }) => name === bridge)?.bridge?.isVlanFiltering ?? false

/** The guest whose running NIC is behind this tap or macvtap. */
export const guestBehind = ({ guests }: NetworkState, tap: string): string | null =>
  guests.find(({ nics }) => nics.some(({ running }) => running?.target === tap))?.name ?? null

export function portActions(state: NetworkState, port: string): ObjectAction[] {
  const bridge = bridgeOf(state, port)
  if (bridge === null) return []
  const isLocal = port === bridge.name
  const guest = guestBehind(state, port)
  return [
    action('vlans', 'Set VLANs…', formView('portVlan', { bridge: bridge.name, port }), {
      icon: 'tag',
      reason:
        bridge.isOvs || isFiltering(state, bridge.name)
          ? null
          : `${bridge.name} does not look at VLAN tags: switch its VLAN filtering on first`,
    }),
    ...(isLocal
      ? []
      : [
          removal(
            'Remove port…',
            { kind: 'port.remove', bridge: bridge.name, name: port },
            guest === null ? null : `it belongs to guest ${guest}: move or remove the guest's NIC`,
          ),
        ]),
  ]
}

export const portgroupActions = (network: string, name: string): ObjectAction[] => [
  action('edit', 'Edit portgroup…', formView('portgroup', { network, name }), { icon: 'settings' }),
  removal('Remove portgroup…', { kind: 'portgroup.remove', network, name }),
]

export const networkActions = (name: string): ObjectAction[] => [
  action('portgroup', 'New portgroup…', formView('portgroup', { network: name }), { icon: 'add' }),
  removal('Remove network…', { kind: 'network.remove', name }),
]

export const CREATE_PORTGROUP = action('create-portgroup', 'Create portgroup', formView('portgroup'))
