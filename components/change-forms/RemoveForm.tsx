'use client'

import { useMemo } from 'react'
import { useForm } from 'react-hook-form'
import { editTitle } from '@/lib/core/intents/titles'
import { EditForm } from './EditForm'
import type { FormModel } from './form-model'
import type { RemoveIntent } from './form-request'

const WHAT_GOES: Record<RemoveIntent['kind'], string> = {
  'ovsBridge.remove': 'The bridge goes with its uplinks, internal and patch ports. Guests must be off it.',
  'linuxBridge.remove': 'The bridge goes; its uplinks stay, without a switch. Guests must be off it.',
  'bond.remove': 'The bond goes; its members stay, each for itself.',
  'port.remove': 'The port leaves the bridge. What stands behind it stays, unless it is an internal port or a tunnel.',
  'vlanLink.remove': 'The VLAN link goes; the link below it stays.',
  'mirror.remove': 'The mirror goes; the ports that it copied stay.',
  'macvtap.remove': 'The macvtap goes; the link below it stays.',
  'macvlan.remove': 'The macvlan goes, and with it the way from the host to guests on the same link.',
  'network.remove': 'libvirt stops the network and forgets it. Guests that name it do not start without it.',
  'portgroup.remove': 'The portgroup goes from its network. Guests that name it must be moved first.',
}

/** Asks once more what goes, and says at once whether it may. */
export function RemoveForm({ intent }: { intent: RemoveIntent }) {
  const model = useMemo(
    (): FormModel<RemoveIntent['kind'], Record<string, never>> => ({
      kinds: [intent.kind],
      fromState: () => ({}),
      fromIntent: () => ({}),
      toIntent: () => intent,
      fields: {},
    }),
    [intent],
  )
  const form = useForm<Record<string, never>>()
  return <EditForm title={editTitle(intent)} lead={WHAT_GOES[intent.kind]} model={model} form={form} tone="danger" />
}
