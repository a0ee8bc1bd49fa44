import type { GuestNicConfig } from '@/lib/core/model/libvirt'
import type { IntentInputOf } from '@/lib/core/intents/intent'
import { compact, optional } from '../form-model'
import { fromLibvirtVlan, fromVlanChoice, NO_VLAN, toVlanChoice, vlanChoiceFields } from './vlan-choice'
import type { VlanChoiceValues } from './vlan-choice'

type NicTarget = IntentInputOf<'guestNic.attach'>['target']

/** Where a guest's NIC goes. */
export type TargetValues = VlanChoiceValues & {
  to: 'network' | 'bridge' | 'dev'
  network: string
  portgroup: string
  bridge: string
  dev: string
  devMode: 'vepa' | 'bridge' | 'private' | 'passthru'
}

export const targetDefaults: TargetValues = {
  ...NO_VLAN,
  to: 'network',
  network: '',
  portgroup: '',
  bridge: '',
  dev: '',
  devMode: 'bridge',
}

export const targetFields = {
  target: 'to',
  'target.network': 'network',
  'target.portgroup': 'portgroup',
  'target.bridge': 'bridge',
  'target.virtualport': 'bridge',
  'target.dev': 'dev',
  'target.mode': 'devMode',
  ...vlanChoiceFields('target.vlan'),
} as const satisfies Record<string, keyof TargetValues>

export function toTarget(values: TargetValues): NicTarget {
  if (values.to === 'network') return compact({ network: values.network, portgroup: optional(values.portgroup) })
  if (values.to === 'dev') return { dev: values.dev, mode: values.devMode }
  return compact({ bridge: values.bridge, vlan: values.vlanMode === 'none' ? undefined : toVlanChoice(values) })
}

export function fromTarget(target: NicTarget): TargetValues {
  if ('network' in target) return { ...targetDefaults, network: target.network, portgroup: target.portgroup ?? '' }
  if ('dev' in target) return { ...targetDefaults, to: 'dev', dev: target.dev, devMode: target.mode }
  return { ...targetDefaults, ...fromVlanChoice(target.vlan), to: 'bridge', bridge: target.bridge }
}

/** Where the NIC is now. */
export function targetOf(config: GuestNicConfig | null): TargetValues {
  const source = config?.source
  if (source?.type === 'network')
    return { ...targetDefaults, network: source.network, portgroup: source.portgroup ?? '' }
  if (source?.type === 'bridge')
    return { ...targetDefaults, ...fromLibvirtVlan(config?.vlan ?? null), to: 'bridge', bridge: source.bridge }
  if (source?.type === 'direct' && source.network !== null) return { ...targetDefaults, network: source.network }
  if (source?.type === 'direct')
    return {
      ...targetDefaults,
      to: 'dev',
      dev: source.dev,
      devMode: source.mode === 'source' ? 'bridge' : source.mode,
    }
  return targetDefaults
}
