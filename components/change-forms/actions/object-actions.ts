/* What can be done with each kind of object of a host: the same in the graph, in the inspector and in the tables. */
import type { IconName } from '@/components/ui/Icon'
import type { NetworkState } from '@/lib/core/model/network-state'
import type { OvsPort } from '@/lib/core/model/ovs'
import { indexHost } from '@/lib/core/state/host-index'
import { formView } from '../form-request'
import type { DrawerView } from '../form-request'
import { FORMS, ownWords } from '../forms/table'
import type { RemoveIntent } from '../forms/table'

export type ObjectAction = {
  id: string
  label: string
  icon?: IconName
  tone?: 'danger'
  /** Why it cannot be done with this object; null where it can. */
  reason: string | null
  view: DrawerView
}

export const action = (
  id: string,
  label: string,
  view: DrawerView,
  more: Partial<ObjectAction> = {},
): ObjectAction => ({ id, label, reason: null, view, ...more })

const removal = (intent: RemoveIntent, label = ownWords(intent).remove): ObjectAction =>
  action('remove', label, { view: 'remove', intent }, { icon: 'close', tone: 'danger' })

/** How an object is edited, where a form does that, what else can be done with it, and how it is taken away. */
export function ownActions(
  intent: RemoveIntent,
  others: readonly ObjectAction[] = [],
  reason: string | null = null,
): ObjectAction[] {
  const { kind: _, ...target } = intent
  const { form, edit } = ownWords(intent)
  return [
    ...(edit === undefined ? [] : [action('edit', edit, formView(form, target), { icon: 'settings', reason })]),
    ...others,
    removal(intent),
  ]
}

const ovsPortNamed = (state: NetworkState, name: string): OvsPort | undefined => indexHost(state).ovsPort(name)?.port

/** The bridge that holds a port, or that a port of the same name is; null for a link that is no port. */
function bridgeOf(state: NetworkState, port: string): { name: string; isOvs: boolean } | null {
  const index = indexHost(state)
  const ovs = index.ovsPort(port)
  if (ovs !== undefined) return { name: ovs.bridge.name, isOvs: true }
  const link = index.link(port)
  if (link?.bridge != null) return { name: port, isOvs: false }
  const master = index.link(link?.master ?? '')
  return master?.bridge == null ? null : { name: master.name, isOvs: false }
}

const isFiltering = (state: NetworkState, bridge: string): boolean =>
  indexHost(state).link(bridge)?.bridge?.isVlanFiltering ?? false

/** The guest whose running NIC is behind this tap or macvtap, with the NIC. */
function guestAt(state: NetworkState, tap: string): { guest: string; nic: string } | null {
  const found = indexHost(state).guestAt(tap)
  return found === undefined ? null : { guest: found.guest.name, nic: found.nic.name }
}

/** Ports whose own settings a form knows. */
const OPTION_TYPES: ReadonlySet<string> = new Set(['patch', 'vxlan', 'gre', 'geneve'])

export function portActions(state: NetworkState, port: string): ObjectAction[] {
  const bridge = bridgeOf(state, port)
  if (bridge === null) return []
  const holder = guestAt(state, port)
  const ovs = ovsPortNamed(state, port)
  const fake = indexHost(state).fakeBridge(port)
  if (fake !== undefined) return fakeBridgeActions(port)
  const type = ovs?.interfaces[0]?.type ?? ''
  const isBond = (ovs?.interfaces.length ?? 0) > 1
  const isLocal = port === bridge.name
  return [
    action('vlans', 'Set VLANs…', formView('portVlan', { bridge: bridge.name, port }), {
      icon: 'tag',
      reason:
        bridge.isOvs || isFiltering(state, bridge.name)
          ? null
          : `${bridge.name} does not look at VLAN tags: switch its VLAN filtering on first`,
    }),
    ...(isBond ? [action('bond', FORMS.bond.edit, formView('bond', { name: port }), { icon: 'settings' })] : []),
    ...(OPTION_TYPES.has(type)
      ? [action('port', FORMS.port.edit, formView('port', { name: port }), { icon: 'settings' })]
      : []),
    ...(isLocal || type === 'internal'
      ? [action('address', 'Set addresses…', formView('address', { link: port }))]
      : []),
    ...(holder === null ? [] : guestNicActions(state, holder.guest, holder.nic)),
    ...(bridge.isOvs ? [action('mirror', 'Mirror this port…', formView('mirror', { bridge: bridge.name, port }))] : []),
    ...(isLocal || holder !== null
      ? []
      : isBond
        ? [removal({ kind: 'bond.remove', name: port })]
        : [removal({ kind: 'port.remove', bridge: bridge.name, name: port })]),
  ]
}

export const ovsBridgeActions = (name: string): ObjectAction[] =>
  ownActions({ kind: 'ovsBridge.remove', name }, [
    action('port', 'Add port…', formView('port', { bridge: name }), { icon: 'add' }),
    action('bond', 'Add bond…', formView('bond', { bridge: name, kind: 'ovs' }), { icon: 'bond' }),
    action('uplink', 'Move an uplink in…', formView('uplinkMove', { bridge: name })),
    action('vlans', "Set VLANs of the bridge's own port…", formView('portVlan', { bridge: name, port: name }), {
      icon: 'tag',
    }),
    action('address', 'Set addresses…', formView('address', { link: name })),
    action('fake', 'Add fake bridge…', formView('ovsBridge', { kind: 'fake', bridge: name })),
    action('mirror', 'Add mirror…', formView('mirror', { bridge: name })),
    action('network', 'New network on it…', formView('network', { bridge: name }), { icon: 'network' }),
  ])

export const linuxBridgeActions = (state: NetworkState, name: string): ObjectAction[] =>
  ownActions({ kind: 'linuxBridge.remove', name }, [
    action('port', 'Add port…', formView('port', { bridge: name }), { icon: 'add' }),
    action('uplink', 'Move an uplink in…', formView('uplinkMove', { bridge: name })),
    ...(isFiltering(state, name)
      ? [
          action('vlans', 'Set VLANs of the bridge…', formView('portVlan', { bridge: name, port: name }), {
            icon: 'tag',
          }),
        ]
      : []),
    action('address', 'Set addresses…', formView('address', { link: name })),
    action('vlan-link', 'New VLAN link on it…', formView('vlanLink', { link: name })),
    action('network', 'New network on it…', formView('network', { bridge: name }), { icon: 'network' }),
  ])

export const fakeBridgeActions = (name: string): ObjectAction[] => [
  action('port', 'Add port…', formView('port', { bridge: name }), { icon: 'add' }),
  action('address', 'Set addresses…', formView('address', { link: name })),
  removal({ kind: 'ovsBridge.remove', name }, 'Remove fake bridge…'),
]

export function bondActions(state: NetworkState, name: string): ObjectAction[] {
  if (ovsPortNamed(state, name)?.bond != null) return portActions(state, name)
  return ownActions({ kind: 'bond.remove', name }, onLink(state, name))
}

export const nicActions = (state: NetworkState, name: string): ObjectAction[] => [
  ...(holderOf(state, name) === null
    ? [
        action('bond', 'Bond it with others…', formView('bond', { link: name }), { icon: 'bond' }),
        action('port', 'Plug into a bridge…', formView('port', { link: name, kind: 'system' })),
      ]
    : []),
  ...onLink(state, name),
]

/** What can stand on a link that is in no bridge and no bond. */
function onLink(state: NetworkState, name: string): ObjectAction[] {
  const holder = holderOf(state, name)
  const reason = holder === null ? null : `it is in ${holder}, which takes its frames`
  return [
    action('uplink', 'Move into a bridge, address and all…', formView('uplinkMove', { link: name }), { reason }),
    action('address', 'Set addresses…', formView('address', { link: name }), { reason }),
    action('vlan-link', 'New VLAN link on it…', formView('vlanLink', { link: name }), { reason }),
    action('macvtap', 'New macvtap on it…', formView('macvtap', { link: name, kind: 'macvtap' }), {
      icon: 'macvtap',
      reason,
    }),
    action('macvlan', 'New macvlan for the host…', formView('macvtap', { link: name, kind: 'macvlan' }), { reason }),
  ]
}

/** The bridge or bond that a link is in. */
function holderOf(state: NetworkState, name: string): string | null {
  const { ovsAttachment, link } = indexHost(state)
  const attachment = ovsAttachment(name)
  if (attachment === undefined) return link(name)?.master ?? null
  const { port } = attachment
  return port.interfaces.length > 1 ? port.name : port.bridge
}

export const vlanLinkActions = (state: NetworkState, name: string): ObjectAction[] =>
  ownActions(
    { kind: 'vlanLink.remove', name },
    nicActions(state, name).filter(({ id }) => id !== 'bond' && id !== 'vlan-link'),
  )

export function macvtapActions(state: NetworkState, name: string, kind: 'macvtap' | 'macvlan'): ObjectAction[] {
  const holder = guestAt(state, name)
  if (holder !== null) return guestNicActions(state, holder.guest, holder.nic)
  return ownActions(
    { kind: `${kind}.remove`, name },
    kind === 'macvlan' ? [action('address', 'Set addresses…', formView('address', { link: name }))] : [],
  )
}

/** Forward modes that the network's form knows. */
const FORWARDS: ReadonlySet<string> = new Set([
  'bridge',
  'private',
  'vepa',
  'passthrough',
  'nat',
  'route',
  'open',
  'none',
])

export function networkActions(state: NetworkState, name: string): ObjectAction[] {
  const mode = indexHost(state).network(name)?.forwardMode ?? 'none'
  return ownActions(
    { kind: 'network.remove', name },
    [action('portgroup', 'New portgroup…', formView('portgroup', { network: name }), { icon: 'add' })],
    FORWARDS.has(mode) ? null : `forward mode ${mode} is shown here, but not changed`,
  )
}

export const portgroupActions = (network: string, name: string): ObjectAction[] =>
  ownActions({ kind: 'portgroup.remove', network, name }, [
    action('attach', 'Attach a guest…', formView('guestNicAttach', { network, portgroup: name }), { icon: 'guest' }),
    action('portgroup', 'New portgroup in its network…', formView('portgroup', { network }), { icon: 'add' }),
  ])

const PAST_LIBVIRT = 'libvirt does not list it: shown by its process, but not manageable here'

const whyNotGuest = (state: NetworkState, guest: string): string | null =>
  indexHost(state).guestNamed(guest)?.manager === 'qemu-process' ? PAST_LIBVIRT : null

export const guestActions = (state: NetworkState, guest: string): ObjectAction[] => [
  action('attach', 'Add a NIC…', formView('guestNicAttach', { guest }), {
    icon: 'add',
    reason: whyNotGuest(state, guest),
  }),
]

export function guestNicActions(state: NetworkState, guest: string, nic: string): ObjectAction[] {
  const reason = whyNotGuest(state, guest)
  return [
    action('move', 'Move NIC…', formView('guestNicMove', { guest, nic }), { icon: 'external', reason }),
    action('link', 'Set its link up or down…', formView('guestNicLink', { guest, nic }), { reason }),
    action('detach', 'Remove NIC…', formView('guestNicDetach', { guest, nic }), {
      icon: 'close',
      tone: 'danger',
      reason,
    }),
  ]
}
