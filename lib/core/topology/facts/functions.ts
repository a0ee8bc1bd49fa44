/* Facts of a card's functions (SR-IOV), which the kernel tells of them with their physical one. */
import type { Link } from '../../model/link'
import type { NetworkState } from '../../model/network-state'
import type { VirtualFunction } from '../../model/sriov'
import { indexHost } from '../../state/host-index'
import { functionName, nicEndsOf } from '../../state/nic-ends'
import { functionVlan, standsFor } from '../build/functions'
import { formatPortVlan } from '../../vlan/words'
import type { GraphNode } from '../graph/graph'
import { facts } from './fact-list'
import type { Fact, FactGroup } from './fact-list'

/** Of a function that is no link of the host. */
export const functionFacts = (state: NetworkState, node: GraphNode): FactGroup[] => {
  const place = nicEndsOf(state).functions.find((each) => functionName(each) === node.name)
  if (place === undefined) return []
  const { physical, fn, representor } = place
  return [
    {
      source: `ip -d link show dev ${physical.name}`,
      sourceId: 'links',
      facts: [
        ...facts(['physical function', physical.name], ['number', fn.number], ['representor', representor?.name]),
        ...settingFacts(fn),
      ],
    },
  ]
}

/** What a link says of itself where its card has several functions. */
export const sriovFacts = (state: NetworkState, link: Link): Fact[] => {
  const { sriov } = link
  const own = facts(['PCI address', link.pci])
  switch (sriov?.role) {
    case undefined:
      return own
    case 'physical':
      return [
        ...own,
        ...facts(
          ['virtual functions', `${sriov.functions.length}${sriov.limit === null ? '' : ` of ${sriov.limit}`}`],
          ['switch in the card', sriov.switchId],
        ),
        ...sriov.functions.map((fn) => ({
          label: `VF ${fn.number}`,
          value: [
            ...holderOf(state, link, fn),
            ...settingFacts(fn).map(({ label, value }) => `${label} ${value}`),
          ].join(', '),
        })),
      ]
    case 'virtual':
      return [...own, ...facts(['virtual function', `VF ${sriov.number ?? ''} of ${sriov.of ?? sriov.parent}`])]
    case 'representor':
      return [
        ...own,
        ...facts(['stands for', standsFor(link)], ['port', sriov.port], ['switch in the card', sriov.switchId]),
      ]
  }
}

const holderOf = (state: NetworkState, physical: Link, fn: VirtualFunction): string[] => {
  const { functions } = nicEndsOf(state)
  const place = functions.find((each) => each.physical.name === physical.name && each.fn.number === fn.number)
  if (place === undefined) return []
  const holder = indexHost(state).guestBehind(place.representor?.name ?? functionName(place))
  if (holder !== undefined) return [`${holder.nic.name} of ${holder.guest.name}`]
  return place.link === null ? [] : [place.link.name]
}

/** A VLAN of 0 is none, a rate of 0 no limit. */
const settingFacts = (fn: VirtualFunction): Fact[] => {
  const vlan = functionVlan(fn)
  return facts(
    ['address', fn.pci],
    ['driver', fn.driver],
    ['MAC', fn.mac],
    ['VLAN', vlan === null ? (fn.vlanId === 0 ? 'none' : null) : formatPortVlan(vlan)],
    ['priority', fn.vlanPriority || null],
    ['spoof check', fn.isSpoofChecked === null ? null : fn.isSpoofChecked ? 'on' : 'off'],
    ['trust', fn.isTrusted === null ? null : fn.isTrusted ? 'on' : 'off'],
    ['link', fn.linkState],
    ['rate', rateWords(fn)],
  )
}

const rateWords = ({ minRateMbps: min, maxRateMbps: max }: VirtualFunction): string | null =>
  [...(min ? [`at least ${min} Mbit/s`] : []), ...(max ? [`at most ${max} Mbit/s`] : [])].join(', ') || null
