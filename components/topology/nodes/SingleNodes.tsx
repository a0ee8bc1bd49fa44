'use client'

import { cutMiddle } from '@/lib/client/format'
import type { SceneNode } from '@/lib/core/topology/place/scene'
import { Glyph } from '../Glyph'
import { HealthGlyph, StatusMark } from '../HealthGlyph'
import { useNodeLook } from '../WiringViewProvider'
import { NodeButton } from './NodeButton'
import { ChangeWash, ManagementMark, NodeVlan } from './NodeParts'
import { nodeClasses } from './node-classes'

type NodeProps = { sceneNode: SceneNode }

/** Name line and up to two second lines: the body that NIC, bond, VLAN link and plain links share. */
function TitledLines({ sceneNode: { node }, nameLimit }: NodeProps & { nameLimit: number }) {
  return (
    <>
      <span className="tp-line-1">
        <span className="tp-name">{cutMiddle(node.name, nameLimit)}</span>
        <span className="tp-marks">
          <ManagementMark node={node} />
          <StatusMark health={node.health} ownership={node.ownership} />
        </span>
      </span>
      {node.lines.slice(0, 2).map((line) => (
        <span
          key={line}
          className={`tp-line-2${node.health === 'error' || node.health === 'warn' ? ` tp-is-${node.health}` : ''}`}
        >
          {line}
        </span>
      ))}
    </>
  )
}

/** Square left side with a plug bar. */
export function NicNode({ sceneNode }: NodeProps) {
  const look = useNodeLook(sceneNode.node)
  return (
    <NodeButton sceneNode={sceneNode} look={look} className={`tp-node tp-nic ${nodeClasses(sceneNode, look)}`}>
      <TitledLines sceneNode={sceneNode} nameLimit={9} />
      <ChangeWash look={look} />
    </NodeButton>
  )
}

/** Two bars; as tall as its members. */
export function BondNode({ sceneNode }: NodeProps) {
  const look = useNodeLook(sceneNode.node)
  return (
    <NodeButton sceneNode={sceneNode} look={look} className={`tp-node tp-bond ${nodeClasses(sceneNode, look)}`}>
      <TitledLines sceneNode={sceneNode} nameLimit={11} />
      <ChangeWash look={look} />
    </NodeButton>
  )
}

/** Rounded right end: the tag is pushed here. */
export function VlanLinkNode({ sceneNode }: NodeProps) {
  const look = useNodeLook(sceneNode.node)
  const { node } = sceneNode
  return (
    <NodeButton sceneNode={sceneNode} look={look} className={`tp-node tp-vlan-link ${nodeClasses(sceneNode, look)}`}>
      <span className="tp-line-1">
        <span className="tp-name">{cutMiddle(node.name, 11)}</span>
        <span className="tp-marks">
          <ManagementMark node={node} />
          <StatusMark health={node.health} ownership={node.ownership} />
        </span>
      </span>
      <span className="tp-line-2 tp-push">
        push {node.vlan ? <NodeVlan vlan={node.vlan} look={look} /> : node.lines[0]}
      </span>
      <ChangeWash look={look} />
    </NodeButton>
  )
}

/** Portgroup or network: round at both ends; a star marks the default portgroup. */
export function NetworkNode({ sceneNode }: NodeProps) {
  const look = useNodeLook(sceneNode.node)
  const { node } = sceneNode
  return (
    <NodeButton sceneNode={sceneNode} look={look} className={`tp-node tp-network ${nodeClasses(sceneNode, look)}`}>
      <Glyph name={node.kind === 'portgroup' ? 'portgroup' : 'network'} />
      <span className="tp-name">{cutMiddle(node.name, node.isDefault ? 9 : 11)}</span>
      <span className="tp-marks">
        {node.isDefault ? <Glyph name="star" /> : null}
        <StatusMark health={node.health} ownership={node.ownership} />
      </span>
      <ChangeWash look={look} />
    </NodeButton>
  )
}

/** Tap, macvtap, macvlan, veth: round left, square right; macvtap dashed. */
export function TapNode({ sceneNode }: NodeProps) {
  const look = useNodeLook(sceneNode.node)
  const { node } = sceneNode
  const isMacvtap = node.kind === 'macvtap' || node.kind === 'macvlan'
  return (
    <NodeButton
      sceneNode={sceneNode}
      look={look}
      className={`tp-node tp-tap${isMacvtap ? ' tp-tap-macvtap' : ''} ${nodeClasses(sceneNode, look)}`}
    >
      <span className="tp-name">{cutMiddle(node.name, 10)}</span>
      <span className="tp-marks">
        <ManagementMark node={node} />
        <StatusMark health={node.health} ownership={node.ownership} />
      </span>
      <ChangeWash look={look} />
    </NodeButton>
  )
}

/** A stacked card that stands for many: "14 guests on web-20". A click opens it. */
export function FoldNode({ sceneNode }: NodeProps) {
  const look = useNodeLook(sceneNode.node)
  const { node, box } = sceneNode
  return (
    <NodeButton
      sceneNode={sceneNode}
      look={look}
      className={`tp-node tp-fold${box.height < 32 ? ' tp-fold-thin' : ''} ${nodeClasses(sceneNode, look)}`}
    >
      <span className="tp-line-1">
        {node.rank === 'guest' ? <HealthGlyph health={node.health} /> : null}
        <span className="tp-fold-name">{node.name}</span>
      </span>
      {box.height >= 32
        ? node.lines.slice(0, 1).map((line) => (
            <span key={line} className="tp-line-2">
              {line}
            </span>
          ))
        : null}
    </NodeButton>
  )
}

/** Anything without a shape of its own: addresses, plain links, controllers, tunnel remotes, and what we do not understand. */
export function PlainNode({ sceneNode }: NodeProps) {
  const look = useNodeLook(sceneNode.node)
  const { node, box } = sceneNode
  const shape =
    node.kind === 'unrecognised' ? 'tp-unrecognised' : node.kind === 'tunnel-remote' ? 'tp-remote' : 'tp-plain'
  return (
    <NodeButton
      sceneNode={sceneNode}
      look={look}
      className={`tp-node ${shape}${box.height < 32 ? ' tp-thin' : ''} ${nodeClasses(sceneNode, look)}`}
    >
      <TitledLines
        sceneNode={box.height < 32 ? { ...sceneNode, node: { ...node, lines: [] } } : sceneNode}
        nameLimit={Math.floor((box.width - 24) / 7.3)}
      />
      <ChangeWash look={look} />
    </NodeButton>
  )
}
