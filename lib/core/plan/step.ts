import { z } from 'zod'
import { ManagementPath } from '../model/network-state'
import { OvsKept } from './kept/ovs-kept'
import { ObjectChange, ObjectRef } from '../objects/object-ref'

/** Never a shell string: quoted once, where it is sent. `stdin` is what the command reads (XML for virsh). */
export const Command = z.object({ argv: z.array(z.string()).min(1), stdin: z.string().optional() })
export type Command = z.infer<typeof Command>

/**
 * `running` is gone after a reboot, `stored` is written for the next start and runs only after the change is confirmed, `both`
 * (Open vSwitch's database) does both at once: while it is not confirmed, only a guard at boot takes it back.
 */
export const StepScope = z.enum(['running', 'stored', 'both'])
export type StepScope = z.infer<typeof StepScope>

/** What to read back before the next step, since the command returns before it is so. */
export const Settle = z.object({
  object: ObjectRef,
  is: z.enum(['present', 'absent']),
  timeoutSeconds: z.int(),
  /** For people: "guest web1 lets go of its NIC 52:54:00:aa:01:01". */
  what: z.string(),
  /** Where it is not so in time: what may still become of it after the change was taken back, as a sentence. */
  late: z.string().optional(),
})
export type Settle = z.infer<typeof Settle>

export const Step = z.object({
  /** "s1", "s2" … in the order of doing. */
  id: z.string(),
  summary: z.string(),
  run: Command,
  /** Brings the step's objects back, whatever had become of them; empty: the undoing of other steps does it. Null: cannot be undone. */
  undo: z.array(Command).nullable(),
  scope: StepScope,
  objects: z.array(ObjectRef),
  settles: Settle.nullable(),
})
export type Step = z.infer<typeof Step>

/** R0: nothing that we reach the host by. R1: it is touched, our address stays. R2: our address, its VLAN or its uplink changes. */
export const RiskLevel = z.enum(['R0', 'R1', 'R2'])
export type RiskLevel = z.infer<typeof RiskLevel>

export const GuestDisruption = z.object({
  /** A guest's UUID; "container:<veth>" for what runs in another network namespace. */
  guest: z.string(),
  guestName: z.string(),
  /** "net0" */
  nic: z.string(),
  /** cut off: no frame leaves the host any more; blink: frames are lost for some seconds; replug: the guest sees its NIC vanish and come; power cycle: in force at its next start. */
  how: z.enum(['cut off', 'blink', 'replug', 'power cycle']),
  seconds: z.number(),
  why: z.string(),
})
export type GuestDisruption = z.infer<typeof GuestDisruption>

/** A libvirt definition before and after, for the XML diff; null where there is none. Running and stored differ in what libvirt fills in. */
export const DefinitionChange = z.object({
  kind: z.enum(['network', 'guest']),
  /** A network's name, a guest's UUID. */
  owner: z.string(),
  scope: z.enum(['running', 'stored']),
  before: z.string().nullable(),
  after: z.string().nullable(),
})
export type DefinitionChange = z.infer<typeof DefinitionChange>

/** Object key → its configuration as text when the plan was made ("" where it did not exist). */
export const Fingerprint = z.record(z.string(), z.string())
export type Fingerprint = z.infer<typeof Fingerprint>

/**
 * Number of the rules by which fingerprints are made. It grows with every change that gives an object another text in one
 * (lib/core/objects/stored.test.ts has them to the letter): stored plans that were made by other rules cannot be compared.
 */
export const FINGERPRINT_FORMAT = 2

/**
 * What a plan can be tried on before it is applied (plan/rehearsal/stage.ts). `links`: names of all that is on the stage; `standIns`: what
 * stands for the step of this id, whose own tool speaks to a daemon.
 */
export const Rehearsal = z.object({
  links: z.array(z.string()),
  stage: z.array(Command),
  standIns: z.record(z.string(), z.object({ run: z.array(Command), undo: z.array(Command) })),
})
export type Rehearsal = z.infer<typeof Rehearsal>

export const Plan = z.object({
  basedOn: Fingerprint,
  /** The rules that `basedOn` was made by, as FINGERPRINT_FORMAT; plans that do not say are of the first. */
  fingerprintFormat: z.int().default(1),
  /** Running and both first, in order; then what is stored after the confirmation. */
  steps: z.array(Step),
  /** The touched objects before and after: what is verified, drawn as ghosts and put back. */
  changes: z.array(ObjectChange),
  /** What goes by itself with the change (taps of replugged NICs): drawn, neither done nor verified. */
  consequences: z.array(ObjectChange),
  definitions: z.array(DefinitionChange),
  risk: z.object({ level: RiskLevel, isGuestDisrupting: z.boolean(), reasons: z.array(z.string()) }),
  managementPath: ManagementPath,
  /** What the way will be after the change; `links` empty where our address is gone. */
  managementPathAfter: ManagementPath,
  guestsDisrupted: z.array(GuestDisruption),
  /** What of it is not stored, in so many words: "br125 (Linux bridge) is not stored: gone after a reboot". */
  notStored: z.array(z.string()),
  warnings: z.array(z.string()),
  /** What Open vSwitch has of the touched objects besides what `changes` says: what an undo gives them again. */
  ovs: OvsKept.optional(),
  /** Null: nothing of it can be tried beforehand. Left out: made by an earlier version. */
  rehearsal: Rehearsal.nullable().optional(),
  /** How long the host waits for the confirmation before it puts everything back. */
  timeoutSeconds: z.int(),
  /**
   * Where the console confirms over a new connection. `isNeeded` and no address: the operator must name one. Null address with
   * `isNeeded` false: where we are connected now.
   */
  confirm: z.object({ isNeeded: z.boolean(), address: z.string().nullable() }),
})
export type Plan = z.infer<typeof Plan>

/** The order of doing: what stands on something goes before it and comes after it. */
const PHASES = [
  'unplug-guests',
  'stop-networks',
  'addresses-off',
  'ovs-teardown',
  'links-down',
  'links-build',
  'ovs-build',
  'links-on-ovs',
  'addresses-on',
  'routes-on',
  'networks',
  'plug-guests',
  'stored',
] as const
export type Phase = (typeof PHASES)[number]

/** A step that has no place yet. */
export type StepDraft = Omit<Step, 'id' | 'settles'> & { phase: Phase; settles?: Settle }

/** Steps in the order of their phases; within one, as they come. */
export function orderSteps(drafts: readonly StepDraft[]): Step[] {
  return PHASES.flatMap((phase) => drafts.filter((draft) => draft.phase === phase)).map(
    ({ phase: _, settles, ...step }, index) => ({ id: `s${index + 1}`, ...step, settles: settles ?? null }),
  )
}

/** The commands that take a plan back: each step's undoing, the newest step first. Only steps that ran need it. */
export const undoCommands = (steps: readonly Step[]): Command[] =>
  [...steps].reverse().flatMap(({ undo }) => undo ?? [])
