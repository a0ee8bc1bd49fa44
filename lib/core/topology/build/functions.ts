/* Functions of cards (SR-IOV): the physical one leads to the virtual ones, those to whoever has them. */
import type { Link } from '../../model/link'
import type { VirtualFunction } from '../../model/sriov'
import { functionName, nicEndsOf } from '../../state/nic-ends'
import type { FunctionPlace } from '../../state/nic-ends'
import type { HostIndex } from '../../state/host-index'
import { accessVlan } from '../../vlan/make'
import { formatPortVlan } from '../../vlan/words'
import { edgeKindOf } from '../graph/edge-kind'
import type { GraphBuilder } from '../graph/graph-builder'
import { healthy, linkHealth, verdict } from '../graph/health'
import type { HealthVerdict } from '../graph/health'
import { nodeId } from '../graph/ids'
import { deviceId, linkFacts } from './devices'
import { networkNodeOf } from './networks'

/** The function's own link where it is one, else a node of its own. */
export const functionId = (index: HostIndex, place: FunctionPlace): string =>
  (place.link === null ? null : deviceId(index, place.link.name)) ??
  nodeId('vf', place.physical.name, String(place.fn.number))

/** Functions that guests have and that are no links, and representors. Call it after NICs and guests' ports are there. */
export const addFunctions = (builder: GraphBuilder, index: HostIndex): void => {
  for (const place of nicEndsOf(index.state).functions) {
    if (place.link !== null) joinPhysical(builder, index, place, functionId(index, place))
    else if (index.guestBehind(endOf(place))) addFunction(builder, index, place)
  }
  for (const link of index.state.links) if (link.kind === 'representor') addRepresentor(builder, index, link)
}

const endOf = (place: FunctionPlace): string => place.representor?.name ?? functionName(place)

/** The tag that the card gives its frames; null where it gives none, or does not say. */
export const functionVlan = ({ vlanId }: VirtualFunction) =>
  vlanId === null || vlanId === 0 ? null : accessVlan(vlanId)

const addFunction = (builder: GraphBuilder, index: HostIndex, place: FunctionPlace): void => {
  const { physical, fn, representor } = place
  const vlan = functionVlan(fn)
  const id = builder.add({
    id: functionId(index, place),
    kind: 'vf',
    name: functionName(place),
    rank: 'tap',
    ref: `${physical.name}/${fn.number}`,
    vlan,
    lines: vlan === null ? [] : [formatPortVlan(vlan)],
    terms: [fn.pci ?? '', fn.mac ?? '', fn.driver ?? '', physical.name, 'sr-iov', `vf ${fn.number}`],
    ...functionHealth(place),
  })
  // Where the card shows its switch, frames come by the representor; else by the physical function, through the network that gave it.
  if (representor !== null) return
  const config = index.guestBehind(endOf(place))?.nic.running ?? null
  const network = config === null ? null : networkNodeOf(index, config)
  if (network === null) joinPhysical(builder, index, place, id)
  else builder.join({ from: network, to: id, vlan, kind: edgeKindOf(vlan) })
}

const joinPhysical = (builder: GraphBuilder, index: HostIndex, place: FunctionPlace, to: string): void => {
  const from = deviceId(index, place.physical.name)
  const vlan = functionVlan(place.fn)
  if (from !== null && from !== to)
    builder.join({ from, to, vlan, kind: edgeKindOf(vlan), label: `VF ${place.fn.number}` })
}

const functionHealth = ({ physical, fn }: FunctionPlace): HealthVerdict => {
  if (fn.linkState === 'disable') return verdict('off', `the link of VF ${fn.number} of ${physical.name} is kept down`)
  if (!physical.isUp) return verdict('error', `${physical.name} is down, and its functions with it`)
  if (!physical.hasCarrier && fn.linkState !== 'enable')
    return verdict('error', `${physical.name} has no carrier, and its functions with it`)
  return healthy
}

const addRepresentor = (builder: GraphBuilder, index: HostIndex, link: Link): void => {
  const place = nicEndsOf(index.state).functionOf(link.name)
  const far = place?.link === null ? functionId(index, place) : null
  const behind = far !== null && builder.has(far) ? far : null
  const id = builder.add({
    id: nodeId('representor', link.name),
    kind: 'representor',
    name: link.name,
    // Its function's node stands right of it.
    rank: behind === null ? 'tap' : 'network',
    lines: [standsFor(link)],
    ...linkFacts(link),
    ...linkHealth(link),
  })
  if (behind !== null) builder.join({ from: id, to: behind })
}

/** "VF 1 of enp3s0f0"; what the card calls the port where it is not known whose it is. */
export const standsFor = ({ sriov }: Link): string => {
  if (sriov?.role !== 'representor') return ''
  if (sriov.number === null || sriov.of === null) return `port ${sriov.port}`
  return `VF ${sriov.number} of ${sriov.of}`
}
