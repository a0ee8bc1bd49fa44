import type { ReadCommand } from './read-command'
import { virshBatchScript } from './libvirt-script'

/** Every network's running and stored XML: two virsh processes for up to 200 networks. */
export const LIBVIRT_NETWORKS: ReadCommand = {
  id: 'libvirt.networks',
  source: 'networks',
  argv: ['sh', '-c', virshBatchScript({ list: 'net-list', dump: 'net-dumpxml' })],
  display: 'virsh -r -c qemu:///system net-list --all; net-dumpxml NETWORK; net-dumpxml --inactive NETWORK',
  tool: 'virsh',
  deadlineMs: 15_000,
  maxBytes: 8 * 1024 * 1024,
}

export const NETWORK_COMMANDS: readonly ReadCommand[] = [LIBVIRT_NETWORKS]
