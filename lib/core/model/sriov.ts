import { z } from 'zod'

/** A virtual function of a NIC, as its physical function and sysfs tell of it. Null: not told. */
export const VirtualFunction = z.object({
  number: z.int(),
  /** "0000:03:10.1", as libvirt's definitions name it too. */
  pci: z.string().nullable(),
  /** "vfio-pci" where it is set aside for guests: then it is no link of the host. */
  driver: z.string().nullable(),
  mac: z.string().nullable(),
  /** The tag that the card adds and takes away, unseen by whoever has the function; 0: none. */
  vlanId: z.int().nullable(),
  vlanPriority: z.int().nullable(),
  vlanProtocol: z.string().nullable(),
  isSpoofChecked: z.boolean().nullable(),
  isTrusted: z.boolean().nullable(),
  /** "auto" follows the physical function's link. */
  linkState: z.enum(['auto', 'enable', 'disable']).nullable(),
  /** 0: no limit. */
  maxRateMbps: z.number().nullable(),
  minRateMbps: z.number().nullable(),
})
export type VirtualFunction = z.infer<typeof VirtualFunction>

/** What a link is where a card has several functions (SR-IOV, Linux Documentation/PCI/pci-iov-howto.rst). */
export const Sriov = z.discriminatedUnion('role', [
  z.object({
    role: z.literal('physical'),
    /** Those that are there, by number. */
    functions: z.array(VirtualFunction),
    /** How many there could be; null: not told. */
    limit: z.int().nullable(),
    /** The switch inside the card (switchdev); null where it is not shown as one. */
    switchId: z.string().nullable(),
  }),
  z.object({
    role: z.literal('virtual'),
    /** PCI address of its physical function. */
    parent: z.string(),
    /** Link of its physical function; null: none in this namespace. */
    of: z.string().nullable(),
    number: z.int().nullable(),
  }),
  z.object({
    role: z.literal('representor'),
    /** Link of the physical function, and the virtual function that it stands for; null: not told. */
    of: z.string().nullable(),
    number: z.int().nullable(),
    /** The card's own name of the port, "pf0vf1". */
    port: z.string(),
    switchId: z.string(),
  }),
])
export type Sriov = z.infer<typeof Sriov>
