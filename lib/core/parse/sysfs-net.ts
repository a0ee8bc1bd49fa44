import { parsed, unparsed } from './parsed'
import type { Parsed } from './parsed'

/** A virtual function that a link's card shows: sysfs' device/virtfn<number>. */
type SysfsFunction = { number: number; pci: string; driver: string | null }

export type SysfsNetRecord = {
  link: string
  speedMbps: number | null
  duplex: 'full' | 'half' | null
  driver: string | null
  /** PCI address of the card; null: on another bus, or none. */
  pci: string | null
  /** PCI address of the physical function where the card is a virtual one. */
  physical: string | null
  /** How many functions the card could have; null: it has no SR-IOV. */
  functionLimit: number | null
  functions: SysfsFunction[]
}

const PCI = /^[0-9a-f]{4,8}:[0-9a-f]{2}:[0-9a-f]{2}\.[0-7]$/

/**
 * Our own loop's lines "<name> <speed> <duplex> <driver> [<key>=<value> …]" over /sys/class/net (sysfs-class-net and
 * sysfs-bus-pci in the kernel's Documentation/ABI). A speed of -1 means unknown. Names hold no blanks (dev_valid_name in
 * net/core/dev.c).
 */
export function parseSysfsNet(text: string): Parsed<SysfsNetRecord[]> {
  const records: SysfsNetRecord[] = []
  for (const [index, line] of text.split('\n').entries()) {
    if (line === '') continue
    const [link, speed, duplex, driver, ...words] = line.split(' ')
    if (!link || speed === undefined || duplex === undefined || !driver || !words.every((word) => /^\w+=/.test(word)))
      return unparsed(
        `wanted "<name> <speed> <duplex> <driver> [<key>=<value> …]", found "${line.slice(0, 80)}"`,
        `line ${index + 1}`,
      )
    records.push({
      link,
      speedMbps: /^[1-9]\d{0,8}$/.test(speed) ? Number(speed) : null,
      duplex: duplex === 'full' || duplex === 'half' ? duplex : null,
      driver: driver === '-' ? null : driver,
      ...readCard(words),
    })
  }
  return parsed(records)
}

type Card = Pick<SysfsNetRecord, 'pci' | 'physical' | 'functionLimit' | 'functions'>

/** "at=0000:03:00.0 limit=64 virtfn0=0000:03:10.0,vfio-pci" of a physical function, "at=… physfn=…" of a virtual one. */
function readCard(words: readonly string[]): Card {
  const card: Card = { pci: null, physical: null, functionLimit: null, functions: [] }
  for (const word of words) {
    const [key = '', value = ''] = word.split('=', 2)
    const [address = '', driver = ''] = value.split(',', 2)
    const pci = PCI.test(address) ? address : null
    const number = /^virtfn(\d{1,5})$/.exec(key)?.[1]
    if (key === 'at') card.pci = pci
    else if (key === 'physfn') card.physical = pci
    else if (key === 'limit' && /^[1-9]\d{0,4}$/.test(value)) card.functionLimit = Number(value)
    else if (number !== undefined && pci !== null)
      card.functions.push({ number: Number(number), pci, driver: driver === '' ? null : driver })
  }
  card.functions.sort((a, b) => a.number - b.number)
  return card
}
