/* Every form there is: one record for each. Menus have this before any form is loaded, so what a form is made of is elsewhere. */
import type { IconName } from '@/components/ui/Icon'
import type { IntentInput, IntentInputOf, IntentKind } from '@/lib/core/intents/intent'

/** Named after the object that the form is about. */
export type FormId =
  | 'ovsBridge'
  | 'linuxBridge'
  | 'bond'
  | 'port'
  | 'portVlan'
  | 'macvtap'
  | 'vlanLink'
  | 'mirror'
  | 'address'
  | 'uplinkMove'
  | 'network'
  | 'portgroup'
  | 'guestNicAttach'
  | 'guestNicMove'
  | 'guestNicDetach'
  | 'guestNicLink'

/** What a form is about, as far as the place it was opened from knows. `name` is the object itself; without it a new one is made. */
export type Target = Partial<
  Record<'name' | 'kind' | 'bridge' | 'port' | 'network' | 'portgroup' | 'guest' | 'nic' | 'link', string>
>

/** Where things of a kind are listed, in the order of the Create menu. */
export const CREATE_GROUPS = [
  'switches',
  'bonds',
  'ports',
  'mirrors',
  'macvtaps',
  'addresses',
  'networks',
  'portgroups',
  'guests',
] as const
export type CreateGroup = (typeof CREATE_GROUPS)[number]

type CreateItem = {
  id: string
  label: string
  group: CreateGroup
  icon?: IconName
  target?: Target
  /** Without any of these on the host there is nothing to make. */
  needs?: readonly ('ovs' | 'networks' | 'guests')[]
}

type RemovalKind = Extract<IntentKind, `${string}.remove`>

/** `label`: in menus. `goes`: what goes with the object, and what stays. */
type Removal = { label: string; goes: string }

export type FormRecord = {
  id: FormId
  /** The edits that are made with it, and edited with it. */
  writes: readonly Exclude<IntentKind, RemovalKind>[]
  /** What menus of its object call it: "Edit mirror…". Left out: what is there is not edited with it. */
  edit?: string
  /** The edits that take its object away: RemoveForm asks once more. */
  removes: { readonly [K in RemovalKind]?: Removal }
  /** Its items in the Create menu; none: it is only about what is there, and opened where that is seen. */
  create: readonly CreateItem[]
}

/** In each group of the Create menu, items come in this order. */
export const FORMS = {
  ovsBridge: {
    id: 'ovsBridge',
    edit: 'Edit bridge…',
    writes: ['ovsBridge.set'],
    removes: {
      'ovsBridge.remove': {
        label: 'Remove bridge…',
        goes: 'The bridge goes with its uplinks, internal and patch ports. Guests must be off it.',
      },
    },
    create: [{ id: 'new-ovs-bridge', label: 'Create OVS bridge', group: 'switches', icon: 'switch', needs: ['ovs'] }],
  },
  linuxBridge: {
    id: 'linuxBridge',
    edit: 'Edit bridge…',
    writes: ['linuxBridge.set'],
    removes: {
      'linuxBridge.remove': {
        label: 'Remove bridge…',
        goes: 'The bridge goes; its uplinks stay, without a switch. Guests must be off it.',
      },
    },
    create: [{ id: 'new-linux-bridge', label: 'Create Linux bridge', group: 'switches', icon: 'bridge' }],
  },
  bond: {
    id: 'bond',
    edit: 'Edit bond…',
    writes: ['bond.set'],
    removes: { 'bond.remove': { label: 'Remove bond…', goes: 'The bond goes; its members stay, each for itself.' } },
    create: [{ id: 'new-bond', label: 'Create bond', group: 'bonds', icon: 'bond' }],
  },
  port: {
    id: 'port',
    edit: 'Edit port…',
    writes: ['port.set'],
    removes: {
      'port.remove': {
        label: 'Remove port…',
        goes: 'The port leaves the bridge. What stands behind it stays, unless it is an internal port or a tunnel.',
      },
    },
    create: [{ id: 'new-port', label: 'Create port', group: 'ports' }],
  },
  portVlan: {
    id: 'portVlan',
    writes: ['portVlan.set'],
    removes: {},
    create: [{ id: 'set-vlans', label: 'Set VLANs of a port', group: 'ports', icon: 'tag' }],
  },
  macvtap: {
    id: 'macvtap',
    edit: 'Change mode…',
    writes: ['macvtap.set', 'macvlan.set'],
    removes: {
      'macvtap.remove': { label: 'Remove macvtap…', goes: 'The macvtap goes; the link below it stays.' },
      'macvlan.remove': {
        label: 'Remove macvlan…',
        goes: 'The macvlan goes, and with it the way from the host to guests on the same link.',
      },
    },
    create: [
      { id: 'new-macvtap', label: 'Create macvtap', group: 'macvtaps', icon: 'macvtap', target: { kind: 'macvtap' } },
      { id: 'new-macvlan', label: 'Create macvlan', group: 'macvtaps', target: { kind: 'macvlan' } },
    ],
  },
  vlanLink: {
    id: 'vlanLink',
    writes: ['vlanLink.set'],
    removes: {
      'vlanLink.remove': { label: 'Remove VLAN link…', goes: 'The VLAN link goes; the link below it stays.' },
    },
    create: [{ id: 'new-vlan-link', label: 'Create VLAN link', group: 'macvtaps' }],
  },
  mirror: {
    id: 'mirror',
    edit: 'Edit mirror…',
    writes: ['mirror.set'],
    removes: { 'mirror.remove': { label: 'Remove mirror…', goes: 'The mirror goes; the ports that it copied stay.' } },
    create: [{ id: 'new-mirror', label: 'Create mirror', group: 'mirrors', needs: ['ovs'] }],
  },
  address: {
    id: 'address',
    writes: ['address.set'],
    removes: {},
    create: [{ id: 'set-addresses', label: 'Set addresses of a link', group: 'addresses' }],
  },
  uplinkMove: { id: 'uplinkMove', writes: ['uplink.move'], removes: {}, create: [] },
  network: {
    id: 'network',
    edit: 'Edit network…',
    writes: ['network.set'],
    removes: {
      'network.remove': {
        label: 'Remove network…',
        goes: 'libvirt stops the network and forgets it. Guests that name it do not start without it.',
      },
    },
    create: [{ id: 'new-network', label: 'Create network', group: 'networks', icon: 'network', needs: ['networks'] }],
  },
  portgroup: {
    id: 'portgroup',
    edit: 'Edit portgroup…',
    writes: ['portgroup.set'],
    removes: {
      'portgroup.remove': {
        label: 'Remove portgroup…',
        goes: 'The portgroup goes from its network. Guests that name it must be moved first.',
      },
    },
    create: [{ id: 'new-portgroup', label: 'Create portgroup', group: 'portgroups', icon: 'tag', needs: ['networks'] }],
  },
  guestNicAttach: {
    id: 'guestNicAttach',
    writes: ['guestNic.attach'],
    removes: {},
    create: [
      {
        id: 'new-guest-nic',
        label: 'Attach guest NIC',
        group: 'guests',
        icon: 'guest',
        needs: ['networks', 'guests'],
      },
    ],
  },
  guestNicMove: { id: 'guestNicMove', writes: ['guestNic.move'], removes: {}, create: [] },
  guestNicDetach: { id: 'guestNicDetach', writes: ['guestNic.detach'], removes: {}, create: [] },
  guestNicLink: { id: 'guestNicLink', writes: ['guestNic.setLink'], removes: {}, create: [] },
} as const satisfies { readonly [K in FormId]: FormRecord & { readonly id: K } }

export const FORM_LIST: readonly FormRecord[] = Object.values(FORMS)

type Each = (typeof FORMS)[FormId]
type KeyOf<T> = T extends unknown ? keyof T : never
/** Edits that some form writes. A kind that none writes and none removes is refused by the compiler where edits are opened. */
type WrittenIntent = IntentInputOf<Each['writes'][number]>
export type RemoveIntent = IntentInputOf<KeyOf<Each['removes']>>

/** The form that an edit was made with, and is edited with; undefined for an edit of another version of the console. */
export const formOf = ({ kind }: WrittenIntent): FormId | undefined =>
  FORM_LIST.find(({ writes }) => writes.some((each) => each === kind))?.id

export const isRemoval = (intent: IntentInput): intent is RemoveIntent =>
  FORM_LIST.some(({ removes }) => Object.hasOwn(removes, intent.kind))

const removalOf = (kind: RemovalKind): (Removal & { form: FormRecord }) | undefined => {
  const form = FORM_LIST.find(({ removes }) => Object.hasOwn(removes, kind))
  const removal = form?.removes[kind]
  return form && removal && { ...removal, form }
}

/** What goes with the object, and what stays. */
export const whatGoes = ({ kind }: RemoveIntent): string | undefined => removalOf(kind)?.goes

/** What a menu of the object says: how it is edited, where a form does, and how it is taken away. */
export function ownWords({ kind }: RemoveIntent): { form: FormId; edit?: string; remove: string } {
  const removal = removalOf(kind)
  if (removal === undefined) throw new RangeError(`no form takes away what ${kind} does`)
  const { form, label } = removal
  return { form: form.id, ...(form.edit !== undefined && { edit: form.edit }), remove: label }
}
