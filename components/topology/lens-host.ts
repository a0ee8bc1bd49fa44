/** What the lens must know of the host besides its state. */
export type LensHost = {
  id: string
  name: string
  address: string
  /** For the group box: "Debian 12", "libvirt 9.0.0", "OVS 3.1.0". */
  software: readonly string[]
}
