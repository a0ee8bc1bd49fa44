import type { ReadCommand } from './read-command'
import { virshBatchScript } from './libvirt-script'

/** Every guest's state, running and stored XML: two virsh processes for up to 200 guests, one more for each 200 above. */
export const LIBVIRT_GUESTS: ReadCommand = {
  id: 'libvirt.guests',
  source: 'guests',
  argv: ['sh', '-c', virshBatchScript({ list: 'list', dump: 'dumpxml', state: 'domstate' })],
  display: 'virsh -r -c qemu:///system list --all; dumpxml GUEST; dumpxml --inactive GUEST; domstate GUEST',
  tool: 'virsh',
  deadlineMs: 30_000,
  maxBytes: 32 * 1024 * 1024,
}

export const GUEST_COMMANDS: readonly ReadCommand[] = [LIBVIRT_GUESTS]
