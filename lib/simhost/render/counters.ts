import { renderProcNetDev } from '../kernel/counters'
import type { World } from '../machine/world'

/** `cat /proc/uptime /proc/net/dev`: the seconds since boot, then a line for each link. */
export const renderCounters = (world: World): string => {
  const uptime = ((world.now() - world.state.system.bootedAtMs) / 1000).toFixed(2)
  return `${uptime} ${uptime}\n${renderProcNetDev(world)}`
}
