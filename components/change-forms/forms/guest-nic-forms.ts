import type { GuestNic } from '@/lib/core/model/libvirt'
import type { NetworkState } from '@/lib/core/model/network-state'
import type { IntentInputOf } from '@/lib/core/intents/intent'
import { indexHost } from '@/lib/core/state/host-index'
import { compact, optional } from '../form-model'
import type { FormModel } from '../form-model'
import { FORMS } from './table'
import { fromTarget, targetDefaults, targetFields, targetOf, toTarget } from '../fields/nic-target'
import type { TargetValues } from '../fields/nic-target'

type Scope = NonNullable<IntentInputOf<'guestNic.attach'>['scope']>

export type GuestNicAttachValues = TargetValues & { guest: string; mac: string; model: string; scope: Scope }

export const guestNicAttachModel: FormModel<'guestNic.attach', GuestNicAttachValues> = {
  kinds: FORMS.guestNicAttach.writes,
  fromState: (_state, { guest = '', network, portgroup, bridge, link }) => ({
    ...targetDefaults,
    ...(network !== undefined && { network, portgroup: portgroup ?? '' }),
    ...(bridge !== undefined && { to: 'bridge', bridge }),
    ...(link !== undefined && { to: 'dev', dev: link }),
    guest,
    mac: '',
    model: 'virtio',
    scope: 'both',
  }),
  fromIntent: ({ guest, mac = '', model = 'virtio', scope = 'both', target }) => ({
    ...fromTarget(target),
    guest,
    mac,
    model,
    scope,
  }),
  toIntent: (values) =>
    compact({
      kind: 'guestNic.attach' as const,
      guest: values.guest,
      mac: optional(values.mac),
      model: values.model.trim(),
      scope: values.scope,
      target: toTarget(values),
    }),
  fields: { guest: 'guest', mac: 'mac', model: 'model', scope: 'scope', ...targetFields },
}

export type GuestNicMoveValues = TargetValues & {
  guest: string
  nic: string
  scope: Scope
  how: NonNullable<IntentInputOf<'guestNic.move'>['how']>
}

export const guestNicMoveModel: FormModel<'guestNic.move', GuestNicMoveValues> = {
  kinds: FORMS.guestNicMove.writes,
  fromState: (state, { guest = '', nic = '' }) => {
    const known = nicIn(state, guest, nic)
    return { ...targetOf(known?.running ?? known?.stored ?? null), guest, nic, scope: 'both', how: 'auto' }
  },
  fromIntent: ({ guest, nic, scope = 'both', how = 'auto', target }) => ({
    ...fromTarget(target),
    guest,
    nic,
    scope,
    how,
  }),
  toIntent: (values) => ({
    kind: 'guestNic.move',
    guest: values.guest,
    nic: values.nic,
    scope: values.scope,
    how: values.how,
    target: toTarget(values),
  }),
  fields: { scope: 'scope', how: 'how', ...targetFields },
}

export type GuestNicDetachValues = { guest: string; nic: string; scope: Scope }

export const guestNicDetachModel: FormModel<'guestNic.detach', GuestNicDetachValues> = {
  kinds: FORMS.guestNicDetach.writes,
  fromState: (_state, { guest = '', nic = '' }) => ({ guest, nic, scope: 'both' }),
  fromIntent: ({ guest, nic, scope = 'both' }) => ({ guest, nic, scope }),
  toIntent: (values) => ({ kind: 'guestNic.detach', ...values }),
  fields: { scope: 'scope' },
}

export type GuestNicLinkValues = GuestNicDetachValues & { state: 'up' | 'down' }

export const guestNicLinkModel: FormModel<'guestNic.setLink', GuestNicLinkValues> = {
  kinds: FORMS.guestNicLink.writes,
  fromState: (state, { guest = '', nic = '' }) => {
    const known = nicIn(state, guest, nic)
    return { guest, nic, scope: 'both', state: (known?.running ?? known?.stored)?.linkState ?? 'up' }
  },
  fromIntent: ({ guest, nic, scope = 'both', state }) => ({ guest, nic, scope, state }),
  toIntent: (values) => ({ kind: 'guestNic.setLink', ...values }),
  fields: { scope: 'scope', state: 'state' },
}

export const nicIn = (state: NetworkState, guest: string, nic: string): GuestNic | undefined =>
  indexHost(state)
    .guestNamed(guest)
    ?.nics.find(({ name }) => name === nic)
