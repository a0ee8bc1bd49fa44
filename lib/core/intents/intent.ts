import { z } from 'zod'
import { AddressSet } from './address-set'
import { BondRemove, BondSet } from './bond'
import { GuestNicAttach, GuestNicDetach, GuestNicMove, GuestNicSetLink } from './guest-nic'
import { LinuxBridgeRemove, LinuxBridgeSet } from './linux-bridge'
import { MirrorRemove, MirrorSet } from './mirror'
import { NetworkRemove, NetworkSet } from './network'
import { OvsBridgeRemove, OvsBridgeSet } from './ovs-bridge'
import { PortRemove, PortSet } from './port'
import { PortVlanSet } from './port-vlan'
import { PortgroupRemove, PortgroupSet } from './portgroup'
import { MacvlanRemove, MacvlanSet, MacvtapRemove, MacvtapSet, VlanLinkRemove, VlanLinkSet } from './stacked-links'
import { UplinkMove } from './uplink-move'

/**
 * One typed edit of what a host should be, as forms and the API send it. Checked here: values by themselves. Whether an edit
 * fits the host is `planChange`'s question.
 */
export const Intent = z.discriminatedUnion('kind', [
  OvsBridgeSet,
  OvsBridgeRemove,
  LinuxBridgeSet,
  LinuxBridgeRemove,
  BondSet,
  BondRemove,
  PortSet,
  PortRemove,
  PortVlanSet,
  VlanLinkSet,
  VlanLinkRemove,
  MirrorSet,
  MirrorRemove,
  AddressSet,
  UplinkMove,
  MacvtapSet,
  MacvtapRemove,
  MacvlanSet,
  MacvlanRemove,
  NetworkSet,
  NetworkRemove,
  PortgroupSet,
  PortgroupRemove,
  GuestNicAttach,
  GuestNicMove,
  GuestNicDetach,
  GuestNicSetLink,
])
export type Intent = z.infer<typeof Intent>
export type IntentKind = Intent['kind']
/** What a form holds before defaults are filled in. */
export type IntentInput = z.input<typeof Intent>

type Intents = { [K in IntentKind]: Extract<Intent, { kind: K }> }
type IntentInputs = { [K in IntentKind]: Extract<IntentInput, { kind: K }> }
export type IntentOf<K extends IntentKind> = Intents[K]
export type IntentInputOf<K extends IntentKind> = IntentInputs[K]
/** Any edit, as what a table has for its kind is called with it: `TABLE[intent.kind](intent)`. */
export type EachIntent<K extends IntentKind> = { [P in K]: { kind: P } & Intents[P] }[K]
export type EachIntentInput<K extends IntentKind> = { [P in K]: { kind: P } & IntentInputs[P] }[K]

/** How many edits one change may stage. */
export const MAX_INTENTS = 200

/** Why a change is refused before the host is touched. `path` leads into the list of intents: "0.members.1". */
export const PlanIssue = z.object({ path: z.string(), code: z.string(), message: z.string() })
export type PlanIssue = z.infer<typeof PlanIssue>

/** Untrusted input to intents, or what is wrong with it, in the words of the fields. Never throws. */
export function parseIntents(input: unknown): { ok: true; intents: Intent[] } | { ok: false; issues: PlanIssue[] } {
  const result = z.array(Intent).min(1, 'A change needs at least one edit').max(MAX_INTENTS).safeParse(input)
  if (result.success) return { ok: true, intents: result.data }
  return { ok: false, issues: result.error.issues.flatMap((issue) => toPlanIssues(issue, [])) }
}

/** A union's own message is "invalid input": what is wrong with the option that was most likely meant helps more. */
function toPlanIssues(issue: z.core.$ZodIssue, base: readonly PropertyKey[]): PlanIssue[] {
  const path = [...base, ...issue.path]
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const [meant] = [...issue.errors].sort((a, b) => unfitness(a) - unfitness(b))
    if (meant !== undefined && meant.every(({ code }) => code === 'custom'))
      return meant.flatMap((inner) => toPlanIssues(inner, path))
  }
  return [{ path: path.map(String).join('.'), code: 'invalid_value', message: issue.message }]
}

/** How far input is from an option: wrong shapes count, wrong values in the right shape do not. */
const unfitness = (issues: readonly z.core.$ZodIssue[]): number => issues.filter(({ code }) => code !== 'custom').length
