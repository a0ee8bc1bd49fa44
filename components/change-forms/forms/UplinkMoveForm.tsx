'use client'

import { useWatch } from 'react-hook-form'
import { ErrorNote } from '@/components/ui/ErrorNote'
import { keptAddresses } from '@/lib/core/objects/link-facts'
import { indexHost } from '@/lib/core/state/host-index'
import { bridgeChoices, uplinkChoices } from '../fields/choices'
import { useEditing } from '../editing'
import { EditForm } from '../EditForm'
import { ChoiceRow, PickRow, TextRow } from '../fields/form-fields'
import { uplinkMoveModel } from './uplink-move-form'
import type { UplinkMoveValues } from './uplink-move-form'
import { useEditForm } from '../use-edit-form'

export function UplinkMoveForm() {
  const { state, observed } = useEditing()
  const form = useEditForm(uplinkMoveModel)
  const { nic, bridge, to } = useWatch({ control: form.control, compute: (all: UplinkMoveValues) => all })
  const link = indexHost(state).link(nic)
  const moving = link === undefined ? [] : keptAddresses(link).map(({ cidr }) => cidr)
  const isLinux = indexHost(state).link(bridge)?.bridge != null
  const isOurs = observed.management.links.includes(nic)
  return (
    <EditForm
      title="Move an uplink in"
      lead="A NIC enters a bridge; its addresses and routes move along, in one step that needs no network in between."
      model={uplinkMoveModel}
      form={form}
    >
      {isOurs && (
        <ErrorNote
          tone="warn"
          title={`This session comes in over ${nic}`}
          message="The connection breaks for a moment while its address moves. It is done by the host alone: it waits to be reached again at the address, and puts everything back by itself if it is not."
        />
      )}
      <PickRow<UplinkMoveValues>
        name="nic"
        label="Uplink"
        empty="Choose a NIC or bond"
        choices={uplinkChoices(state)}
      />
      <PickRow<UplinkMoveValues>
        name="bridge"
        label="Bridge"
        empty="Choose a bridge"
        choices={bridgeChoices(state, { linux: true })}
        hint="One that does not exist yet can be staged before this edit."
      />
      <ChoiceRow<UplinkMoveValues>
        name="to"
        label={`Its addresses${moving.length > 0 ? ` (${moving.join(', ')})` : ''} go to`}
        choices={[
          {
            value: 'bridge',
            label: bridge === '' ? 'the bridge' : bridge,
            detail: "the bridge's own port; it takes the NIC's MAC too",
          },
          {
            value: 'internal',
            label: 'an internal port',
            detail: 'with a VLAN of its own where wanted; keeps a MAC of its own',
            reason: isLinux ? `${bridge} is a Linux bridge, which has no internal ports` : null,
          },
        ]}
      />
      {to === 'internal' && (
        <TextRow<UplinkMoveValues>
          name="internalPort"
          label="Internal port"
          placeholder="host0"
          hint="Made where it is not there yet."
        />
      )}
    </EditForm>
  )
}
