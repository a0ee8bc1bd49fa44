'use client'

import { useFormContext, useWatch } from 'react-hook-form'
import type { NetworkState } from '@/lib/core/model/network-state'
import { formatPortVlan } from '@/lib/core/vlan/words'
import { vlanOfLibvirt } from '@/lib/core/vlan/libvirt'
import { bridgeChoices, keeping, lowerChoices, networkChoices } from './choices'
import { ChoiceRow, PickRow } from './form-fields'
import { MACVTAP_MODES } from './macvtap-modes'
import type { TargetValues } from './nic-target'
import { VlanChoiceFields } from './VlanChoiceFields'
import { indexHost } from '@/lib/core/state/host-index'

/** Where a guest's NIC goes: a network and its portgroup, a bridge, or straight on a link. */
export function NicTargetFields({ state }: { state: NetworkState }) {
  const { control } = useFormContext<TargetValues>()
  const values = useWatch({ control, compute: (all: TargetValues) => all })
  const index = indexHost(state)
  const isOvs = index.ovsBridge(values.bridge) !== undefined || index.fakeBridge(values.bridge) !== undefined
  return (
    <>
      <ChoiceRow<TargetValues>
        name="to"
        label="Plugged into"
        choices={[
          { value: 'network', label: 'a network', detail: 'of libvirt, with a portgroup where it has some' },
          { value: 'bridge', label: 'a bridge', detail: 'without a network' },
          { value: 'dev', label: 'a link', detail: 'by macvtap, without a bridge' },
        ]}
      />
      {values.to === 'network' && (
        <>
          <PickRow<TargetValues>
            name="network"
            label="Network"
            empty="Choose a network"
            choices={keeping(networkChoices(state), [values.network])}
          />
          <PortgroupPick state={state} network={values.network} portgroup={values.portgroup} />
        </>
      )}
      {values.to === 'bridge' && (
        <>
          <PickRow<TargetValues>
            name="bridge"
            label="Bridge"
            empty="Choose a bridge"
            choices={keeping(bridgeChoices(state, { linux: true, fake: true }), [values.bridge])}
          />
          {values.bridge !== '' && (
            <VlanChoiceFields
              reason={
                isOvs === true
                  ? null
                  : `${values.bridge} is a Linux bridge, where libvirt sets no VLANs: set them on the port afterwards`
              }
            />
          )}
        </>
      )}
      {values.to === 'dev' && (
        <>
          <PickRow<TargetValues>
            name="dev"
            label="Link below"
            empty="Choose a link"
            choices={keeping(lowerChoices(state, 'macvlan'), [values.dev])}
          />
          <ChoiceRow<TargetValues> name="devMode" label="Mode" choices={MACVTAP_MODES} />
        </>
      )}
    </>
  )
}

type PortgroupPickProps = { state: NetworkState; network: string; portgroup: string }

function PortgroupPick({ state, network, portgroup }: PortgroupPickProps) {
  const groups = indexHost(state).network(network)?.portgroups ?? []
  if (groups.length === 0 && portgroup === '') return null
  const standard = groups.find(({ isDefault }) => isDefault)
  return (
    <PickRow<TargetValues>
      name="portgroup"
      label="Portgroup"
      empty={standard === undefined ? 'none: no VLAN' : `the default: ${standard.name}`}
      choices={keeping(
        groups.map(({ name, vlan }) => ({ value: name, label: name, detail: formatPortVlan(vlanOfLibvirt(vlan)) })),
        [portgroup],
      )}
    />
  )
}
