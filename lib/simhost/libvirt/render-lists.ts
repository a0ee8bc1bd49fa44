import type { SimGuest, SimNetwork } from '../machine/state'
import { nicsOf } from './guests'
import { child } from './xml'

/** virsh's tables: columns padded to their widest cell, two blanks between, a rule of dashes (vsh-table.c). */
const renderTable = (headings: readonly string[], rows: readonly (readonly string[])[]): string => {
  const widths = headings.map((heading, at) => Math.max(heading.length, ...rows.map((row) => row[at]?.length ?? 0)))
  const line = (cells: readonly string[]): string =>
    ` ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('   ')}`.trimEnd()
  const rule = '-'.repeat(widths.reduce((sum, width) => sum + width + 3, 1) - 1)
  return `${[line(headings), rule, ...rows.map(line)].join('\n')}\n\n`
}

const byName = <T extends { name: string }>(items: Iterable<T>): T[] =>
  [...items].sort((a, b) => (a.name < b.name ? -1 : 1))

export const activeGuests = (guests: Iterable<SimGuest>): SimGuest[] =>
  [...guests].filter(({ live }) => live !== null).sort((a, b) => Number(a.id) - Number(b.id))

export const inactiveGuests = (guests: Iterable<SimGuest>): SimGuest[] =>
  byName([...guests].filter(({ live }) => live === null))

export const renderGuestList = (guests: readonly SimGuest[]): string =>
  renderTable(
    ['Id', 'Name', 'State'],
    guests.map(({ id, name, state }) => [id === null ? '-' : String(id), name, state]),
  )

export const renderNetworkList = (networks: readonly SimNetwork[]): string =>
  renderTable(
    ['Name', 'State', 'Autostart', 'Persistent'],
    byName(networks).map(({ name, live, stored, isAutostart }) => [
      name,
      live === null ? 'inactive' : 'active',
      isAutostart ? 'yes' : 'no',
      stored === null ? 'no' : 'yes',
    ]),
  )

/** domiflist: the source of a running network NIC is the network's name, its type what libvirt made of it. */
export const renderNicList = (guest: SimGuest, isInactive: boolean): string => {
  const nics = nicsOf(isInactive ? guest.stored : (guest.live ?? guest.stored))
  const rows = nics.map((nic) => {
    const { network, bridge, dev } = child(nic, 'source')?.attributes ?? {}
    return [
      child(nic, 'target')?.attributes.dev ?? '-',
      nic.attributes.type ?? '',
      network ?? bridge ?? dev ?? '-',
      child(nic, 'model')?.attributes.type ?? '-',
      child(nic, 'mac')?.attributes.address ?? '',
    ]
  })
  return renderTable(['Interface', 'Type', 'Source', 'Model', 'MAC'], rows)
}
