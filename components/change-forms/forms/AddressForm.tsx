'use client'

import { useWatch } from 'react-hook-form'
import { addressModel } from './address-form'
import type { AddressValues } from './address-form'
import { lowerChoices } from '../fields/choices'
import { useEditing } from '../editing'
import { EditForm } from '../EditForm'
import { PickRow, SelectRow, TextRow } from '../fields/form-fields'
import { Note } from '../fields/Note'
import { useEditForm } from '../use-edit-form'

export function AddressForm() {
  const { state, observed } = useEditing()
  const form = useEditForm(addressModel)
  const { link, gatewayMode } = useWatch({ control: form.control, compute: (all: AddressValues) => all })
  const start = form.formState.defaultValues?.link ?? ''
  const isManagement = observed.management.links.includes(link)
  return (
    <EditForm
      title={start === '' ? 'Addresses' : `Addresses of ${start}`}
      lead="The host's own, beside link-local and autoconfigured ones."
      model={addressModel}
      form={form}
      hidden={start === '' ? [] : ['link']}
    >
      {start === '' && (
        <PickRow<AddressValues>
          name="link"
          label="Link"
          empty="Choose a link"
          choices={lowerChoices(state, 'address')}
          onPick={(picked) => form.reset(addressModel.fromState(state, { link: picked }), { keepDefaultValues: true })}
        />
      )}
      {isManagement && (
        <Note>
          This session comes in over {link}. Where its address changes, the new one is tried before anything is kept,
          and the host puts the old one back by itself.
        </Note>
      )}
      <TextRow<AddressValues>
        name="addresses"
        label="Addresses"
        placeholder="192.0.2.11/24"
        hint="All that the link is to have, with prefix length, separated by commas. Empty: none."
      />
      <SelectRow<AddressValues> name="gatewayMode" label="Default gateway by this link">
        <option value="keep">as it is</option>
        <option value="set">set it</option>
        <option value="none">take it away</option>
      </SelectRow>
      {gatewayMode === 'set' && (
        <TextRow<AddressValues>
          name="gateway"
          label="Gateway"
          placeholder="192.0.2.1"
          hint="In one of the networks above."
        />
      )}
      <Note tone="unknown">Not stored: addresses are gone after a reboot.</Note>
    </EditForm>
  )
}
