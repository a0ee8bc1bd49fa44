'use client'

import { useWatch } from 'react-hook-form'
import { bridgeChoices } from '../fields/choices'
import { useEditing } from '../editing'
import { EditForm } from '../EditForm'
import { ChoiceRow, PickRow, SelectRow, TextRow } from '../fields/form-fields'
import { ovsBridgeModel } from './ovs-bridge-form'
import type { OvsBridgeValues } from './ovs-bridge-form'
import { useEditForm } from '../use-edit-form'
import { indexHost } from '@/lib/core/state/host-index'

const FAIL_MODES = [
  { value: 'default', label: 'not set', detail: 'ovs-vswitchd then works as standalone' },
  {
    value: 'standalone',
    label: 'standalone',
    detail: 'learns addresses like any switch; also when its controllers are gone',
  },
  {
    value: 'secure',
    label: 'secure',
    detail: 'forwards only by flows that a controller or somebody else put in; without any it forwards nothing',
  },
]

export function OvsBridgeForm() {
  const { state, observed } = useEditing()
  const form = useEditForm(ovsBridgeModel)
  const { isFake, name } = useWatch({ control: form.control, compute: (all: OvsBridgeValues) => all })
  const start = form.formState.defaultValues?.name
  const isThere = indexHost(observed).ovsBridge(start ?? '') !== undefined
  const kind = isFake ? 'fake bridge' : 'OVS bridge'
  return (
    <EditForm
      title={isThere ? `OVS bridge ${name}` : `New ${kind}`}
      lead={
        isFake
          ? 'VLAN n of an OVS bridge under a name of its own, for software that knows only bridges.'
          : 'A switch of Open vSwitch, with a port of its own name where the host takes part.'
      }
      model={ovsBridgeModel}
      form={form}
    >
      <TextRow<OvsBridgeValues>
        name="name"
        label="Name"
        placeholder={isFake ? 'ovsbr1-v125' : 'ovsbr1'}
        readOnly={isThere}
        hint="At most 15 characters: the kernel knows a link of that name too."
      />
      {isFake ? (
        <>
          <PickRow<OvsBridgeValues>
            name="parent"
            label="Parent bridge"
            empty="Choose an OVS bridge"
            choices={bridgeChoices(state)}
          />
          <TextRow<OvsBridgeValues> name="vlan" label="VLAN" inputMode="numeric" placeholder="125" hint="1 to 4094" />
        </>
      ) : (
        <>
          <ChoiceRow<OvsBridgeValues> name="failMode" label="Fail mode" choices={FAIL_MODES} />
          <TextRow<OvsBridgeValues>
            name="controllers"
            label="Controllers (optional)"
            placeholder="tcp:192.0.2.5:6633"
            hint="OpenFlow controllers, separated by commas."
          />
          <SelectRow<OvsBridgeValues>
            name="spanningTree"
            label="Spanning tree"
            hint="Needed where two uplinks could make a loop. Ports forward late: STP 30 s, RSTP a few."
          >
            <option value="off">off</option>
            <option value="stp">STP (802.1D)</option>
            <option value="rstp">RSTP (802.1w)</option>
          </SelectRow>
        </>
      )}
    </EditForm>
  )
}
