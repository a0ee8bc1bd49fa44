'use client'

import { useFormContext, useWatch } from 'react-hook-form'
import type { Choice } from '@/components/fields/ChoiceField'
import { ChoiceRow, SelectRow, TextRow, VlanListRow } from './form-fields'
import { portVlanOfChoice } from './vlan-choice'
import type { VlanChoiceValues } from './vlan-choice'
import { VlanEffect } from './VlanEffect'

const MODES: readonly Choice[] = [
  { value: 'none', label: 'no VLAN', detail: 'libvirt sets none: an OVS port is then a trunk of all VLANs' },
  { value: 'access', label: 'access', detail: 'one VLAN; the guest sees no tags' },
  { value: 'trunk', label: 'trunk', detail: 'several VLANs, tagged, and one native where wanted' },
]

/** VLANs as libvirt sets them on the ports of guests. */
export function VlanChoiceFields({ reason }: { reason: string | null }) {
  // Part of whatever form is around it.
  const { control } = useFormContext<VlanChoiceValues>()
  const values = useWatch({ control, compute: (all: VlanChoiceValues) => all })
  const vlan = portVlanOfChoice(values)
  return (
    <>
      <ChoiceRow<VlanChoiceValues>
        name="vlanMode"
        label="VLANs"
        choices={MODES.map((mode) => (mode.value === 'none' ? mode : { ...mode, reason }))}
      />
      {values.vlanMode === 'access' && (
        <TextRow<VlanChoiceValues> name="tag" label="VLAN" inputMode="numeric" placeholder="125" hint="1 to 4094" />
      )}
      {values.vlanMode === 'trunk' && (
        <>
          <VlanListRow<VlanChoiceValues>
            name="tags"
            label="VLANs carried tagged"
            hint="Numbers and ranges: 100-110,125"
          />
          <TextRow<VlanChoiceValues>
            name="nativeTag"
            label="Native VLAN (optional)"
            inputMode="numeric"
            hint="One of the list: untagged frames are in it."
          />
          {values.nativeTag !== '' && (
            <SelectRow<VlanChoiceValues> name="nativeMode" label="Native VLAN leaves">
              <option value="untagged">untagged</option>
              <option value="tagged">tagged</option>
            </SelectRow>
          )}
        </>
      )}
      {vlan !== null && <VlanEffect vlan={vlan} by="ovs" />}
    </>
  )
}
