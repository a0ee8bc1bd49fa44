import { cardSysfs } from './card'
import type { SimLink, SimState } from '../machine/state'
import { hasCarrier } from './link-state'
import { linkSpeed } from './render-link-info'

const driverOf = ({ detail }: SimLink): string => (detail.kind === 'nic' ? detail.driver : '-')

/** /sys/class/net in the form of SYSFS_NET: "<name> <speed> <duplex> <driver> …", in the shell's order of names. */
export const renderSysfsNet = (state: SimState): string =>
  [...state.links.values()]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((link) => {
      const speed = linkSpeed(state, link)
      // A link that has the notion and no carrier says -1 and "unknown"; one without it answers EINVAL, which is "-".
      const hasNotion = ['nic', 'bond', 'tun', 'vlan', 'macvtap'].includes(link.detail.kind)
      const down = link.isUp && hasNotion && !hasCarrier(state, link)
      return `${link.name} ${speed ?? (down ? '-1' : '-')} ${speed === null ? (down ? 'unknown' : '-') : 'full'} ${driverOf(link)}${cardSysfs(link)}\n`
    })
    .join('')
