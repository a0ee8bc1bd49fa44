'use client'

import { useWatch } from 'react-hook-form'
import type { Guest } from '@/lib/core/model/libvirt'
import { indexHost } from '@/lib/core/state/host-index'
import { guestChoices, macOf } from '../fields/choices'
import { useEditing } from '../editing'
import { EditForm } from '../EditForm'
import { ChoiceRow, PickRow, SelectRow, TextRow } from '../fields/form-fields'
import {
  guestNicAttachModel,
  guestNicDetachModel,
  guestNicLinkModel,
  guestNicMoveModel,
  nicIn,
} from './guest-nic-forms'
import type { GuestNicAttachValues, GuestNicLinkValues, GuestNicMoveValues } from './guest-nic-forms'
import { NicTargetFields } from '../fields/NicTargetFields'
import { Note } from '../fields/Note'
import { ScopeRow } from '../fields/ScopeRow'
import { useEditForm } from '../use-edit-form'

const useGuest = (name: string | undefined): Guest | undefined => indexHost(useEditing().state).guestNamed(name ?? '')

export function GuestNicAttachForm() {
  const { state } = useEditing()
  const form = useEditForm(guestNicAttachModel)
  const name = useWatch({ control: form.control, compute: ({ guest }: GuestNicAttachValues) => guest })
  const guest = useGuest(name)
  return (
    <EditForm
      title={form.formState.defaultValues?.guest ? `New NIC for ${name}` : 'New guest NIC'}
      lead="Plugged in while the guest runs, and stored for its next start."
      model={guestNicAttachModel}
      form={form}
    >
      <PickRow<GuestNicAttachValues> name="guest" label="Guest" empty="Choose a guest" choices={guestChoices(state)} />
      <NicTargetFields state={state} />
      <SelectRow<GuestNicAttachValues> name="model" label="Model">
        <option value="virtio">virtio</option>
        <option value="e1000e">e1000e</option>
        <option value="e1000">e1000</option>
        <option value="rtl8139">rtl8139</option>
      </SelectRow>
      <TextRow<GuestNicAttachValues>
        name="mac"
        label="MAC address (optional)"
        placeholder="52:54:00:12:34:56"
        hint="Left empty, one is made that nobody on this host has."
      />
      <ScopeRow guest={guest} />
      <NoAcpi guest={guest} />
    </EditForm>
  )
}

export function GuestNicMoveForm() {
  const { state } = useEditing()
  const form = useEditForm(guestNicMoveModel)
  const { guest: name, nic } = useWatch({
    control: form.control,
    compute: ({ guest, nic }: GuestNicMoveValues) => ({ guest, nic }),
  })
  const guest = useGuest(name)
  const known = nicIn(state, name, nic)
  return (
    <EditForm
      title={`Move ${nic} of ${name}`}
      lead={known === undefined ? undefined : <span className="font-mono">{macOf(known)}</span>}
      model={guestNicMoveModel}
      form={form}
    >
      <NicTargetFields state={state} />
      <ChoiceRow<GuestNicMoveValues>
        name="how"
        label="A running guest"
        choices={[
          { value: 'auto', label: 'the least that works', detail: 'live where libvirt can, else replugged' },
          { value: 'live', label: 'live only', detail: 'refused where libvirt cannot' },
          { value: 'replug', label: 'replug', detail: 'the guest sees its NIC go and come, about 2 s' },
          { value: 'power cycle', label: 'at its next start', detail: 'only the stored definition changes' },
        ]}
      />
      <ScopeRow guest={guest} />
      <NoAcpi guest={guest} />
    </EditForm>
  )
}

export function GuestNicDetachForm() {
  const { state } = useEditing()
  const form = useEditForm(guestNicDetachModel)
  const { guest: name = '', nic = '' } = form.formState.defaultValues ?? {}
  const guest = useGuest(name)
  const known = nicIn(state, name, nic)
  return (
    <EditForm
      title={`Remove ${nic} of ${name}`}
      lead={known === undefined ? undefined : <span className="font-mono">{macOf(known)}</span>}
      model={guestNicDetachModel}
      form={form}
      tone="danger"
    >
      <ScopeRow guest={guest} />
      <NoAcpi guest={guest} />
    </EditForm>
  )
}

export function GuestNicLinkForm() {
  const form = useEditForm(guestNicLinkModel)
  const { guest: name = '', nic = '' } = form.formState.defaultValues ?? {}
  return (
    <EditForm
      title={`Link of ${nic} of ${name}`}
      lead="Like the cable: the guest sees its link go down and up."
      model={guestNicLinkModel}
      form={form}
    >
      <ChoiceRow<GuestNicLinkValues>
        name="state"
        label="Link"
        choices={[
          { value: 'up', label: 'up', detail: 'plugged in' },
          { value: 'down', label: 'down', detail: 'as if the cable were pulled' },
        ]}
      />
      <ScopeRow guest={useGuest(name)} />
    </EditForm>
  )
}

function NoAcpi({ guest }: { guest: Guest | undefined }) {
  if (guest === undefined || guest.hasAcpi || guest.state === 'shut off') return null
  return <Note>{guest.name} has no ACPI: no NIC can be plugged or unplugged while it runs.</Note>
}
