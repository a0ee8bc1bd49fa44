'use client'

import { useWatch } from 'react-hook-form'
import { lowerChoices } from '../fields/choices'
import { useEditing } from '../editing'
import { EditForm } from '../EditForm'
import { PickRow, TextRow } from '../fields/form-fields'
import { Note } from '../fields/Note'
import { useEditForm } from '../use-edit-form'
import { vlanLinkModel } from './vlan-link-form'
import type { VlanLinkValues } from './vlan-link-form'

export function VlanLinkForm() {
  const { state } = useEditing()
  const form = useEditForm(vlanLinkModel)
  const { parent, vlanId } = useWatch({ control: form.control, compute: (all: VlanLinkValues) => all })
  return (
    <EditForm
      title="New VLAN link"
      lead="A link that sends its frames with a tag over the link below, and gets those with that tag."
      model={vlanLinkModel}
      form={form}
    >
      <PickRow<VlanLinkValues>
        name="parent"
        label="Link below"
        empty="Choose a link"
        choices={lowerChoices(state, 'vlan')}
      />
      <TextRow<VlanLinkValues> name="vlanId" label="VLAN" inputMode="numeric" placeholder="125" hint="1 to 4094" />
      <TextRow<VlanLinkValues>
        name="name"
        label="Name (optional)"
        placeholder={parent === '' || vlanId === '' ? 'bond0.125' : `${parent}.${vlanId}`}
        hint="At most 15 characters."
      />
      <Note tone="unknown">Not stored: VLAN links are gone after a reboot.</Note>
    </EditForm>
  )
}
