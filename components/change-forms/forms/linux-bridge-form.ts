import type { FormModel } from '../form-model'
import { FORMS } from './table'
import { indexHost } from '@/lib/core/state/host-index'

export type LinuxBridgeValues = {
  name: string
  vlanFiltering: boolean
  stp: boolean
  ports: string[]
  takesMembers: boolean
}

export const linuxBridgeModel: FormModel<'linuxBridge.set', LinuxBridgeValues> = {
  kinds: FORMS.linuxBridge.writes,
  fromState: (state, { name = '' }) => {
    const bridge = indexHost(state).link(name)?.bridge
    return {
      name,
      vlanFiltering: bridge?.isVlanFiltering ?? false,
      stp: bridge != null && bridge.stpState !== 'off',
      // Guests' taps come and go with their guests.
      ports: state.links
        .filter((link) => name !== '' && link.master === name)
        .filter((link) => link.kind !== 'tap' && indexHost(state).guestAt(link.name) === undefined)
        .map((link) => link.name),
      takesMembers: false,
    }
  },
  fromIntent: ({ name, vlanFiltering = false, stp = false, ports = [], takesMembers = false }) => ({
    name,
    vlanFiltering,
    stp,
    ports,
    takesMembers,
  }),
  toIntent: (values) => ({ kind: 'linuxBridge.set', ...values, name: values.name.trim() }),
  fields: { name: 'name', vlanFiltering: 'vlanFiltering', stp: 'stp', ports: 'ports' },
}
