import { z } from 'zod'
import { SourceId } from './network-state'

/** Counts for the overview, from the last reading. */
export const HostSummary = z.object({
  osName: z.string().nullable(),
  kernel: z.string().nullable(),
  libvirtVersion: z.string().nullable(),
  ovsVersion: z.string().nullable(),
  /** One entry per NIC: in which bond, with carrier, does it carry our SSH connection. */
  nics: z.array(
    z.object({ name: z.string(), bond: z.string().nullable(), hasCarrier: z.boolean(), isManagement: z.boolean() }),
  ),
  linuxBridges: z.int(),
  ovsBridges: z.int(),
  bonds: z.int(),
  networks: z.int(),
  macvtaps: z.int(),
  guestsRunning: z.int(),
  guestsTotal: z.int(),
  vlans: z.array(z.int()),
  /** Sources that could not be read, or not whole: where nothing is counted of theirs, nobody knows. */
  unread: z.array(SourceId),
  /** What needs a look in the wiring, as its inspector lists it. */
  warnings: z.int(),
  errors: z.int(),
  /** What the rules find beside that: at things which the wiring does not mark. */
  findings: z.object({ warnings: z.int(), errors: z.int() }),
})
export type HostSummary = z.infer<typeof HostSummary>
