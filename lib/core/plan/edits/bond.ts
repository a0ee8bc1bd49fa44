import type { OvsPort } from '../../model/ovs'
import type { EditsOf } from './edit-record'
import { REMOVED_LINK } from '../../objects/grounds'
import { isUserspaceCard } from '../../state/nic-ends'
import type { WorkingState } from '../working-state'
import type { IntentOf } from '../../intents/intent'
import {
  claimLink,
  inFakeBridge,
  joinLinuxBond,
  joinLinuxBridge,
  joinOvsBridge,
  leave,
  withInterfaces,
} from './members'
import { newBondDetail, newBondMember, newInterface, newLink, newOvsPort } from '../../objects/new-objects'
import { dropPortLinks } from './ovs-bridge'
import { mayBeRemoved } from './removal'

type BondIntent = IntentOf<'bond.set'>

/** A bond is there with exactly these members and settings, made by the kernel or by Open vSwitch. */
function setBond(working: WorkingState, intent: BondIntent): void {
  if (intent.primary != null && !intent.members.includes(intent.primary))
    return working.refuse(
      'primary',
      'not_a_member',
      `${intent.primary} is not among the members ${intent.members.join(', ')}: choose one of them`,
    )
  if (intent.bondKind === 'ovs') setOvsBond(working, intent)
  else setLinuxBond(working, intent)
}

/** A card that DPDK drives is no link of the kernel: it stays in the bond that has it. */
function claimMembers(working: WorkingState, { name, members, takesMembers }: BondIntent): boolean {
  const driven = (working.ovsPort(name)?.interfaces ?? []).filter((iface) => isUserspaceCard(iface.type))
  return members
    .map(
      (member, index) =>
        driven.some((iface) => iface.name === member) ||
        claimLink(working, { field: `members.${index}`, name: member, into: name, role: 'member', takesMembers }),
    )
    .every(Boolean)
}

function setLinuxBond(working: WorkingState, intent: Extract<BondIntent, { bondKind: 'linux' }>): void {
  const { name, mode } = intent
  const existing = working.link(name)
  const taken = existing?.kind === 'bond' ? undefined : working.whatIs(name)
  if (taken !== undefined)
    return working.refuse('name', 'name_taken', `${name} is ${taken} already: choose another name for the bond`)
  const isLacp = mode === '802.3ad'
  if (intent.lacpTime !== undefined && !isLacp)
    return working.refuse(
      'lacpTime',
      'conflict',
      `LACP times belong to mode 802.3ad, the mode is ${mode}: leave them out`,
    )
  if (intent.primary != null && !HAVE_PRIMARY.has(mode))
    return working.refuse(
      'primary',
      'conflict',
      `A primary member belongs to mode active-backup, the mode is ${mode}: leave it out`,
    )
  const hashes = isLacp || mode === 'balance-xor' || mode === 'balance-tlb'
  if (intent.xmitHashPolicy !== undefined && !hashes)
    return working.refuse(
      'xmitHashPolicy',
      'conflict',
      `Mode ${mode} does not hash: leave the policy out, or choose 802.3ad or balance-xor`,
    )
  if (!claimMembers(working, intent)) return
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
  working.putLink(existing === undefined ? newLink(name, 'bond', { bond: detail }) : { ...existing, bond: detail })
  for (const link of working.state.links)
    if (link.master === name && !intent.members.includes(link.name)) leave(working, link.name)
  for (const member of intent.members) if (working.link(member)?.master !== name) joinLinuxBond(working, member, name)
  if (isLacp) working.warn(LACP_HINT(name))
  if (intent.bridge !== undefined) plug(working, intent.bridge, name, intent.takesMembers)
}

const HAVE_PRIMARY: ReadonlySet<string> = new Set(['active-backup', 'balance-tlb', 'balance-alb'])

/** A primary that is no member any more is none. */
function primaryOf({ primary, members }: BondIntent, old: string | null = null): string | null {
  if (primary !== undefined) return primary
  return old !== null && members.includes(old) ? old : null
}

const LACP_HINT = (name: string): string =>
  `${name}: LACP needs its partner on the switch, on the ports of all members; without one a kernel bond uses one member, an OVS bond none`

function plug(working: WorkingState, bridge: string, name: string, takesMembers: boolean): void {
  const isOvs = working.ovsBridge(bridge) !== undefined || working.fakeBridge(bridge) !== undefined
  if (!isOvs && working.linuxBridge(bridge) === undefined)
    return working.refuse(
      'bridge',
      'unknown_bridge',
      `${bridge} is ${working.whatIs(bridge) ?? 'not on this host'}: name a bridge`,
    )
  const attachment = working.attachmentOf(name)
  if (attachment !== null && attachment.kind !== 'linux-bond' && attachment.bridge === bridge) return
  if (!claimLink(working, { field: 'bridge', name, into: bridge, role: 'port', takesMembers })) return
  if (isOvs) joinOvsBridge(working, name, bridge)
  else joinLinuxBridge(working, name, bridge)
}

function setOvsBond(working: WorkingState, intent: Extract<BondIntent, { bondKind: 'ovs' }>): void {
  const { name, mode, lacp } = intent
  const fake = working.fakeBridge(intent.bridge)
  const bridge = fake?.parent ?? intent.bridge
  if (working.ovsBridge(bridge) === undefined)
    return working.refuse(
      'bridge',
      'unknown_bridge',
      `${bridge} is ${working.whatIs(bridge) ?? 'not on this host'}: name an OVS bridge`,
    )
  const existing = working.ovsPort(name)
  if (existing !== undefined && existing.bridge !== bridge)
    return working.refuse(
      'bridge',
      'wrong_bridge',
      `Bond ${name} is in ${existing.bridge}, not in ${bridge}: remove it there first`,
    )
  const taken = existing !== undefined && existing.bond !== null ? undefined : working.whatIs(name)
  if (taken !== undefined)
    return working.refuse('name', 'name_taken', `${name} is ${taken} already: choose another name for the bond`)
  if (mode === 'balance-tcp' && lacp === 'off')
    return working.refuse(
      'lacp',
      'conflict',
      'balance-tcp works only with LACP, LACP is off: choose active, or mode balance-slb',
    )
  if (lacp === 'off' && (intent.lacpTime != null || intent.fallbackActiveBackup === true))
    return working.refuse(
      'lacp',
      'conflict',
      'LACP times and the fallback need LACP, which is off: choose active or passive',
    )
  if (!claimMembers(working, intent)) return
  const base = existing ?? newOvsPort(name, bridge, [])
  const port = withBondSettings(base, intent)
  working.putOvsPort(fake === undefined || existing !== undefined ? port : inFakeBridge(port, fake.name, fake.vlanId))
  for (const member of intent.members) working.updateLink(member, { isUp: true })
  if (lacp !== 'off' && port.otherConfig['lacp-fallback-ab'] !== 'true')
    working.warn(`${LACP_HINT(name)}. The fallback to active-backup avoids that`)
  if (mode === 'balance-slb')
    working.warn(
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

function removeBond(working: WorkingState, { name }: IntentOf<'bond.remove'>): void {
  const port = working.ovsPort(name)
  if (port !== undefined && port.bond !== null) {
    dropPortLinks(working, port)
    return working.removeOvsPort(port)
  }
  const link = working.link(name)
  if (link?.kind !== 'bond')
    return working.refuse(
      'name',
      'unknown_bond',
      `${name} is ${working.whatIs(name) ?? 'not on this host'}: name a bond`,
    )
  if (!mayBeRemoved(working, name) || !working.isManageable('name', name)) return
  leave(working, name)
  for (const member of working.state.links) if (member.master === name) leave(working, member.name)
  working.removeLink(name)
}

export const bondEdits: EditsOf<'bond.set' | 'bond.remove'> = {
  'bond.set': { needs: ['links', 'ovs'], apply: setBond },
  'bond.remove': { needs: REMOVED_LINK, apply: removeBond },
}
