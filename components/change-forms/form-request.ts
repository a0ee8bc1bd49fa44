import type { IntentInput } from '@/lib/core/intents/intent'

/** Every form there is, named after the object it is about. */
export type FormId =
  | 'ovsBridge'
  | 'linuxBridge'
  | 'bond'
  | 'port'
  | 'portVlan'
  | 'vlanLink'
  | 'mirror'
  | 'address'
  | 'uplinkMove'
  | 'macvtap'
  | 'network'
  | 'portgroup'
  | 'guestNicAttach'
  | 'guestNicMove'
  | 'guestNicDetach'
  | 'guestNicLink'
  | 'remove'

/** What a form is about, as far as the place it was opened from knows. `name` is the object itself; without it a new one is made. */
export type Target = Partial<
  Record<'name' | 'kind' | 'bridge' | 'port' | 'network' | 'portgroup' | 'guest' | 'nic' | 'link', string>
>

export type RemoveIntent = Extract<IntentInput, { kind: `${string}.remove` }>

/** What the drawer shows: a form, a form for an edit that is staged already, or the list of staged edits. */
export type DrawerView =
  | { view: 'form'; form: Exclude<FormId, 'remove'>; target: Target }
  | { view: 'remove'; intent: RemoveIntent }
  | { view: 'edit'; editId: string }
  | { view: 'edits' }

export const formView = (form: Exclude<FormId, 'remove'>, target: Target = {}): DrawerView => ({
  view: 'form',
  form,
  target,
})

const FORMS: Readonly<Record<IntentInput['kind'], FormId>> = {
  'ovsBridge.set': 'ovsBridge',
  'ovsBridge.remove': 'remove',
  'linuxBridge.set': 'linuxBridge',
  'linuxBridge.remove': 'remove',
  'bond.set': 'bond',
  'bond.remove': 'remove',
  'port.set': 'port',
  'port.remove': 'remove',
  'portVlan.set': 'portVlan',
  'vlanLink.set': 'vlanLink',
  'vlanLink.remove': 'remove',
  'mirror.set': 'mirror',
  'mirror.remove': 'remove',
  'address.set': 'address',
  'uplink.move': 'uplinkMove',
  'macvtap.set': 'macvtap',
  'macvtap.remove': 'remove',
  'macvlan.set': 'macvtap',
  'macvlan.remove': 'remove',
  'network.set': 'network',
  'network.remove': 'remove',
  'portgroup.set': 'portgroup',
  'portgroup.remove': 'remove',
  'guestNic.attach': 'guestNicAttach',
  'guestNic.move': 'guestNicMove',
  'guestNic.detach': 'guestNicDetach',
  'guestNic.setLink': 'guestNicLink',
}

/** The form that an edit was made with, and is edited with. */
export const formOf = (intent: IntentInput): FormId => FORMS[intent.kind]
