'use client'

import { cutMiddle } from '@/lib/client/format'
import type { NodeKind } from '@/lib/core/topology/graph/graph'
import type { SceneNode } from '@/lib/core/topology/place/scene'
import { Glyph } from '../Glyph'
import { HealthGlyph, StatusMark } from '../HealthGlyph'
import { HEALTH_TONES } from '../health-tones'
import type { NodeView } from '../view-selector'
import { useNodeView } from '../WiringViewProvider'
import { NodeButton } from './NodeButton'
import { ChangeWash, ManagementMark, NodeVlan } from './NodeParts'
import { edgeTone, nameTone, nodeClass } from './node-classes'

type NodeProps = { sceneNode: SceneNode }

/** Lines below each other. */
const LINES = 'flex flex-col justify-center'
/** A name and its marks in one line. */
const PILL = 'flex gap-[5px]'
const LINE_1 = 'flex items-center gap-[5px]'
const LINE_2 = 'overflow-hidden text-11/4 text-ellipsis whitespace-nowrap in-data-far:invisible'
const MARKS = 'ml-auto flex items-center gap-1 in-data-far:invisible'
const NAME = 'overflow-hidden font-mono whitespace-nowrap'
const STRONG = `${NAME} text-12/4 font-strong`
const QUIET = `${NAME} text-11/4 font-regular`
/** From far away names alone are shown: larger, as far as they fit. */
const FAR_LARGE = 'in-data-far:text-[17px]'
const FAR_MEDIUM = 'in-data-far:text-[13px]'

type TitleProps = NodeProps & { nodeView: NodeView; nameLimit: number; name: string }

/** The first line: the name, and the marks at the end. */
function Title({ sceneNode: { node }, nodeView, nameLimit, name }: TitleProps) {
  return (
    <span className={LINE_1}>
      <span className={`${name} ${nameTone(nodeView)}`}>{cutMiddle(node.name, nameLimit)}</span>
      <span className={MARKS}>
        <ManagementMark node={node} />
        <StatusMark health={node.health} ownership={node.ownership} />
      </span>
    </span>
  )
}

/** Up to two second lines, in the colour of trouble where there is some. */
function SecondLines({ sceneNode: { node } }: NodeProps) {
  const tone = node.health === 'error' || node.health === 'warn' ? HEALTH_TONES[node.health] : 'text-fg-2'
  return node.lines.slice(0, 2).map((line) => (
    <span key={line} className={`block ${LINE_2} ${tone}`}>
      {line}
    </span>
  ))
}

const PLUG_TONES = { rest: 'before:bg-line-3', lit: 'before:bg-accent' }
const BAR_TONES = { rest: 'before:bg-line-3 after:bg-line-3', lit: 'before:bg-accent after:bg-accent' }

const NIC = `${LINES} rounded-[2px_6px_6px_2px] pr-2 pl-[11px] before:absolute before:top-[calc(50%-10px)] before:-left-px before:h-5 before:w-1 before:rounded-r-[2px]`

/** Square left side with a plug bar. */
export function NicNode({ sceneNode }: NodeProps) {
  const nodeView = useNodeView(sceneNode.node)
  return (
    <NodeButton
      sceneNode={sceneNode}
      nodeView={nodeView}
      className={nodeClass(sceneNode, nodeView, `${NIC} ${PLUG_TONES[edgeTone(nodeView)]}`)}
    >
      <Title sceneNode={sceneNode} nodeView={nodeView} nameLimit={9} name={`${STRONG} ${FAR_LARGE}`} />
      <SecondLines sceneNode={sceneNode} />
      <ChangeWash nodeView={nodeView} />
    </NodeButton>
  )
}

const BOND = `${LINES} rounded-node pr-2 pl-3.5 before:absolute before:inset-y-[5px] before:left-1 before:w-0.5 before:rounded-[1px] after:absolute after:inset-y-[5px] after:left-2 after:w-0.5 after:rounded-[1px]`

/** Two bars; as tall as its members. */
export function BondNode({ sceneNode }: NodeProps) {
  const nodeView = useNodeView(sceneNode.node)
  return (
    <NodeButton
      sceneNode={sceneNode}
      nodeView={nodeView}
      className={nodeClass(sceneNode, nodeView, `${BOND} ${BAR_TONES[edgeTone(nodeView)]}`)}
    >
      <Title sceneNode={sceneNode} nodeView={nodeView} nameLimit={11} name={`${STRONG} ${FAR_LARGE}`} />
      <SecondLines sceneNode={sceneNode} />
      <ChangeWash nodeView={nodeView} />
    </NodeButton>
  )
}

const VLAN_LINK = `${LINES} rounded-[6px_20px_20px_6px] pr-3 pl-2`

/** Rounded right end: the tag is pushed here. */
export function VlanLinkNode({ sceneNode }: NodeProps) {
  const nodeView = useNodeView(sceneNode.node)
  const { node } = sceneNode
  return (
    <NodeButton sceneNode={sceneNode} nodeView={nodeView} className={nodeClass(sceneNode, nodeView, VLAN_LINK)}>
      <Title sceneNode={sceneNode} nodeView={nodeView} nameLimit={11} name={`${STRONG} ${FAR_MEDIUM}`} />
      <span className={`flex items-center gap-[5px] text-fg-2 ${LINE_2}`}>
        push {node.vlan ? <NodeVlan vlan={node.vlan} nodeView={nodeView} /> : node.lines[0]}
      </span>
      <ChangeWash nodeView={nodeView} />
    </NodeButton>
  )
}

/** One for many ports is as tall as they are: its name stands at the first. */
const NETWORK = `${PILL} items-start rounded-[10px] px-[7px] pt-px`

/** Portgroup or network: round at both ends; a star marks the default portgroup. */
export function NetworkNode({ sceneNode }: NodeProps) {
  const nodeView = useNodeView(sceneNode.node)
  const { node } = sceneNode
  return (
    <NodeButton sceneNode={sceneNode} nodeView={nodeView} className={nodeClass(sceneNode, nodeView, NETWORK)}>
      <Glyph name={node.kind === 'portgroup' ? 'portgroup' : 'network'} className="mt-0.5" />
      <span className={`${QUIET} ${FAR_MEDIUM} ${nameTone(nodeView)}`}>
        {cutMiddle(node.name, node.isDefault ? 9 : 11)}
      </span>
      <span className={`mt-0.5 ${MARKS}`}>
        {node.isDefault ? <Glyph name="star" /> : null}
        <StatusMark health={node.health} ownership={node.ownership} />
      </span>
      <ChangeWash nodeView={nodeView} />
    </NodeButton>
  )
}

const TAP = `${PILL} items-center rounded-[10px_3px_3px_10px] pr-[7px]`

/** Tap, macvtap, macvlan, veth: round left, square right; macvtap dashed. */
export function TapNode({ sceneNode }: NodeProps) {
  const nodeView = useNodeView(sceneNode.node)
  const { node } = sceneNode
  const border = node.kind === 'macvtap' || node.kind === 'macvlan' ? 'border-dashed' : ''
  // Drift is a bar at the left edge.
  const shape = `${TAP} ${node.ownership === 'drifted' ? 'pl-[9px]' : 'pl-[7px]'}`
  return (
    <NodeButton sceneNode={sceneNode} nodeView={nodeView} className={nodeClass(sceneNode, nodeView, shape, { border })}>
      <span className={`${QUIET} ${FAR_MEDIUM} ${nameTone(nodeView)}`}>{cutMiddle(node.name, 10)}</span>
      <span className={MARKS}>
        <ManagementMark node={node} />
        <StatusMark health={node.health} ownership={node.ownership} />
      </span>
      <ChangeWash nodeView={nodeView} />
    </NodeButton>
  )
}

/** Lower than this a node has one line. */
const THIN_PX = 32

/** A card peeps out below. */
const FOLD = `${LINES} rounded-node px-2 before:absolute before:inset-x-1 before:-bottom-1 before:h-1 before:rounded-b-[7px] before:border before:border-t-0 before:border-line-3 before:bg-surface-1`
/** And another. A thin fold stands in a row, and the next row begins 4 px below it: it has none. */
const SECOND_CARD =
  'after:absolute after:inset-x-2 after:-bottom-[7px] after:h-[3px] after:rounded-b-[7px] after:border after:border-t-0 after:border-line-3 after:bg-surface-1'

/** A stacked card that stands for many: "14 guests on web-20". A click opens it. */
export function FoldNode({ sceneNode }: NodeProps) {
  const nodeView = useNodeView(sceneNode.node)
  const { node, box } = sceneNode
  const isThin = box.height < THIN_PX
  return (
    <NodeButton
      sceneNode={sceneNode}
      nodeView={nodeView}
      className={nodeClass(sceneNode, nodeView, isThin ? FOLD : `${FOLD} ${SECOND_CARD}`)}
    >
      <span className={LINE_1}>
        {node.rank === 'guest' ? <HealthGlyph health={node.health} /> : null}
        <span className={`text-ellipsis ${isThin ? QUIET : 'overflow-hidden font-strong'}`}>{node.name}</span>
      </span>
      {!isThin
        ? node.lines.slice(0, 1).map((line) => (
            <span key={line} className={`block text-fg-2 ${LINE_2}`}>
              {line}
            </span>
          ))
        : null}
    </NodeButton>
  )
}

const PLAIN = `${LINES} px-2`
const PLAIN_SHAPES: Partial<Record<NodeKind, { corners: string; border: string; image?: string }>> = {
  unrecognised: { corners: 'rounded-node', border: 'border-dotted', image: 'bg-(image:--hatch)' },
  'tunnel-remote': { corners: 'rounded-[12px]', border: 'border-dashed' },
}
const PLAIN_SHAPE = { corners: 'rounded-node', border: '' }

/** Anything without a shape of its own: addresses, plain links, controllers, tunnel remotes, and what we do not understand. */
export function PlainNode({ sceneNode }: NodeProps) {
  const nodeView = useNodeView(sceneNode.node)
  const { node, box } = sceneNode
  const isThin = box.height < THIN_PX
  const shape = PLAIN_SHAPES[node.kind] ?? PLAIN_SHAPE
  return (
    <NodeButton
      sceneNode={sceneNode}
      nodeView={nodeView}
      className={nodeClass(sceneNode, nodeView, `${PLAIN} ${shape.corners}`, shape)}
    >
      <Title
        sceneNode={sceneNode}
        nodeView={nodeView}
        nameLimit={Math.floor((box.width - 24) / 7.3)}
        name={isThin ? QUIET : STRONG}
      />
      {isThin ? null : <SecondLines sceneNode={sceneNode} />}
      <ChangeWash nodeView={nodeView} />
    </NodeButton>
  )
}
