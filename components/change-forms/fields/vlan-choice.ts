import { formatVlanRanges } from '@/lib/core/vlan/ranges'
import type { LibvirtVlan } from '@/lib/core/model/libvirt'
import type { PortVlan } from '@/lib/core/model/vlan'
import { askedVlan, trunkVlan } from '@/lib/core/vlan/make'
import type { IntentInputOf } from '@/lib/core/intents/intent'
import { compact, optional, toNumber, typedVlan, typedVlans } from '../form-model'

/** The fields of a libvirt `<vlan>`: of a portgroup, or of a guest's own NIC. */
export type VlanChoiceValues = {
  vlanMode: VlanChoiceInput['mode']
  tag: string
  tags: string
  nativeTag: string
  nativeMode: 'tagged' | 'untagged'
}

export type VlanChoiceInput = IntentInputOf<'portgroup.set'>['vlan']

export const NO_VLAN: VlanChoiceValues = {
  vlanMode: 'none',
  tag: '',
  tags: '',
  nativeTag: '',
  nativeMode: 'untagged',
}

/** Path below the intent's VLAN → field. */
export const vlanChoiceFields = <P extends string>(path: P) =>
  ({
    [path]: 'vlanMode',
    [`${path}.tag`]: 'tag',
    [`${path}.tags`]: 'tags',
    [`${path}.nativeTag`]: 'nativeTag',
    [`${path}.nativeMode`]: 'nativeMode',
  }) as const satisfies Record<string, keyof VlanChoiceValues>

export function toVlanChoice(values: VlanChoiceValues): VlanChoiceInput {
  const { vlanMode, tag, tags, nativeTag, nativeMode } = values
  if (vlanMode === 'none') return { mode: 'none' }
  if (vlanMode === 'access') return { mode: 'access', tag: toNumber(tag) }
  const native = optional(nativeTag)
  return compact({
    mode: 'trunk' as const,
    tags,
    nativeTag: native === undefined ? undefined : toNumber(native),
    nativeMode: native === undefined ? undefined : nativeMode,
  })
}

export function fromVlanChoice(vlan: VlanChoiceInput | undefined): VlanChoiceValues {
  if (vlan === undefined || vlan.mode === 'none') return NO_VLAN
  if (vlan.mode === 'access') return { ...NO_VLAN, vlanMode: 'access', tag: String(vlan.tag) }
  return {
    ...NO_VLAN,
    vlanMode: 'trunk',
    tags: typeof vlan.tags === 'string' ? vlan.tags : formatVlanRanges(vlan.tags),
    nativeTag: vlan.nativeTag === undefined ? '' : String(vlan.nativeTag),
    nativeMode: vlan.nativeMode ?? 'untagged',
  }
}

/** What libvirt holds now. Several tags are a trunk, said or not (formatnetwork.html, "Setting VLAN tag"). */
export function fromLibvirtVlan(vlan: LibvirtVlan | null): VlanChoiceValues {
  const [only, ...more] = vlan?.tags ?? []
  if (vlan === null || only === undefined) return NO_VLAN
  const native = vlan.tags.find(({ nativeMode }) => nativeMode !== null)
  if (!vlan.isTrunk && more.length === 0 && native === undefined)
    return { ...NO_VLAN, vlanMode: 'access', tag: String(only.id) }
  return {
    ...NO_VLAN,
    vlanMode: 'trunk',
    tags: formatVlanRanges(vlan.tags.map(({ id }) => id)),
    nativeTag: native === undefined ? '' : String(native.id),
    nativeMode: native?.nativeMode ?? 'untagged',
  }
}

/** What the port on Open vSwitch becomes, for saying it in words; null where libvirt sets nothing. */
export function portVlanOfChoice({ vlanMode, tag, tags, nativeTag, nativeMode }: VlanChoiceValues): PortVlan | null {
  if (vlanMode === 'none') return null
  if (vlanMode === 'access') return askedVlan({ mode: 'access', tag: typedVlan(tag) })
  const native = typedVlan(nativeTag)
  const trunks = typedVlans(tags)
  return native === null ? trunkVlan(trunks) : askedVlan({ mode: `native-${nativeMode}`, tag: native, trunks })
}
