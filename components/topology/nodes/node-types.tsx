'use client'

import type { Node, NodeProps, NodeTypes } from '@xyflow/react'
import { memo, type ComponentType } from 'react'
import type { NodeKind } from '@/lib/core/topology/graph/graph'
import { isFoldId } from '../node-words'
import type { SceneItem } from '../scene-items'
import { BridgeNode, GuestNode, SwitchNode } from './BoxNodes'
import { BondNode, FoldNode, NetworkNode, NicNode, PlainNode, TapNode, VlanLinkNode } from './SingleNodes'

export type Shape = 'switch' | 'nic' | 'bond' | 'vlanLink' | 'bridge' | 'network' | 'tap' | 'guest' | 'fold' | 'plain'

export type WiringNode = Node<{ item: SceneItem }, Shape>

const SHAPES: Record<NodeKind, Shape> = {
  switch: 'switch',
  'switch-port': 'plain',
  nic: 'nic',
  bond: 'bond',
  'vlan-link': 'vlanLink',
  'linux-bridge': 'bridge',
  'ovs-bridge': 'bridge',
  'fake-bridge': 'bridge',
  'bridge-port': 'plain',
  network: 'network',
  portgroup: 'network',
  tap: 'tap',
  macvtap: 'tap',
  macvlan: 'tap',
  veth: 'tap',
  vf: 'tap',
  representor: 'tap',
  tunnel: 'plain',
  'tunnel-remote': 'plain',
  guest: 'guest',
  'guest-nic': 'plain',
  link: 'plain',
  controller: 'plain',
  unrecognised: 'plain',
}

/** Shape = kind; a fold is always a stacked card. */
export function shapeOf({ top }: SceneItem): Shape {
  return isFoldId(top.node.id) ? 'fold' : SHAPES[top.node.kind]
}

const box = (Box: ComponentType<{ item: SceneItem }>) =>
  memo(function BoxShape({ data }: NodeProps<WiringNode>) {
    return <Box item={data.item} />
  })

const single = (Single: ComponentType<{ sceneNode: SceneItem['top'] }>) =>
  memo(function SingleShape({ data }: NodeProps<WiringNode>) {
    return <Single sceneNode={data.item.top} />
  })

export const NODE_TYPES: NodeTypes = {
  switch: box(SwitchNode),
  bridge: box(BridgeNode),
  guest: box(GuestNode),
  nic: single(NicNode),
  bond: single(BondNode),
  vlanLink: single(VlanLinkNode),
  network: single(NetworkNode),
  tap: single(TapNode),
  fold: single(FoldNode),
  plain: single(PlainNode),
} satisfies Record<Shape, NodeTypes[string]>
