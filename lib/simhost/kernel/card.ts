import type { SimCard, SimFunction, SimLink, SimState } from '../machine/state'
import type { World } from '../machine/world'

type Json = Record<string, unknown>

const cardOf = ({ detail }: SimLink): SimCard | undefined => (detail.kind === 'nic' ? detail.card : undefined)

/** What `ip -d -j link` says of a card, after all else (print_vfinfo in iproute2's ip/ipaddress.c). */
export const cardJson = (link: SimLink): Json => {
  const card = cardOf(link)
  if (card === undefined || card.role === 'virtual') return {}
  if (card.role === 'representor') return { phys_port_name: card.port, phys_switch_id: card.switchId }
  return {
    ...(card.switchId === null ? {} : { phys_port_name: 'p0', phys_switch_id: card.switchId }),
    ...(card.functions.length === 0 ? {} : { num_vf: card.functions.length }),
    vfinfo_list: card.functions.map(({ number, mac, vlanId, isSpoofChecked, isTrusted }) => ({
      vf: number,
      link_type: 'ether',
      address: mac,
      broadcast: 'ff:ff:ff:ff:ff:ff',
      vlan_list: [vlanId === 0 ? {} : { vlan: vlanId }],
      rate: { max_tx: 0, min_tx: 0 },
      spoofchk: isSpoofChecked,
      link_state: 'auto',
      trust: isTrusted,
      query_rss_en: false,
    })),
  }
}

/** The card's words at the end of a line of SYSFS_NET. */
export const cardSysfs = (link: SimLink): string => {
  if (link.detail.kind !== 'nic') return ''
  const { bus, card } = link.detail
  const words = [`at=${bus}`]
  if (card?.role === 'virtual') words.push(`physfn=${card.physical}`)
  if (card?.role === 'physical') {
    words.push(`limit=${card.limit}`)
    for (const { number, pci, driver } of card.functions) words.push(`virtfn${number}=${pci},${driver}`)
  }
  return words.map((word) => ` ${word}`).join('')
}

/** The function at this address, with its physical link. */
export const functionAt = ({ links }: SimState, pci: string): { physical: SimLink; fn: SimFunction } | null => {
  for (const physical of links.values()) {
    const card = cardOf(physical)
    const fn = card?.role === 'physical' ? card.functions.find((each) => each.pci === pci) : undefined
    if (fn !== undefined) return { physical, fn }
  }
  return null
}

export const functionsOf = (link: SimLink | undefined): readonly SimFunction[] => {
  const card = link === undefined ? undefined : cardOf(link)
  return card?.role === 'physical' ? card.functions : []
}

const setFunction = (world: World, pci: string, patch: Partial<SimFunction>): void => {
  const found = functionAt(world.state, pci)
  if (found === null || found.physical.detail.kind !== 'nic' || found.physical.detail.card?.role !== 'physical') return
  const { detail, name } = found.physical
  const functions = functionsOf(found.physical).map((fn) => (fn.pci === pci ? { ...fn, ...patch } : fn))
  if (detail.card?.role === 'physical')
    world.updateLink(name, { detail: { ...detail, card: { ...detail.card, functions } } })
}

const GUESTS_DRIVER = 'vfio-pci'

/** Set aside for guests: their driver has it, and its link is gone from the host. */
export const isTaken = ({ driver }: SimFunction): boolean => driver === GUESTS_DRIVER

export const takeFunction = (world: World, pci: string, mac: string, vlanId: number): void => {
  const link = [...world.state.links.values()].find(({ detail }) => detail.kind === 'nic' && detail.bus === pci) ?? null
  if (link !== null) world.removeLink(link.name)
  setFunction(world, pci, { driver: GUESTS_DRIVER, mac, vlanId, parked: link })
}

export const giveFunctionBack = (world: World, pci: string): void => {
  const parked = functionAt(world.state, pci)?.fn.parked ?? null
  const driver = parked?.detail.kind === 'nic' ? parked.detail.driver : 'iavf'
  setFunction(world, pci, { driver, mac: '00:00:00:00:00:00', vlanId: 0, parked: null })
  if (parked !== null) world.addLink(parked)
}
