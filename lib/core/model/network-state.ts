import { z } from 'zod'
import { FdbEntry, Link, Route } from './link'
import { Guest, LibvirtState } from './libvirt'
import { OvsState } from './ovs'

/** The parts a host is read in. Each can be re-read alone; each fails alone. */
export const SourceId = z.enum(['system', 'links', 'ovs', 'networks', 'guests', 'processes', 'lldp'])
export type SourceId = z.infer<typeof SourceId>

export const Tool = z.object({
  name: z.string(),
  version: z.string().nullable(),
  isPresent: z.boolean(),
  /** What is not shown without it. */
  purpose: z.string(),
  /** The command that installs it on this distribution; null where we do not know. */
  installCommand: z.string().nullable(),
})
export type Tool = z.infer<typeof Tool>

/** How reading one source went. `missing`: the tool is not there; `failed`: it is, and did not answer; `partial`: some of it was read. */
export const SourceReport = z.object({
  id: SourceId,
  status: z.enum(['ok', 'partial', 'missing', 'failed']),
  /** Commands as a person would type them, for "every fact and its source". */
  commands: z.array(z.string()),
  /** Unix time in milliseconds on the console's clock. */
  readAtMs: z.number(),
  /** What went wrong and what would be right; empty when ok. `about`: it costs these objects alone; left out: nobody knows which. */
  problems: z.array(
    z.object({ command: z.string(), code: z.string(), message: z.string(), about: z.array(z.string()).optional() }),
  ),
})
export type SourceReport = z.infer<typeof SourceReport>

/** Something the host said that we do not understand: kept and shown, never dropped. */
export const Unrecognised = z.object({
  source: SourceId,
  /** What it seems to be: "link kind 'foo'", "interface type 'bar' of guest web1". */
  what: z.string(),
  /** The link, guest or bridge it belongs to, where there is one. */
  name: z.string().nullable(),
  raw: z.string(),
})
export type Unrecognised = z.infer<typeof Unrecognised>

export const LldpNeighbour = z.object({
  link: z.string(),
  chassisId: z.string(),
  chassisName: z.string().nullable(),
  chassisDescription: z.string().nullable(),
  portId: z.string(),
  portDescription: z.string().nullable(),
  managementAddresses: z.array(z.string()),
  vlans: z.array(z.object({ id: z.int(), name: z.string().nullable(), isPvid: z.boolean() })),
  ttlSeconds: z.int().nullable(),
  maxFrameBytes: z.int().nullable(),
})
export type LldpNeighbour = z.infer<typeof LldpNeighbour>

/** Whether the running kernel can do something: built in, loaded or to be loaded; `unknown`: nothing on the host tells. */
export const Ability = z.enum(['yes', 'no', 'unknown'])
export type Ability = z.infer<typeof Ability>

export const KernelAbilities = z.object({
  /** Kernel bonds (CONFIG_BONDING). */
  bonding: Ability,
  /** VLAN links (CONFIG_VLAN_8021Q). */
  vlanLinks: Ability,
  /** Linux bridges that look at tags (CONFIG_BRIDGE_VLAN_FILTERING). */
  vlanFiltering: Ability,
})
export type KernelAbilities = z.infer<typeof KernelAbilities>

/** A link that a network service of the host sets up: what is changed past the service may not stay. */
export const LinkManager = z.object({
  link: z.string(),
  manager: z.enum(['NetworkManager', 'systemd-networkd']),
  /** The service's own word: "connected", "disconnected", "configured", "failed". */
  state: z.string(),
  /** NetworkManager's connection profile that is active on it. */
  connection: z.string().nullable(),
})
export type LinkManager = z.infer<typeof LinkManager>

export const HostSystem = z.object({
  hostname: z.string().nullable(),
  machineId: z.string().nullable(),
  bootId: z.string().nullable(),
  osId: z.string().nullable(),
  osName: z.string().nullable(),
  osVersion: z.string().nullable(),
  kernel: z.string().nullable(),
  uptimeSeconds: z.number().nullable(),
  /** The host's clock minus ours, at the reading; null unknown. */
  clockOffsetMs: z.number().nullable(),
  userName: z.string().nullable(),
  isRoot: z.boolean(),
  hasSystemd: z.boolean(),
  abilities: KernelAbilities,
  /** Sorted by link. Only links that a service said it manages; a service that did not answer is a problem of the source. */
  linkManagers: z.array(LinkManager),
})
export type HostSystem = z.infer<typeof HostSystem>

/**
 * The links our own SSH connection travels, nearest the address first; an OVS bridge is listed by its own name. Empty where
 * the host could not tell. `isGuess`: sshd's SSH_CONNECTION was not to be had, and the default route's way is given instead.
 */
export const ManagementPath = z.object({
  localAddress: z.string().nullable(),
  peerAddress: z.string().nullable(),
  isGuess: z.boolean(),
  links: z.array(z.string()),
})
export type ManagementPath = z.infer<typeof ManagementPath>

/**
 * Everything one reading of a host says about how its guests' frames travel. Plain data: made by observeHost, drawn by
 * buildGraph, compared by verify. Lists are sorted by name (links by name, ports by name, guests by name) so that equal
 * hosts give equal states.
 */
export const NetworkState = z.object({
  system: HostSystem,
  tools: z.array(Tool),
  sources: z.array(SourceReport),
  management: ManagementPath,
  links: z.array(Link),
  routes: z.array(Route),
  fdb: z.array(FdbEntry),
  ovs: OvsState.nullable(),
  libvirt: LibvirtState.nullable(),
  guests: z.array(Guest),
  neighbours: z.array(LldpNeighbour),
  unrecognised: z.array(Unrecognised),
})
export type NetworkState = z.infer<typeof NetworkState>
