'use client'

import { useWatch } from 'react-hook-form'
import { bridgeChoices, keeping, ovsPortChoices } from '../fields/choices'
import { useEditing } from '../editing'
import { EditForm } from '../EditForm'
import { ChoiceRow, ManyRow, PickRow, TextRow, VlanListRow } from '../fields/form-fields'
import { mirrorModel } from './mirror-form'
import type { MirrorValues } from './mirror-form'
import { useEditForm } from '../use-edit-form'

export function MirrorForm() {
  const { state, observed } = useEditing()
  const form = useEditForm(mirrorModel)
  const values = useWatch({ control: form.control, compute: (all: MirrorValues) => all })
  const { bridge, name, selects, output } = values
  const start = form.formState.defaultValues
  const isThere =
    observed.ovs?.bridges
      .find((each) => each.name === start?.bridge)
      ?.mirrors.some((mirror) => mirror.name === start?.name) ?? false
  const ports = ovsPortChoices(state, bridge)
  return (
    <EditForm
      title={isThere ? `Mirror ${name}` : 'New mirror'}
      lead="Copies frames of a bridge to one port or VLAN, to be looked at."
      model={mirrorModel}
      form={form}
    >
      <PickRow<MirrorValues>
        name="bridge"
        label="Bridge"
        empty="Choose an OVS bridge"
        choices={bridgeChoices(state).map((each) =>
          isThere && each.value !== start?.bridge ? { ...each, reason: 'the mirror is in another bridge' } : each,
        )}
      />
      <TextRow<MirrorValues> name="name" label="Name" placeholder="span0" readOnly={isThere} />
      <ChoiceRow<MirrorValues>
        name="selects"
        label="Copies"
        choices={[
          { value: 'ports', label: 'chosen ports', detail: 'what enters or leaves by them' },
          { value: 'all', label: 'all frames', detail: 'of the whole bridge' },
        ]}
      />
      {selects === 'ports' && (
        <>
          <ManyRow<MirrorValues>
            name="sourcePorts"
            label="What enters by"
            choices={keeping(ports, values.sourcePorts)}
          />
          <ManyRow<MirrorValues>
            name="destinationPorts"
            label="What leaves by"
            choices={keeping(ports, values.destinationPorts)}
          />
        </>
      )}
      <VlanListRow<MirrorValues> name="vlans" label="Only these VLANs (optional)" hint="Empty: of all VLANs." />
      <ChoiceRow<MirrorValues>
        name="output"
        label="To"
        choices={[
          { value: 'port', label: 'a port', detail: 'it carries copies only from then on' },
          { value: 'vlan', label: 'a VLAN', detail: 'copies go wherever that VLAN goes, by the uplink too' },
        ]}
      />
      {output === 'port' ? (
        <PickRow<MirrorValues> name="outputPort" label="Output port" empty="Choose a port" choices={ports} />
      ) : (
        <TextRow<MirrorValues> name="outputVlan" label="Output VLAN" inputMode="numeric" placeholder="900" />
      )}
    </EditForm>
  )
}
