import { parsed, unparsed } from './parsed'
import type { Parsed } from './parsed'

export type SysfsNetRecord = {
  link: string
  speedMbps: number | null
  duplex: 'full' | 'half' | null
  driver: string | null
}

/**
 * Our own loop's lines "<name> <speed> <duplex> <driver>" over /sys/class/net (sysfs-class-net in the kernel's
 * Documentation/ABI). A speed of -1 means unknown. Names hold no blanks (dev_valid_name in net/core/dev.c).
 */
export function parseSysfsNet(text: string): Parsed<SysfsNetRecord[]> {
  const records: SysfsNetRecord[] = []
  for (const [index, line] of text.split('\n').entries()) {
    if (line === '') continue
    const [link, speed, duplex, driver, ...rest] = line.split(' ')
    if (!link || speed === undefined || duplex === undefined || driver === undefined || rest.length > 0)
      return unparsed(`wanted "<name> <speed> <duplex> <driver>", found "${line.slice(0, 80)}"`, `line ${index + 1}`)
    records.push({
      link,
      speedMbps: /^[1-9]\d{0,8}$/.test(speed) ? Number(speed) : null,
      duplex: duplex === 'full' || duplex === 'half' ? duplex : null,
      driver: driver === '-' || driver === '' ? null : driver,
    })
  }
  return parsed(records)
}
