'use client'

import { useWatch } from 'react-hook-form'
import { lowerChoices } from '../fields/choices'
import { useEditing } from '../editing'
import { EditForm } from '../EditForm'
import { ChoiceRow, PickRow, TextRow } from '../fields/form-fields'
import { macvtapModel } from './macvtap-form'
import type { MacvtapValues } from './macvtap-form'
import { MACVTAP_MODES } from '../fields/macvtap-modes'
import { Note } from '../fields/Note'
import { useEditForm } from '../use-edit-form'
import { indexHost } from '@/lib/core/state/host-index'

export function MacvtapForm() {
  const { state, observed } = useEditing()
  const form = useEditForm(macvtapModel)
  const { kind } = useWatch({ control: form.control, compute: (all: MacvtapValues) => all })
  const start = form.formState.defaultValues
  const isThere = indexHost(observed).link(start?.name ?? '')?.macvlan != null
  return (
    <EditForm
      title={isThere ? `${kind} ${start?.name ?? ''}` : `New ${kind}`}
      lead={
        kind === 'macvtap'
          ? 'A tap straight on a link, without a bridge, for software that opens it.'
          : "A link of the host's own beside the guests on the same link: it cures that host and guests cannot talk."
      }
      model={macvtapModel}
      form={form}
    >
      {!isThere && (
        <ChoiceRow<MacvtapValues>
          name="kind"
          label="What"
          choices={[
            { value: 'macvtap', label: 'macvtap', detail: 'for a guest or other software' },
            { value: 'macvlan', label: 'macvlan', detail: 'for the host itself' },
          ]}
        />
      )}
      <TextRow<MacvtapValues>
        name="name"
        label="Name"
        placeholder={kind === 'macvtap' ? 'macvtap0' : 'host-eth5'}
        readOnly={isThere}
      />
      <PickRow<MacvtapValues>
        name="lower"
        label="Link below"
        empty="Choose a link"
        hint="A NIC, a VLAN link or a bond."
        choices={lowerChoices(state, 'macvlan').map((choice) =>
          isThere && choice.value !== start?.lower ? { ...choice, reason: 'it stays on its link' } : choice,
        )}
      />
      <ChoiceRow<MacvtapValues> name="mode" label="Mode" choices={MACVTAP_MODES} />
      <Note tone="unknown">Not stored: it is gone after a reboot.</Note>
    </EditForm>
  )
}
