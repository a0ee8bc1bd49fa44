import { compact, optional, toNumber } from '../form-model'
import type { FormModel } from '../form-model'
import { FORMS } from './table'
import { indexHost } from '@/lib/core/state/host-index'

export type VlanLinkValues = { parent: string; vlanId: string; name: string }

export const vlanLinkModel: FormModel<'vlanLink.set', VlanLinkValues> = {
  kinds: FORMS.vlanLink.writes,
  fromState: (state, { link = '', name = '' }) => {
    const known = indexHost(state).link(name)
    return { parent: known?.lower ?? link, vlanId: known?.vlan == null ? '' : String(known.vlan.id), name }
  },
  fromIntent: ({ parent, vlanId, name = '' }) => ({ parent, vlanId: String(vlanId), name }),
  toIntent: ({ parent, vlanId, name }) =>
    compact({ kind: 'vlanLink.set' as const, parent, vlanId: toNumber(vlanId), name: optional(name) }),
  fields: { parent: 'parent', vlanId: 'vlanId', name: 'name' },
}
