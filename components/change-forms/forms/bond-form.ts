import type { BondDetail } from '@/lib/core/model/link'
import type { NetworkState } from '@/lib/core/model/network-state'
import type { OvsPort } from '@/lib/core/model/ovs'
import type { IntentInputOf } from '@/lib/core/intents/intent'
import { indexHost } from '@/lib/core/state/host-index'
import { compact, optional } from '../form-model'
import type { FormModel } from '../form-model'
import { FORMS } from './table'

type Bond = IntentInputOf<'bond.set'>
type LinuxBond = Extract<Bond, { bondKind: 'linux' }>
type OvsBond = Extract<Bond, { bondKind: 'ovs' }>

export type BondValues = {
  bondKind: Bond['bondKind']
  name: string
  bridge: string
  members: string[]
  takesMembers: boolean
  linuxMode: LinuxBond['mode']
  ovsMode: OvsBond['mode']
  lacp: NonNullable<OvsBond['lacp']>
  lacpTime: '' | 'slow' | 'fast'
  detectMode: '' | 'carrier' | 'miimon'
  fallback: '' | 'on' | 'off'
  hashPolicy: '' | NonNullable<LinuxBond['xmitHashPolicy']>
  primary: string
}

const bondDefaults: BondValues = {
  bondKind: 'ovs',
  name: '',
  bridge: '',
  members: [],
  takesMembers: false,
  linuxMode: '802.3ad',
  ovsMode: 'balance-tcp',
  lacp: 'active',
  lacpTime: '',
  detectMode: '',
  fallback: '',
  hashPolicy: '',
  primary: '',
}

export const LINUX_MODES = {
  '802.3ad': 'LACP: all members, as agreed with the switch',
  'active-backup': 'one member at a time; the switch needs no settings',
  'balance-xor': 'all members by hash; the switch needs a static channel',
  'balance-rr': 'packets in turn: they arrive out of order',
  broadcast: 'every frame on every member',
  'balance-tlb': 'sends on all, receives on one; the switch needs no settings',
  'balance-alb': 'as tlb, and answers ARP with other MACs: not for bridges with guests',
} as const satisfies Record<LinuxBond['mode'], string>

export const HASH_POLICIES = ['layer2', 'layer2+3', 'layer3+4', 'encap2+3', 'encap3+4', 'vlan+srcmac'] as const

/** Settings belong to some modes only; in others they are left out of the edit, and kept in the form. */
export const hashes = (mode: LinuxBond['mode']): boolean => ['802.3ad', 'balance-xor', 'balance-tlb'].includes(mode)
export const hasPrimary = ({ bondKind, linuxMode, ovsMode }: BondValues): boolean =>
  bondKind === 'ovs' ? ovsMode === 'active-backup' : ['active-backup', 'balance-tlb', 'balance-alb'].includes(linuxMode)
export const speaksLacp = ({ bondKind, linuxMode, lacp }: BondValues): boolean =>
  bondKind === 'ovs' ? lacp !== 'off' : linuxMode === '802.3ad'

export const bondModel: FormModel<'bond.set', BondValues> = {
  kinds: FORMS.bond.writes,
  fromState: (state, { name = '', kind, bridge = '', link }) => {
    const { link: linkOf, ovsPort } = indexHost(state)
    const port = ovsPort(name)?.port
    if (port?.bond != null) return fromOvs(port, port.bond)
    const bond = linkOf(name)?.bond
    if (bond != null) return fromLinux(state, name, bond)
    const bondKind = kind === 'linux' || state.ovs === null ? 'linux' : 'ovs'
    return { ...bondDefaults, bondKind, name, bridge, members: link === undefined ? [] : [link] }
  },
  fromIntent: (intent) => ({
    ...bondDefaults,
    bondKind: intent.bondKind,
    name: intent.name,
    bridge: intent.bridge ?? '',
    members: intent.members,
    takesMembers: intent.takesMembers ?? false,
    lacpTime: intent.lacpTime ?? '',
    primary: intent.primary ?? '',
    ...(intent.bondKind === 'linux'
      ? { linuxMode: intent.mode, hashPolicy: intent.xmitHashPolicy ?? '' }
      : {
          ovsMode: intent.mode,
          lacp: intent.lacp ?? 'off',
          detectMode: intent.detectMode ?? '',
          fallback: intent.fallbackActiveBackup == null ? '' : intent.fallbackActiveBackup ? 'on' : ('off' as const),
        }),
  }),
  toIntent,
  fields: {
    bondKind: 'bondKind',
    name: 'name',
    bridge: 'bridge',
    members: 'members',
    mode: 'ovsMode',
    lacp: 'lacp',
    lacpTime: 'lacpTime',
    detectMode: 'detectMode',
    fallbackActiveBackup: 'fallback',
    xmitHashPolicy: 'hashPolicy',
    primary: 'primary',
  },
}

function toIntent(values: BondValues): Bond {
  const { bondKind, members, takesMembers, linuxMode, ovsMode, lacp, detectMode, fallback, hashPolicy } = values
  const shared = {
    kind: 'bond.set' as const,
    name: values.name.trim(),
    members,
    takesMembers,
    primary: hasPrimary(values) ? (optional(values.primary) ?? null) : undefined,
  }
  const lacpTime = orNull(values.lacpTime)
  if (bondKind === 'linux')
    return compact({
      ...shared,
      bondKind,
      mode: linuxMode,
      bridge: optional(values.bridge),
      lacpTime: speaksLacp(values) ? (lacpTime ?? undefined) : undefined,
      xmitHashPolicy: hashes(linuxMode) && hashPolicy !== '' ? hashPolicy : undefined,
    })
  return compact({
    ...shared,
    bondKind,
    bridge: values.bridge,
    mode: ovsMode,
    lacp,
    lacpTime: speaksLacp(values) ? lacpTime : undefined,
    detectMode: orNull(detectMode),
    fallbackActiveBackup: lacp === 'off' ? undefined : fallback === '' ? null : fallback === 'on',
  })
}

/** "" is chosen too: not set. */
const orNull = <T extends string>(value: T | ''): T | null => (value === '' ? null : value)

const oneOf = <T extends string>(value: string | null | undefined, options: readonly T[]): T | '' =>
  options.find((option) => option === value) ?? ''

function fromOvs(port: OvsPort, bond: BondDetail): BondValues {
  const fallback = port.otherConfig['lacp-fallback-ab']
  return {
    ...bondDefaults,
    name: port.name,
    bridge: port.bridge,
    members: port.interfaces.map(({ name }) => name),
    ovsMode: oneOf(bond.mode, ['active-backup', 'balance-slb', 'balance-tcp'] as const) || 'active-backup',
    lacp: bond.lacp,
    lacpTime: oneOf(port.otherConfig['lacp-time'], ['slow', 'fast'] as const),
    detectMode: oneOf(port.otherConfig['bond-detect-mode'], ['carrier', 'miimon'] as const),
    fallback: fallback === undefined ? '' : fallback === 'true' ? 'on' : 'off',
    primary: port.otherConfig['bond-primary'] ?? '',
  }
}

function fromLinux(state: NetworkState, name: string, bond: BondDetail): BondValues {
  const { link, ovsPort } = indexHost(state)
  const master = link(link(name)?.master ?? '')
  return {
    ...bondDefaults,
    bondKind: 'linux',
    name,
    bridge: ovsPort(name)?.bridge.name ?? (master?.bridge == null ? '' : master.name),
    members: bond.members.map((member) => member.name),
    // Keys of a Record of all modes.
    linuxMode: oneOf(bond.mode, Object.keys(LINUX_MODES) as LinuxBond['mode'][]) || 'active-backup',
    lacpTime: bond.lacpRate ?? '',
    hashPolicy: oneOf(bond.hashPolicy, HASH_POLICIES),
    primary: bond.primary ?? '',
  }
}
