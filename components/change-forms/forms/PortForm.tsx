'use client'

import { useWatch } from 'react-hook-form'
import { bridgeChoices, claimChoices, keeping } from '../fields/choices'
import { useEditing } from '../editing'
import { EditForm } from '../EditForm'
import { CheckRow, ChoiceRow, PickRow, TextRow } from '../fields/form-fields'
import { Note } from '../fields/Note'
import { isTunnel, portModel } from './port-form'
import type { PortValues } from './port-form'
import { useEditForm } from '../use-edit-form'
import { indexHost } from '@/lib/core/state/host-index'

const TYPES = [
  { value: 'system', label: 'existing link', detail: 'a NIC, a bond or a VLAN link enters the bridge' },
  { value: 'internal', label: 'internal', detail: "a link of the host's own, for an address or a guest" },
  { value: 'patch', label: 'patch', detail: 'one end of a cable to another OVS bridge' },
  { value: 'vxlan', label: 'VXLAN', detail: 'a tunnel over UDP to another host' },
  { value: 'gre', label: 'GRE', detail: 'a tunnel over IP to another host' },
  { value: 'geneve', label: 'Geneve', detail: 'a tunnel over UDP to another host' },
]

export function PortForm() {
  const { state, observed } = useEditing()
  const form = useEditForm(portModel)
  const values = useWatch({ control: form.control, compute: (all: PortValues) => all })
  const { bridge, type, takesMembers } = values
  const start = form.formState.defaultValues?.name ?? ''
  const isThere = indexHost(observed).ovsPort(start) !== undefined
  const isLinux = indexHost(state).link(bridge)?.bridge != null
  return (
    <EditForm
      title={isThere ? `Port ${start}` : 'New port'}
      lead={bridge === '' ? 'What is plugged into a bridge.' : `Of ${bridge}`}
      model={portModel}
      form={form}
      hidden={isThere ? ['bridge', 'type'] : []}
    >
      {!isThere && (
        <PickRow<PortValues>
          name="bridge"
          label="Bridge"
          empty="Choose a bridge"
          choices={bridgeChoices(state, { linux: true, fake: true })}
        />
      )}
      {!isThere && (
        <ChoiceRow<PortValues>
          name="type"
          label="What"
          choices={TYPES.map((each) =>
            isLinux && each.value !== 'system'
              ? { ...each, reason: `${bridge} is a Linux bridge, which takes existing links only` }
              : each,
          )}
        />
      )}
      {type === 'system' ? (
        <>
          <PickRow<PortValues>
            name="name"
            label="Link"
            empty="Choose a link"
            choices={keeping(claimChoices(state, { into: bridge, role: 'port', takesMembers }), [values.name])}
          />
          <CheckRow<PortValues>
            name="takesMembers"
            label="It may be taken from another bridge"
            hint="It leaves that bridge first."
          />
          <Note tone="unknown">
            A NIC that carries the host&apos;s own address is moved by &quot;Move an uplink in&quot;, address and all.
          </Note>
          {isLinux && <Note tone="unknown">Not stored: ports of kernel bridges are gone after a reboot.</Note>}
        </>
      ) : (
        <TextRow<PortValues>
          name="name"
          label="Name"
          placeholder={type === 'patch' ? 'patch-edge' : type === 'internal' ? 'host125' : 'vx-site2'}
          readOnly={isThere}
        />
      )}
      {type === 'patch' && (
        <TextRow<PortValues>
          name="peer"
          label="Other end"
          placeholder="patch-ovsbr1"
          hint="The patch port in the other bridge. Nothing passes until that is made too."
        />
      )}
      {isTunnel(type) && <TunnelFields type={type} />}
    </EditForm>
  )
}

function TunnelFields({ type }: { type: PortValues['type'] }) {
  return (
    <>
      <TextRow<PortValues>
        name="remoteIp"
        label="Remote address"
        placeholder="192.0.2.9"
        hint="The other host, or flow: OpenFlow says it for each packet."
      />
      <TextRow<PortValues> name="localIp" label="Local address (optional)" placeholder="192.0.2.11" />
      <TextRow<PortValues>
        name="key"
        label={type === 'gre' ? 'Key (optional)' : 'VNI (optional)'}
        placeholder="5001"
        hint="The same on both ends, or flow."
      />
      {type !== 'gre' && (
        <TextRow<PortValues>
          name="dstPort"
          label="UDP port (optional)"
          inputMode="numeric"
          hint={type === 'vxlan' ? '4789 where it is not set' : '6081 where it is not set'}
        />
      )}
      <Note tone="unknown">
        A tunnel makes frames longer: guests need a smaller MTU, or the links below it a larger one.
      </Note>
    </>
  )
}
