'use client'

import { useWatch } from 'react-hook-form'
import type { LibvirtNetwork } from '@/lib/core/model/libvirt'
import { useEditing } from '../editing'
import { EditForm } from '../EditForm'
import { CheckRow, PickRow, TextRow } from '../fields/form-fields'
import { portgroupModel } from './portgroup-form'
import type { PortgroupValues } from './portgroup-form'
import { useEditForm } from '../use-edit-form'
import { VlanChoiceFields } from '../fields/VlanChoiceFields'
import { indexHost } from '@/lib/core/state/host-index'

export function PortgroupForm() {
  const { state, observed } = useEditing()
  const form = useEditForm(portgroupModel)
  const { network, name } = useWatch({
    control: form.control,
    compute: ({ network, name }: PortgroupValues) => ({ network, name }),
  })
  const start = form.formState.defaultValues
  const isThere = indexHost(observed)
    .network(start?.network ?? '')
    ?.portgroups.some((group) => group.name === start?.name)
  const chosen = indexHost(state).network(network)
  return (
    <EditForm
      title={isThere ? `Portgroup ${name}` : 'New portgroup'}
      lead="What guests plug into: a name for VLANs, chosen by each guest's NIC."
      model={portgroupModel}
      form={form}
    >
      <PickRow<PortgroupValues>
        name="network"
        label="Network"
        empty="Choose a network"
        choices={(state.libvirt?.networks ?? []).map((each) => ({
          value: each.name,
          label: each.name,
          detail: each.bridge === null ? each.forwardMode : `${each.forwardMode} ${each.bridge}`,
          reason: isThere && each.name !== start?.network ? 'the portgroup is in another network' : null,
        }))}
      />
      <TextRow<PortgroupValues>
        name="name"
        label="Name"
        placeholder="Vlan125"
        readOnly={isThere}
        hint={isThere ? 'Guests name it so: another name is another portgroup.' : 'As guests name it, e.g. Vlan125.'}
      />
      <VlanChoiceFields reason={chosen === undefined ? null : noVlansOn(chosen)} />
      <CheckRow<PortgroupValues>
        name="isDefault"
        label="Default of its network"
        hint="For guests' NICs that name no portgroup. The one that was default is so no more."
      />
      <CheckRow<PortgroupValues>
        name="updatesRunning"
        label="Running guests get the VLAN at once"
        hint="libvirt itself gives it only to NICs that are plugged in later."
      />
    </EditForm>
  )
}

function noVlansOn({ forwardMode, virtualPort }: LibvirtNetwork): string | null {
  if (forwardMode !== 'bridge') return `libvirt sets no VLANs on a network in mode ${forwardMode}`
  return virtualPort === 'openvswitch'
    ? null
    : 'libvirt sets VLANs on Open vSwitch only; this network has a Linux bridge'
}
