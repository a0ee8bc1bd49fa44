import type { OvsPort } from '../model/ovs'
import type { Draft } from './draft'
import type { IntentOf } from '../intents/intent'
import {
  claimLink,
  inFakeBridge,
  joinLinuxBond,
  joinLinuxBridge,
  joinOvsBridge,
  leave,
  withInterfaces,
} from './members'
import { newBondDetail, newBondMember, newInterface, newLink, newOvsPort } from './new-objects'
import { dropPortLinks } from './ovs-bridge'
import { mayBeRemoved } from './removal'

type BondIntent = IntentOf<'bond.set'>

/** A bond is there with exactly these members and settings, made by the kernel or by Open vSwitch. */
export function setBond(draft: Draft, intent: BondIntent): void {
  if (intent.primary != null && !intent.members.includes(intent.primary))
    return draft.refuse(
      'primary',
      'not_a_member',
      `${intent.primary} is not among the members ${intent.members.join(', ')}: choose one of them`,
    )
  if (intent.bondKind === 'ovs') setOvsBond(draft, intent)
  else setLinuxBond(draft, intent)
}

const claimMembers = (draft: Draft, { name, members, takesMembers }: BondIntent): boolean =>
  members
    .map((member, index) =>
      claimLink(draft, { field: `members.${index}`, name: member, into: name, role: 'member', takesMembers }),
    )
    .every(Boolean)

function setLinuxBond(draft: Draft, intent: Extract<BondIntent, { bondKind: 'linux' }>): void {
  const { name, mode } = intent
  const existing = draft.link(name)
  const taken = existing?.kind === 'bond' ? undefined : draft.whatIs(name)
  if (taken !== undefined)
    return draft.refuse('name', 'name_taken', `${name} is ${taken} already: choose another name for the bond`)
  const isLacp = mode === '802.3ad'
  if (intent.lacpTime !== undefined && !isLacp)
    return draft.refuse(
      'lacpTime',
      'conflict',
      `LACP times belong to mode 802.3ad, the mode is ${mode}: leave them out`,
    )
  if (intent.primary != null && !HAVE_PRIMARY.has(mode))
    return draft.refuse(
      'primary',
      'conflict',
      `A primary member belongs to mode active-backup, the mode is ${mode}: leave it out`,
    )
  const hashes = isLacp || mode === 'balance-xor' || mode === 'balance-tlb'
  if (intent.xmitHashPolicy !== undefined && !hashes)
    return draft.refuse(
      'xmitHashPolicy',
      'conflict',
      `Mode ${mode} does not hash: leave the policy out, or choose 802.3ad or balance-xor`,
    )
  if (!claimMembers(draft, intent)) return
  const old = existing?.bond ?? null
  const detail = newBondDetail(mode, {
    members: old?.members ?? [],
    lacp: isLacp ? (old?.mode === mode ? old.lacp : 'active') : 'off',
    lacpRate: isLacp ? (intent.lacpTime ?? old?.lacpRate ?? 'slow') : null,
    lacpStatus: isLacp ? (old?.mode === mode ? old.lacpStatus : 'unknown') : 'off',
    hashPolicy: hashes ? (intent.xmitHashPolicy ?? old?.hashPolicy ?? 'layer2') : null,
    primary: HAVE_PRIMARY.has(mode) ? primaryOf(intent, old?.primary) : null,
    detectMode: old === null ? 'miimon' : old.detectMode,
    monitorIntervalMs: old === null ? 100 : old.monitorIntervalMs,
    upDelayMs: old?.upDelayMs ?? 0,
    downDelayMs: old?.downDelayMs ?? 0,
  })
  draft.putLink(existing === undefined ? newLink(name, 'bond', { bond: detail }) : { ...existing, bond: detail })
  for (const link of draft.state.links)
    if (link.master === name && !intent.members.includes(link.name)) leave(draft, link.name)
  for (const member of intent.members) if (draft.link(member)?.master !== name) joinLinuxBond(draft, member, name)
  if (isLacp) draft.warn(LACP_HINT(name))
  if (intent.bridge !== undefined) plug(draft, intent.bridge, name, intent.takesMembers)
}

const HAVE_PRIMARY: ReadonlySet<string> = new Set(['active-backup', 'balance-tlb', 'balance-alb'])

/** A primary that is no member any more is none. */
function primaryOf({ primary, members }: BondIntent, old: string | null = null): string | null {
  if (primary !== undefined) return primary
  return old !== null && members.includes(old) ? old : null
}

const LACP_HINT = (name: string): string =>
  `${name}: LACP needs its partner on the switch, on the ports of all members; without one a kernel bond uses one member, an OVS bond none`

function plug(draft: Draft, bridge: string, name: string, takesMembers: boolean): void {
  const isOvs = draft.ovsBridge(bridge) !== undefined || draft.fakeBridge(bridge) !== undefined
  if (!isOvs && draft.linuxBridge(bridge) === undefined)
    return draft.refuse(
      'bridge',
      'unknown_bridge',
      `${bridge} is ${draft.whatIs(bridge) ?? 'not on this host'}: name a bridge`,
    )
  const seat = draft.seatOf(name)
  if (seat !== null && seat.kind !== 'linux-bond' && seat.bridge === bridge) return
  if (!claimLink(draft, { field: 'bridge', name, into: bridge, role: 'port', takesMembers })) return
  if (isOvs) joinOvsBridge(draft, name, bridge)
  else joinLinuxBridge(draft, name, bridge)
}

function setOvsBond(draft: Draft, intent: Extract<BondIntent, { bondKind: 'ovs' }>): void {
  const { name, mode, lacp } = intent
  const fake = draft.fakeBridge(intent.bridge)
  const bridge = fake?.parent ?? intent.bridge
  if (draft.ovsBridge(bridge) === undefined)
    return draft.refuse(
      'bridge',
      'unknown_bridge',
      `${bridge} is ${draft.whatIs(bridge) ?? 'not on this host'}: name an OVS bridge`,
    )
  const existing = draft.ovsPort(name)
  if (existing !== undefined && existing.bridge !== bridge)
    return draft.refuse(
      'bridge',
      'wrong_bridge',
      `Bond ${name} is in ${existing.bridge}, not in ${bridge}: remove it there first`,
    )
  const taken = existing !== undefined && existing.bond !== null ? undefined : draft.whatIs(name)
  if (taken !== undefined)
    return draft.refuse('name', 'name_taken', `${name} is ${taken} already: choose another name for the bond`)
  if (mode === 'balance-tcp' && lacp === 'off')
    return draft.refuse(
      'lacp',
      'conflict',
      'balance-tcp works only with LACP, LACP is off: choose active, or mode balance-slb',
    )
  if (lacp === 'off' && (intent.lacpTime != null || intent.fallbackActiveBackup === true))
    return draft.refuse(
      'lacp',
      'conflict',
      'LACP times and the fallback need LACP, which is off: choose active or passive',
    )
  if (!claimMembers(draft, intent)) return
  const base = existing ?? newOvsPort(name, bridge, [])
  const port = withBondSettings(base, intent)
  draft.putOvsPort(fake === undefined || existing !== undefined ? port : inFakeBridge(port, fake.name, fake.vlanId))
  for (const member of intent.members) draft.updateLink(member, { isUp: true })
  if (lacp !== 'off' && port.otherConfig['lacp-fallback-ab'] !== 'true')
    draft.warn(`${LACP_HINT(name)}. The fallback to active-backup avoids that`)
  if (mode === 'balance-slb')
    draft.warn(
      `${name}: balance-slb moves guests' MACs between members every 10 s; the switch needs no settings and must not have a channel there`,
    )
}

function withBondSettings(base: OvsPort, intent: Extract<BondIntent, { bondKind: 'ovs' }>): OvsPort {
  const { members, mode, lacp } = intent
  const known = new Map(base.interfaces.map((iface) => [iface.name, iface]))
  const otherConfig = new Map(Object.entries(base.otherConfig))
  const put = (key: string, value: string | boolean | null | undefined): void => {
    if (value === null) otherConfig.delete(key)
    else if (value !== undefined) otherConfig.set(key, String(value))
  }
  put('lacp-time', intent.lacpTime)
  put('bond-detect-mode', intent.detectMode)
  put('lacp-fallback-ab', intent.fallbackActiveBackup)
  put('bond-primary', primaryOf(intent, otherConfig.get('bond-primary')))
  if (lacp === 'off') for (const key of ['lacp-time', 'lacp-fallback-ab']) otherConfig.delete(key)
  const config = Object.fromEntries([...otherConfig].sort(([a], [b]) => (a < b ? -1 : 1)))
  const isMiimon = config['bond-detect-mode'] === 'miimon'
  const bond = newBondDetail(mode, {
    ...base.bond,
    mode,
    lacp,
    members: base.bond?.members ?? members.map(newBondMember),
    lacpRate: lacp === 'off' ? null : config['lacp-time'] === 'fast' ? 'fast' : 'slow',
    // Whether the switch answers shows only when it is asked.
    lacpStatus: lacp === 'off' ? 'off' : base.bond?.lacp === lacp ? base.bond.lacpStatus : 'unknown',
    hasFallbackActiveBackup: config['lacp-fallback-ab'] === 'true',
    primary: config['bond-primary'] ?? null,
    detectMode: isMiimon ? 'miimon' : 'carrier',
  })
  const interfaces = members.map((member) => known.get(member) ?? newInterface(member))
  return withInterfaces({ ...base, otherConfig: config, bond }, interfaces)
}

export function removeBond(draft: Draft, { name }: IntentOf<'bond.remove'>): void {
  const port = draft.ovsPort(name)
  if (port !== undefined && port.bond !== null) {
    dropPortLinks(draft, port)
    return draft.removeOvsPort(port)
  }
  const link = draft.link(name)
  if (link?.kind !== 'bond')
    return draft.refuse('name', 'unknown_bond', `${name} is ${draft.whatIs(name) ?? 'not on this host'}: name a bond`)
  if (!mayBeRemoved(draft, name) || !draft.isManageable('name', name)) return
  leave(draft, name)
  for (const member of draft.state.links) if (member.master === name) leave(draft, member.name)
  draft.removeLink(name)
}
