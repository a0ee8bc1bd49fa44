import { z } from 'zod'

/**
 * What a switch port does with tags, in Open vSwitch's words (ovs-vswitchd.conf.db(5), table Port, column vlan_mode).
 * A port of a vlan_filtering Linux bridge and a libvirt `<vlan>` element are described with the same words.
 */
export const VlanMode = z.enum(['access', 'trunk', 'native-tagged', 'native-untagged', 'dot1q-tunnel'])
export type VlanMode = z.infer<typeof VlanMode>

/**
 * VLAN membership of one port.
 * `tag` is the access, native or service VLAN (null: none). `trunks` are the VLANs carried tagged; an empty list on a
 * trunk or native port means *all* VLANs when `carriesAll` is true and *none* when it is false.
 */
export const PortVlan = z.object({
  mode: VlanMode,
  tag: z.int().min(0).max(4095).nullable(),
  trunks: z.array(z.int().min(0).max(4095)),
  carriesAll: z.boolean(),
  /** Inner VLANs allowed on a dot1q-tunnel port; empty means all. */
  customerVlans: z.array(z.int().min(0).max(4095)),
  /** False where the host left the mode to its default and we derived it. */
  isExplicit: z.boolean(),
})
export type PortVlan = z.infer<typeof PortVlan>
