import { z } from 'zod'
import { BondDetail, TunnelDetail } from './link'
import { PortVlan } from './vlan'

const StringMap = z.record(z.string(), z.string())

export const OvsController = z.object({
  target: z.string(),
  isConnected: z.boolean(),
  role: z.string().nullable(),
  state: z.string().nullable(),
  lastError: z.string().nullable(),
})
export type OvsController = z.infer<typeof OvsController>

export const OvsInterface = z.object({
  uuid: z.string(),
  name: z.string(),
  /** "" (as in the database) is written as "system". */
  type: z.string(),
  ofport: z.int().nullable(),
  /** ovs-vswitchd's own words when it could not open the device; `ovs-vsctl` exits 0 all the same. */
  error: z.string().nullable(),
  mac: z.string().nullable(),
  mtuBytes: z.int().nullable(),
  adminState: z.enum(['up', 'down']).nullable(),
  linkState: z.enum(['up', 'down']).nullable(),
  linkSpeedBps: z.number().nullable(),
  options: StringMap,
  externalIds: StringMap,
  otherConfig: StringMap,
  /** options:peer of a patch interface. */
  patchPeer: z.string().nullable(),
  tunnel: TunnelDetail.nullable(),
  ingressPolicingKbps: z.int().nullable(),
})
export type OvsInterface = z.infer<typeof OvsInterface>

const OvsQos = z.object({
  type: z.string(),
  maxRateBps: z.number().nullable(),
  queues: z.array(z.object({ id: z.int(), maxRateBps: z.number().nullable() })),
})

export const OvsPort = z.object({
  uuid: z.string(),
  name: z.string(),
  bridge: z.string(),
  vlan: PortVlan,
  /** Listed in column trunks of a port that does not trunk: ovs-vswitchd ignores them (an access port that looks like a trunk). */
  ignoredTrunks: z.array(z.int()),
  interfaces: z.array(OvsInterface),
  /** Set where the port has two or more interfaces. */
  bond: BondDetail.nullable(),
  /** The name of the fake bridge whose port this is (same VLAN tag, see ovs-vsctl(8)), else null. */
  fakeBridge: z.string().nullable(),
  qos: OvsQos.nullable(),
  externalIds: StringMap,
  otherConfig: StringMap,
})
export type OvsPort = z.infer<typeof OvsPort>

/** An OVS Port with `fake_bridge=true`: "VLAN n of parent" for software that knows only bridges (ovs-vsctl(8)). */
export const OvsFakeBridge = z.object({
  name: z.string(),
  parent: z.string(),
  vlanId: z.int(),
  ports: z.array(z.string()),
})
export type OvsFakeBridge = z.infer<typeof OvsFakeBridge>

export const OvsMirror = z.object({
  name: z.string(),
  bridge: z.string(),
  selectsAll: z.boolean(),
  sourcePorts: z.array(z.string()),
  destinationPorts: z.array(z.string()),
  selectVlans: z.array(z.int()),
  outputPort: z.string().nullable(),
  outputVlan: z.int().nullable(),
})
export type OvsMirror = z.infer<typeof OvsMirror>

export const OvsBridge = z.object({
  uuid: z.string(),
  name: z.string(),
  /** "system" (kernel) or "netdev" (userspace). */
  datapathType: z.string(),
  datapathId: z.string().nullable(),
  /** Null as in the database: behaves as standalone. */
  failMode: z.enum(['standalone', 'secure']).nullable(),
  controllers: z.array(OvsController),
  isStpEnabled: z.boolean(),
  isRstpEnabled: z.boolean(),
  isMulticastSnooping: z.boolean(),
  protocols: z.array(z.string()),
  ports: z.array(OvsPort),
  fakeBridges: z.array(OvsFakeBridge),
  mirrors: z.array(OvsMirror),
  externalIds: StringMap,
  otherConfig: StringMap,
})
export type OvsBridge = z.infer<typeof OvsBridge>

export const OvsState = z.object({
  version: z.string().nullable(),
  schemaVersion: z.string().nullable(),
  systemId: z.string().nullable(),
  /** Bridges that OVN is told to use (external_ids:ovn-bridge-mappings). */
  mappedBridges: z.array(z.string()),
  bridges: z.array(OvsBridge),
  managers: z.array(z.object({ target: z.string(), isConnected: z.boolean(), state: z.string().nullable() })),
  /** Configuration generations: unequal for long means ovs-vswitchd does not apply what the database holds. */
  nextConfig: z.int().nullable(),
  currentConfig: z.int().nullable(),
})
export type OvsState = z.infer<typeof OvsState>

/** The shapes that are objects of their own, which plans touch, by kind (lib/core/objects). */
export const OVS_OBJECTS = {
  'ovs-bridge': OvsBridge,
  'ovs-fake-bridge': OvsFakeBridge,
  'ovs-port': OvsPort,
  'ovs-mirror': OvsMirror,
} as const
