'use client'

import { useWatch } from 'react-hook-form'
import { bondModel, HASH_POLICIES, hashes, hasPrimary, LINUX_MODES, speaksLacp } from './bond-form'
import type { BondValues } from './bond-form'
import { bridgeChoices, claimChoices, keeping } from '../fields/choices'
import { useEditing } from '../editing'
import { EditForm } from '../EditForm'
import { CheckRow, ChoiceRow, ManyRow, PickRow, SelectRow, TextRow } from '../fields/form-fields'
import { Note } from '../fields/Note'
import { useEditForm } from '../use-edit-form'
import { indexHost } from '@/lib/core/state/host-index'

const OVS_MODES = [
  { value: 'balance-tcp', label: 'balance-tcp', detail: 'all members, by connection; works only with LACP' },
  { value: 'balance-slb', label: 'balance-slb', detail: 'all members, by MAC and VLAN; the switch needs no settings' },
  { value: 'active-backup', label: 'active-backup', detail: 'one member at a time; the switch needs no settings' },
]

const LINUX_CHOICES = Object.entries(LINUX_MODES).map(([value, detail]) => ({ value, label: value, detail }))

export function BondForm() {
  const { state, observed } = useEditing()
  const form = useEditForm(bondModel)
  const values = useWatch({ control: form.control, compute: (all: BondValues) => all })
  const { bondKind, name, bridge, members, takesMembers } = values
  const start = form.formState.defaultValues
  const isThere =
    indexHost(observed).link(start?.name ?? '')?.bond != null ||
    indexHost(observed).ovsPort(start?.name ?? '')?.port.bond != null
  const present = isThere ? bondModel.fromState(observed, { name: start?.name }) : undefined
  const noOvs = observed.ovs === null ? 'Open vSwitch is not on this host' : null
  return (
    <EditForm
      title={isThere ? `Bond ${name}` : 'New bond'}
      lead="Several NICs as one link."
      model={bondModel}
      form={form}
      hidden={isThere ? ['bondKind'] : []}
    >
      {!isThere && (
        <ChoiceRow<BondValues>
          name="bondKind"
          label="Made by"
          choices={[
            { value: 'ovs', label: 'Open vSwitch', detail: 'a port of an OVS bridge; stored by itself', reason: noOvs },
            { value: 'linux', label: 'the kernel', detail: 'a link, for bridges of either kind' },
          ]}
        />
      )}
      <TextRow<BondValues> name="name" label="Name" placeholder="bond0" readOnly={isThere} />
      <PickRow<BondValues>
        name="bridge"
        label={bondKind === 'ovs' ? 'Bridge' : 'Bridge (optional)'}
        empty={bondKind === 'ovs' ? 'Choose an OVS bridge' : 'in no bridge'}
        choices={bridgeChoices(state, { linux: bondKind === 'linux' })}
      />
      <ManyRow<BondValues>
        name="members"
        label="Members"
        hint="At least two."
        choices={keeping(claimChoices(state, { into: name, role: 'member', takesMembers }), members)}
      />
      <CheckRow<BondValues>
        name="takesMembers"
        label="Ports of bridges may be taken"
        hint="They leave their bridge first."
      />
      {bondKind === 'ovs' ? (
        <OvsSettings present={present} />
      ) : (
        <LinuxSettings mode={values.linuxMode} hashPolicy={start?.hashPolicy} />
      )}
      {speaksLacp(values) && (
        <>
          <SelectRow<BondValues> name="lacpTime" label="LACP time" hint="How soon a silent partner is noticed.">
            {(bondKind === 'ovs' || !isThere) && (
              <option value="">{unset(present?.lacpTime, 'slow, after 90 s')}</option>
            )}
            <option value="slow">slow: after 90 s</option>
            <option value="fast">fast: after 3 s</option>
          </SelectRow>
          {bondKind === 'ovs' && (
            <SelectRow<BondValues>
              name="fallback"
              label="Without a partner"
              hint="Fallback to active-backup keeps one member in use until LACP is agreed."
            >
              <option value="">{unset(present?.fallback, 'the bond carries nothing')}</option>
              <option value="on">fall back to active-backup</option>
              <option value="off">carry nothing</option>
            </SelectRow>
          )}
        </>
      )}
      {hasPrimary(values) && (
        <PickRow<BondValues>
          name="primary"
          label="Primary member (optional)"
          empty={present?.primary ? 'no primary any more: whichever is up' : 'none: whichever is up'}
          choices={members.map((member) => ({ value: member, label: member }))}
        />
      )}
      {bondKind === 'linux' && bridge !== '' && (
        <Note tone="unknown">
          {name === '' ? 'The bond' : name} becomes a port of {bridge}.
        </Note>
      )}
      {bondKind === 'linux' && <Note tone="unknown">Not stored: kernel bonds are gone after a reboot.</Note>}
    </EditForm>
  )
}

/** The first choice of a setting that may be absent: what is there is taken away by it, and what holds then. */
const unset = (present: string | undefined, meaning: string): string =>
  present ? `take the setting away: ${meaning}` : `not set: ${meaning}`

function OvsSettings({ present }: { present: BondValues | undefined }) {
  return (
    <>
      <ChoiceRow<BondValues> name="ovsMode" label="Mode" choices={OVS_MODES} />
      <ChoiceRow<BondValues>
        name="lacp"
        label="LACP"
        choices={[
          { value: 'active', label: 'active', detail: 'asks the switch by itself' },
          { value: 'passive', label: 'passive', detail: 'answers when the switch asks' },
          { value: 'off', label: 'off', detail: 'no LACP: the switch must not have a channel there' },
        ]}
      />
      <SelectRow<BondValues> name="detectMode" label="How a dead member is noticed">
        <option value="">{unset(present?.detectMode, 'carrier')}</option>
        <option value="carrier">carrier: the kernel says so</option>
        <option value="miimon">miimon: asks every 200 ms</option>
      </SelectRow>
    </>
  )
}

function LinuxSettings({ mode, hashPolicy }: { mode: BondValues['linuxMode']; hashPolicy: string | undefined }) {
  return (
    <>
      <ChoiceRow<BondValues> name="linuxMode" label="Mode" choices={LINUX_CHOICES} />
      {hashes(mode) && (
        <SelectRow<BondValues>
          name="hashPolicy"
          label="Members are picked by"
          hint="layer3+4 spreads connections; layer2 keeps all to one neighbour on one member."
        >
          {!hashPolicy && <option value="">not set: layer2</option>}
          {HASH_POLICIES.map((policy) => (
            <option key={policy}>{policy}</option>
          ))}
        </SelectRow>
      )}
    </>
  )
}
