import { z } from 'zod'
import * as host from './intent-host'
import * as libvirt from './intent-libvirt'
import * as network from './intent-switch'

/**
 * One typed edit of what a host should be, as forms and the API send it. Checked here: values by themselves. Whether an edit
 * fits the host is `planChange`'s question.
 */
export const Intent = z.discriminatedUnion('kind', [
  network.OvsBridgeSet,
  network.OvsBridgeRemove,
  network.LinuxBridgeSet,
  network.LinuxBridgeRemove,
  network.BondSet,
  network.BondRemove,
  network.PortSet,
  network.PortRemove,
  network.PortVlanSet,
  network.VlanLinkSet,
  network.VlanLinkRemove,
  network.MirrorSet,
  network.MirrorRemove,
  host.AddressSet,
  host.UplinkMove,
  host.MacvtapSet,
  host.MacvtapRemove,
  host.MacvlanSet,
  host.MacvlanRemove,
  libvirt.NetworkSet,
  libvirt.NetworkRemove,
  libvirt.PortgroupSet,
  libvirt.PortgroupRemove,
  libvirt.GuestNicAttach,
  libvirt.GuestNicMove,
  libvirt.GuestNicDetach,
  libvirt.GuestNicSetLink,
])
export type Intent = z.infer<typeof Intent>
type IntentKind = Intent['kind']
export type IntentOf<K extends IntentKind> = Extract<Intent, { kind: K }>
/** What a form holds before defaults are filled in. */
export type IntentInput = z.input<typeof Intent>

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
