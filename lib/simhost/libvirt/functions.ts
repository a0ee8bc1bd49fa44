import { functionAt, functionsOf, giveFunctionBack, isTaken, takeFunction } from '../kernel/card'
import { CommandError } from '../machine/result'
import type { World } from '../machine/world'
import { child, childrenOf, element, putChild } from './xml'
import type { XmlElement } from './xml'

const number = (text: string | undefined): number => Number(text ?? '0')

/** "0000:03:10.1" of an `<address>`. */
const addressOf = ({ attributes }: XmlElement): string =>
  [
    number(attributes.domain).toString(16).padStart(4, '0'),
    number(attributes.bus).toString(16).padStart(2, '0'),
    `${number(attributes.slot).toString(16).padStart(2, '0')}.${number(attributes.function).toString(16)}`,
  ].join(':')

const addressElement = (pci: string): XmlElement => {
  const [domain = '', bus = '', slot = '', fn = ''] = pci.split(/[:.]/)
  return element('address', {
    type: 'pci',
    domain: `0x${domain}`,
    bus: `0x${bus}`,
    slot: `0x${slot}`,
    function: `0x${fn}`,
  })
}

/** Functions of a network in mode hostdev: of its `<pf>`, or those that it names. */
const poolOf = (world: World, network: XmlElement): string[] => {
  const forward = child(network, 'forward')
  if (forward === undefined) return []
  const pf = child(forward, 'pf')?.attributes.dev
  if (pf !== undefined) return functionsOf(world.link(pf)).map(({ pci }) => pci)
  return childrenOf(forward, 'address').map(addressOf)
}

/** What runs of a network in mode hostdev names its functions too (networkCreateInterfacePool in bridge_driver.c). */
export const listFunctions = (world: World, network: XmlElement): void => {
  const forward = child(network, 'forward')
  if (forward?.attributes.mode === 'hostdev' && child(forward, 'pf') !== undefined)
    forward.children = [...forward.children, ...poolOf(world, network).map(addressElement)]
}

/**
 * A network's NIC gets a free function. Running definitions name the function alone, not the network that it is from
 * (virDomainActualNetDefContentsFormat in conf/domain_conf.c).
 */
export const allocateFunction = (world: World, nic: XmlElement, network: XmlElement, name: string): void => {
  const free = poolOf(world, network).find((pci) => {
    const found = functionAt(world.state, pci)
    return found !== null && !isTaken(found.fn)
  })
  if (free === undefined)
    throw new CommandError(
      1,
      `error: internal error: network '${name}' requires exclusive access to interfaces, but none are available`,
    )
  nic.attributes = { ...nic.attributes, type: 'hostdev', managed: 'yes' }
  putChild(nic, element('source', {}, [addressElement(free)]))
  putChild(nic, element('driver', { name: 'vfio' }))
}

/** The guest takes the function: libvirt sets its MAC and its one VLAN. A device that is none of our cards is let be. */
export const plugFunction = (world: World, nic: XmlElement): void => {
  const pci = functionOf(nic)
  if (pci === null) return
  const vlan = child(nic, 'vlan')
  const tag = vlan === undefined ? undefined : child(vlan, 'tag')?.attributes.id
  takeFunction(world, pci, child(nic, 'mac')?.attributes.address ?? '00:00:00:00:00:00', Number(tag ?? 0))
}

export const unplugFunction = (world: World, nic: XmlElement): void => {
  const pci = functionOf(nic)
  if (pci !== null) giveFunctionBack(world, pci)
}

const functionOf = (nic: XmlElement): string | null => {
  const source = child(nic, 'source')
  const address = source === undefined ? undefined : child(source, 'address')
  return address === undefined ? null : addressOf(address)
}
