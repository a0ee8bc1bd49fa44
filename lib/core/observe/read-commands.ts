import { GUEST_COMMANDS } from './guests-commands'
import { NETWORK_COMMANDS } from './libvirt-commands'
import { LINK_COMMANDS } from './links-commands'
import { LLDP_COMMANDS } from './neighbours-commands'
import { OVS_COMMANDS } from './ovs-commands'
import { PROCESS_COMMANDS } from './processes-commands'
import type { ReadCommand } from './read-command'
import { SYSTEM_COMMANDS } from './system-commands'

/**
 * One full reading of a host. The collector runs them with PATH=/usr/sbin:/usr/bin:/sbin:/bin and LC_ALL=C, each with its
 * standard input closed; re-reading one source runs only that source's.
 */
export const READ_COMMANDS: readonly ReadCommand[] = [
  ...SYSTEM_COMMANDS,
  ...LINK_COMMANDS,
  ...OVS_COMMANDS,
  ...NETWORK_COMMANDS,
  ...GUEST_COMMANDS,
  ...PROCESS_COMMANDS,
  ...LLDP_COMMANDS,
]
