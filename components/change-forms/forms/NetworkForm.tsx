'use client'

import { useWatch } from 'react-hook-form'
import { bridgeChoices, lowerChoices } from '../fields/choices'
import { useEditing } from '../editing'
import { EditForm } from '../EditForm'
import { CheckRow, ChoiceRow, PickRow, TextRow } from '../fields/form-fields'
import { FORWARD_MODES, networkModel, usesAddress, usesBridge, usesDev } from './network-form'
import type { NetworkValues } from './network-form'
import { Note } from '../fields/Note'
import { useEditForm } from '../use-edit-form'
import { indexHost } from '@/lib/core/state/host-index'

const MODES = Object.entries(FORWARD_MODES).map(([value, detail]) => ({
  value,
  label: value === 'none' ? 'none (isolated)' : value,
  detail,
}))

export function NetworkForm() {
  const { state, observed } = useEditing()
  const form = useEditForm(networkModel)
  const values = useWatch({ control: form.control, compute: (all: NetworkValues) => all })
  const start = form.formState.defaultValues?.name
  const there = indexHost(observed).network(start ?? '')
  const isThere = there !== undefined
  const pool = there?.forwardDevices ?? []
  const index = indexHost(state)
  const isOvs = index.ovsBridge(values.bridge) !== undefined || index.fakeBridge(values.bridge) !== undefined
  return (
    <EditForm
      title={isThere ? `Network ${values.name}` : 'New network'}
      lead="What libvirt offers guests to plug into. Its portgroups are edits of their own."
      model={networkModel}
      form={form}
    >
      <TextRow<NetworkValues> name="name" label="Name" placeholder="ovs-net" readOnly={isThere} />
      <ChoiceRow<NetworkValues> name="forward" label="Forward mode" choices={MODES} />
      {values.forward === 'bridge' && (
        <ChoiceRow<NetworkValues>
          name="over"
          label="Guests are plugged into"
          choices={[
            { value: 'bridge', label: 'a bridge', detail: 'on ports of it' },
            { value: 'dev', label: 'a link', detail: 'by macvtaps in bridge mode' },
          ]}
        />
      )}
      {usesBridge(values) && (
        <PickRow<NetworkValues>
          name="bridge"
          label="Bridge"
          empty="Choose a bridge"
          choices={bridgeChoices(state, { linux: true, fake: true })}
          hint={
            isOvs
              ? 'Of Open vSwitch: libvirt plugs guests in with virtualport openvswitch, portgroups have VLANs.'
              : undefined
          }
        />
      )}
      {usesDev(values) && (
        <>
          <PickRow<NetworkValues>
            name="dev"
            label="Link below"
            empty="Choose a link"
            choices={lowerChoices(state, 'macvlan')}
            hint={pool.length > 1 ? `The first of a pool: ${pool.join(', ')}. The pool stays as it is.` : undefined}
          />
          <Note>macvtap: host and guest cannot talk over that link.</Note>
          {values.forward === 'vepa' && <Note>VEPA needs a switch that reflects frames (hairpin).</Note>}
        </>
      )}
      {usesAddress(values) && (
        <TextRow<NetworkValues>
          name="address"
          label={values.forward === 'none' ? "Host's address (optional)" : "Host's address"}
          placeholder="192.168.100.1/24"
          hint="With prefix length; the network's gateway."
        />
      )}
      <CheckRow<NetworkValues> name="active" label="Active" hint="Guests can start on it." />
      <CheckRow<NetworkValues> name="autostart" label="Starts with the host" />
    </EditForm>
  )
}
