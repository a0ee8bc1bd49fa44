'use client'

import { useWatch } from 'react-hook-form'
import type { Choice } from '@/components/fields/ChoiceField'
import type { VlanMode } from '@/lib/core/model/vlan'
import { bridgeChoices, portChoices } from '../fields/choices'
import { useEditing } from '../editing'
import { EditForm } from '../EditForm'
import { CheckRow, ChoiceRow, PickRow, TextRow, VlanListRow } from '../fields/form-fields'
import { Note } from '../fields/Note'
import { isTrunking } from '@/lib/core/vlan/make'
import { portVlanModel, typedPortVlan } from './port-vlan-form'
import type { PortVlanValues } from './port-vlan-form'
import { useEditForm } from '../use-edit-form'
import { VlanEffect } from '../fields/VlanEffect'
import { indexHost } from '@/lib/core/state/host-index'

const MODES: readonly (Choice & { value: VlanMode })[] = [
  { value: 'access', label: 'access', detail: 'one VLAN, untagged: for a guest or device that knows no VLANs' },
  { value: 'trunk', label: 'trunk', detail: 'several VLANs, all tagged' },
  { value: 'native-untagged', label: 'native-untagged', detail: 'a trunk whose native VLAN leaves untagged' },
  { value: 'native-tagged', label: 'native-tagged', detail: 'a trunk whose native VLAN leaves tagged' },
  { value: 'dot1q-tunnel', label: 'dot1q-tunnel', detail: "QinQ: a customer's VLANs inside one of ours" },
]

const TAG_LABELS: Partial<Record<VlanMode, string>> = { access: 'VLAN', 'dot1q-tunnel': 'Service VLAN' }

export function PortVlanForm() {
  const { state } = useEditing()
  const form = useEditForm(portVlanModel)
  const values = useWatch({ control: form.control, compute: (all: PortVlanValues) => all })
  const { bridge, mode, carriesAll } = values
  const start = form.formState.defaultValues
  const isLinux = indexHost(state).link(bridge)?.bridge != null
  return (
    <EditForm
      title={start?.port ? `VLANs of ${start.port}` : 'VLANs of a port'}
      lead={start?.port ? `Port of ${start.bridge ?? ''}` : 'What a port does with tags.'}
      model={portVlanModel}
      form={form}
      hidden={start?.port ? ['bridge', 'port'] : []}
    >
      {!start?.port && (
        <>
          <PickRow<PortVlanValues>
            name="bridge"
            label="Bridge"
            empty="Choose a bridge"
            choices={bridgeChoices(state, { linux: true })}
          />
          <PickRow<PortVlanValues>
            name="port"
            label="Port"
            empty="Choose a port"
            choices={portChoices(state, bridge)}
            onPick={(port) => form.reset(portVlanModel.fromState(state, { bridge, port }), { keepDefaultValues: true })}
          />
        </>
      )}
      <ChoiceRow<PortVlanValues>
        name="mode"
        label="Mode"
        choices={MODES.map((choice) =>
          isLinux && choice.value === 'dot1q-tunnel'
            ? { ...choice, reason: 'a Linux bridge has no tunnel ports: use an OVS bridge' }
            : choice,
        )}
      />
      {mode !== 'trunk' && (
        <TextRow<PortVlanValues>
          name="tag"
          label={TAG_LABELS[mode] ?? 'Native VLAN'}
          inputMode="numeric"
          placeholder="125"
          hint={isTrunking(mode) ? 'Frames that come in untagged are in this VLAN.' : '1 to 4094'}
        />
      )}
      {isTrunking(mode) && (
        <>
          <CheckRow<PortVlanValues>
            name="carriesAll"
            label="Carries all VLANs"
            hint="To Open vSwitch an empty trunk list means all VLANs, not none: here it is said."
          />
          {!carriesAll && (
            <VlanListRow<PortVlanValues>
              name="trunks"
              label="VLANs carried tagged"
              hint="Numbers and ranges: 100-110,125"
            />
          )}
        </>
      )}
      {mode === 'dot1q-tunnel' && (
        <VlanListRow<PortVlanValues>
          name="customerVlans"
          label="Customer's VLANs"
          hint="Leave empty for all of the customer's VLANs."
        />
      )}
      <VlanEffect vlan={typedPortVlan(values)} by={isLinux ? 'kernel' : 'ovs'} />
      {isLinux && <Note tone="unknown">Not stored: VLANs of kernel bridges are gone after a reboot.</Note>}
    </EditForm>
  )
}
