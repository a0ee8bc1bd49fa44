import type { World } from '../machine/world'

const HEADER = `Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
`

/** `cat /proc/uptime /proc/net/dev`: the seconds since boot, then a line for each link. */
export const renderCounters = (world: World): string => {
  const { state } = world
  const uptime = ((world.now() - state.system.bootedAtMs) / 1000).toFixed(2)
  const lines = [...state.links.values()].map(({ name, counters }) => {
    const { rxBytes, rxPackets, txBytes, txPackets } = counters
    return `${name.padStart(6)}: ${rxBytes} ${rxPackets} 0 0 0 0 0 0 ${txBytes} ${txPackets} 0 0 0 0 0 0\n`
  })
  return `${uptime} ${uptime}\n${HEADER}${lines.join('')}`
}
