import type { ReadCommand } from './read-commands'
import { virshBatchScript } from './libvirt-script'

/** Version of the daemon, every network's running and stored XML: two virsh processes, whatever the number of networks. */
export const LIBVIRT_NETWORKS: ReadCommand = {
  id: 'libvirt.networks',
  source: 'networks',
  argv: ['sh', '-c', virshBatchScript({ list: 'net-list', dump: 'net-dumpxml', first: 'version --daemon' })],
  display: 'virsh -r -c qemu:///system net-list --all; net-dumpxml NETWORK; net-dumpxml --inactive NETWORK',
  tool: 'virsh',
  deadlineMs: 15_000,
  maxBytes: 8 * 1024 * 1024,
}

export const NETWORK_COMMANDS: readonly ReadCommand[] = [LIBVIRT_NETWORKS]
