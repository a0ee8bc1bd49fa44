import type { SourceId } from '@/lib/core/model/network-state'

export const SOURCE_NAMES: Record<SourceId, string> = {
  system: 'System',
  links: 'Links, bridges, bonds',
  ovs: 'Open vSwitch',
  networks: 'libvirt networks',
  guests: 'Guests',
  processes: 'QEMU processes',
  lldp: 'LLDP neighbours',
}
