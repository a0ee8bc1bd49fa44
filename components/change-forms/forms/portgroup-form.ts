import type { FormModel } from '../form-model'
import { FORMS } from './table'
import { fromLibvirtVlan, fromVlanChoice, NO_VLAN, toVlanChoice, vlanChoiceFields } from '../fields/vlan-choice'
import type { VlanChoiceValues } from '../fields/vlan-choice'

export type PortgroupValues = VlanChoiceValues & {
  network: string
  name: string
  isDefault: boolean
  updatesRunning: boolean
}

export const portgroupModel: FormModel<'portgroup.set', PortgroupValues> = {
  kinds: FORMS.portgroup.writes,
  fromState: (state, { network = '', name = '' }) => {
    const group = state.libvirt?.networks
      .find((each) => each.name === network)
      ?.portgroups.find((each) => each.name === name)
    return {
      ...(group === undefined ? { ...NO_VLAN, vlanMode: 'access' as const } : fromLibvirtVlan(group.vlan)),
      network,
      name,
      isDefault: group?.isDefault ?? false,
      updatesRunning: true,
    }
  },
  fromIntent: ({ network, name, isDefault = false, updatesRunning = true, vlan }) => ({
    ...fromVlanChoice(vlan),
    network,
    name,
    isDefault,
    updatesRunning,
  }),
  toIntent: (values) => ({
    kind: 'portgroup.set',
    network: values.network,
    name: values.name.trim(),
    isDefault: values.isDefault,
    vlan: toVlanChoice(values),
    updatesRunning: values.updatesRunning,
  }),
  fields: { network: 'network', name: 'name', isDefault: 'isDefault', ...vlanChoiceFields('vlan') },
}
