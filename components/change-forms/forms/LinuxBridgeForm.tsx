'use client'

import { useWatch } from 'react-hook-form'
import { claimChoices, keeping } from '../fields/choices'
import { useEditing } from '../editing'
import { EditForm } from '../EditForm'
import { CheckRow, ManyRow, TextRow } from '../fields/form-fields'
import { linuxBridgeModel } from './linux-bridge-form'
import type { LinuxBridgeValues } from './linux-bridge-form'
import { Note } from '../fields/Note'
import { useEditForm } from '../use-edit-form'
import { indexHost } from '@/lib/core/state/host-index'

export function LinuxBridgeForm() {
  const { state, observed } = useEditing()
  const form = useEditForm(linuxBridgeModel)
  const values = useWatch({ control: form.control, compute: (all: LinuxBridgeValues) => all })
  const { name, ports, takesMembers } = values
  const start = form.formState.defaultValues
  const isThere = indexHost(observed).link(start?.name ?? '')?.bridge != null
  const choices = claimChoices(state, { into: name, role: 'port', takesMembers })
  return (
    <EditForm
      title={isThere ? `Linux bridge ${name}` : 'New Linux bridge'}
      lead="A switch of the kernel."
      model={linuxBridgeModel}
      form={form}
    >
      <TextRow<LinuxBridgeValues>
        name="name"
        label="Name"
        placeholder="br125"
        readOnly={isThere}
        hint="At most 15 characters."
      />
      <ManyRow<LinuxBridgeValues>
        name="ports"
        label="Ports"
        hint="Guests' taps come and go with their guests and are not listed."
        choices={keeping(choices, ports)}
      />
      <CheckRow<LinuxBridgeValues>
        name="takesMembers"
        label="Ports of other bridges may be taken"
        hint="They leave their bridge first."
      />
      <CheckRow<LinuxBridgeValues>
        name="vlanFiltering"
        label="VLAN filtering"
        hint="The bridge looks at tags, and each port has VLANs of its own."
      />
      <CheckRow<LinuxBridgeValues>
        name="stp"
        label="Spanning tree (STP)"
        hint="Needed where two uplinks could make a loop. Ports forward 30 s late."
      />
      <Note tone="unknown">Not stored: kernel bridges are gone after a reboot.</Note>
    </EditForm>
  )
}
