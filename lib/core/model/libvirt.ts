import { z } from 'zod'
import { MacvlanMode } from './link'

/** libvirt's `<vlan>`: one tag without trunk='yes' is access; nativeMode marks the native VLAN (formatnetwork.html). */
export const LibvirtVlan = z.object({
  isTrunk: z.boolean(),
  tags: z.array(z.object({ id: z.int(), nativeMode: z.enum(['tagged', 'untagged']).nullable() })),
})
export type LibvirtVlan = z.infer<typeof LibvirtVlan>

export const Portgroup = z.object({
  name: z.string(),
  isDefault: z.boolean(),
  vlan: LibvirtVlan.nullable(),
  virtualPort: z.string().nullable(),
  isTrustGuestRxFilters: z.boolean(),
})
export type Portgroup = z.infer<typeof Portgroup>

export const LibvirtNetwork = z.object({
  uuid: z.string(),
  name: z.string(),
  isActive: z.boolean(),
  isAutostart: z.boolean(),
  isPersistent: z.boolean(),
  /** libvirt's forward mode; "none" (isolated) where there is no `<forward>`. */
  forwardMode: z.string(),
  /** `<forward dev>` and `<interface dev>` children: the links that frames leave by. */
  forwardDevices: z.array(z.string()),
  /** PCI addresses of the functions that mode hostdev gives to guests; of a `<pf>` libvirt names them while the network runs. */
  forwardFunctions: z.array(z.string()).default([]),
  bridge: z.string().nullable(),
  virtualPort: z.string().nullable(),
  vlan: LibvirtVlan.nullable(),
  portgroups: z.array(Portgroup),
  mtuBytes: z.int().nullable(),
  addresses: z.array(z.object({ cidr: z.string(), hasDhcp: z.boolean() })),
  /** The stored definition differs from the running one. */
  differsFromStored: z.boolean(),
  hasUnknownElements: z.boolean(),
})
export type LibvirtNetwork = z.infer<typeof LibvirtNetwork>

export const GuestNicSource = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('network'),
    network: z.string(),
    portgroup: z.string().nullable(),
    bridge: z.string().nullable(),
    /** libvirt's running definition names the bridge alone: the network is the stored one's, and holds no port for the NIC. */
    isRecalled: z.literal(true).optional(),
  }),
  z.object({ type: z.literal('bridge'), bridge: z.string() }),
  z.object({
    type: z.literal('direct'),
    dev: z.string(),
    mode: MacvlanMode,
    network: z.string().nullable(),
    /** Of a network's NIC; libvirt's own word in what runs. */
    portgroup: z.string().nullable().optional(),
  }),
  z.object({ type: z.literal('ethernet') }),
  z.object({
    type: z.literal('hostdev'),
    address: z.string().nullable(),
    network: z.string().nullable(),
    portgroup: z.string().nullable().optional(),
  }),
  /** A socket that QEMU and a switch of user space share (Open vSwitch with DPDK). */
  z.object({
    type: z.literal('vhostuser'),
    path: z.string().nullable(),
    /** Who makes the socket: "server" is QEMU. */
    mode: z.enum(['client', 'server']).nullable(),
  }),
  z.object({ type: z.literal('user') }),
  z.object({ type: z.literal('other'), libvirtType: z.string(), text: z.string() }),
])
export type GuestNicSource = z.infer<typeof GuestNicSource>

export const GuestNicConfig = z.object({
  mac: z.string(),
  model: z.string().nullable(),
  alias: z.string().nullable(),
  /** The tap or macvtap on the host: set while the guest runs. */
  target: z.string().nullable(),
  source: GuestNicSource,
  /** The NIC's own `<vlan>`; in live XML libvirt has already filled in the portgroup's or network's. */
  vlan: LibvirtVlan.nullable(),
  virtualPort: z.string().nullable(),
  interfaceId: z.string().nullable(),
  linkState: z.enum(['up', 'down']),
  mtuBytes: z.int().nullable(),
  filter: z.string().nullable(),
  isTrustGuestRxFilters: z.boolean(),
  /** `<teaming>`: two NICs of one MAC that the guest takes for one. `persistent` is the other's alias, said by the transient one. */
  teaming: z
    .object({ role: z.enum(['persistent', 'transient']), persistent: z.string().nullable() })
    .nullable()
    .default(null),
})
export type GuestNicConfig = z.infer<typeof GuestNicConfig>

/** One `<interface>` of a guest: what runs, what is stored, or both (matched by MAC). Known by its key (nicKey), shown by its name. */
export const GuestNic = z.object({
  /** Stable within its guest: "net0", "net1" … in the order of the definition. */
  name: z.string(),
  running: GuestNicConfig.nullable(),
  stored: GuestNicConfig.nullable(),
  /** What differs between the two, in words; empty where they agree or only one exists. */
  differences: z.array(z.string()),
})
export type GuestNic = z.infer<typeof GuestNic>

export const GuestState = z.enum([
  'running',
  'idle',
  'paused',
  'in shutdown',
  'shut off',
  'crashed',
  'pmsuspended',
  'unknown',
])
export type GuestState = z.infer<typeof GuestState>

export const Guest = z.object({
  /** libvirt's UUID, or "pid:<n>" for a QEMU process that libvirt does not list: it does not know it, or was not to be asked. */
  uuid: z.string(),
  name: z.string(),
  title: z.string().nullable(),
  state: GuestState,
  manager: z.enum(['libvirt', 'qemu-process']),
  isPersistent: z.boolean(),
  isAutostart: z.boolean(),
  /** Without ACPI a NIC cannot be plugged or unplugged while the guest runs. */
  hasAcpi: z.boolean(),
  machineType: z.string().nullable(),
  pid: z.int().nullable(),
  nics: z.array(GuestNic),
})
export type Guest = z.infer<typeof Guest>

export const LibvirtState = z.object({
  version: z.string().nullable(),
  networks: z.array(LibvirtNetwork),
})
export type LibvirtState = z.infer<typeof LibvirtState>

/** The shapes that are objects of their own, which plans touch, by kind (lib/core/objects). */
export const LIBVIRT_OBJECTS = { network: LibvirtNetwork, 'guest-nic': GuestNic } as const
