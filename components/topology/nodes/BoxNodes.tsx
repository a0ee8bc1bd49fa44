'use client'

import { memo } from 'react'
import type { NodeKind } from '@/lib/core/topology/graph/graph'
import { cutMiddle } from '@/lib/client/format'
import type { Box, SceneNode } from '@/lib/core/topology/place/scene'
import { Glyph, type GlyphName } from '../Glyph'
import { HealthGlyph, StatusMark } from '../HealthGlyph'
import type { SceneItem } from '../scene-items'
import type { NodeView } from '../view-selector'
import { useNodeView } from '../WiringViewProvider'
import { isFoldId, portNote } from '../node-words'
import { NodeButton } from './NodeButton'
import { ChangeWash, ManagementMark, NextVlan, NodeVlan, SocketMarks } from './NodeParts'
import { headFill, nameTone, nodeClass, rowFill, rowPlace } from './node-classes'

type BoxProps = { item: SceneItem }
/** A row is told where its box stands, not the box: it does not draw again when another row changes. */
type RowProps = { row: SceneNode; boxAt: Box }

const BRIDGE_GLYPHS: Partial<Record<NodeKind, GlyphName>> = { 'ovs-bridge': 'ovsBridge', 'fake-bridge': 'fakeBridge' }

const BOX = 'rounded-card'
const SELECTED_ROW = 'shadow-[inset_0_0_0_2px_var(--accent)]'
/** Where both do not fit, the name stays whole and the second text gives way. */
const HEAD_NAME = 'flex-none overflow-hidden font-mono text-12/4 font-strong whitespace-nowrap in-data-far:text-[17px]'
const HEAD_NOTE =
  'ml-auto overflow-hidden text-11/4 font-regular text-fg-2 text-ellipsis whitespace-nowrap in-data-far:invisible'
const ROW = 'relative flex w-full items-center gap-1.5 text-left text-11/4 whitespace-nowrap'
const ROW_NAME = 'flex-none overflow-hidden text-ellipsis'
const ROW_RIGHT = 'ml-auto flex min-w-0 items-center gap-1.5'
/** Rows of a box that has its own ground: a line between them, and the corners of the box. */
const PLACE = 'border-t border-line-1'
const LISTED = `${ROW} group-last/row:rounded-b-[7px] in-data-far:*:invisible`

/** The header: the whole box where there are no rows. */
const headClass = (item: SceneItem, nodeView: NodeView, padding = 'gap-1.5 px-2') =>
  `absolute top-0 left-0 flex w-full items-center text-left text-12/4 ${padding} ${item.rows.length === 0 ? 'h-full rounded-[7px]' : 'h-[23px] rounded-t-[7px]'} ${headFill(item.top, nodeView)}`

/** A box's own class and whether it is bright, for its rows. */
const boxProps = (item: SceneItem, nodeView: NodeView, rest?: { line: string; fill: string }) => ({
  className: nodeClass(item.top, nodeView, BOX, rest),
  'data-bright': nodeView.isBright || undefined,
})

/** Second text of a row. */
const noteTone = ({ node }: SceneNode) => (node.ownership === 'drifted' ? 'text-warn' : 'text-fg-2')

/** Rows are placed by the scene; within their box only the offset counts. */
const rowStyle = (row: SceneNode, boxAt: Box) => ({
  left: row.box.x - boxAt.x - 1,
  top: row.box.y - boxAt.y - 1,
  width: row.box.width,
  height: row.box.height,
})

/** Along the ports that are a fake bridge's own. */
const NEST_BAR = 'before:absolute before:top-(--h-row) before:bottom-0 before:left-[9px] before:w-0.5 before:bg-line-3'

/** A fake bridge is a row whose box reaches down over its own ports; a port of one is set in. */
function nestingOf({ node }: SceneNode, boxId: string): { place: string; row: string } {
  if (node.kind === 'fake-bridge') return { place: NEST_BAR, row: 'h-(--h-row) px-2' }
  return { place: '', row: node.parent === boxId ? 'h-full px-2' : 'h-full pr-2 pl-[18px]' }
}

/** Header with icon, name and kind, then a row per port. */
export function BridgeNode({ item }: BoxProps) {
  const nodeView = useNodeView(item.top.node, item.rows)
  const { node } = item.top
  return (
    <div {...boxProps(item, nodeView)}>
      <NodeButton
        sceneNode={item.top}
        nodeView={nodeView}
        className={headClass(item, nodeView)}
        rowCount={item.rows.length}
      >
        <Glyph name={BRIDGE_GLYPHS[node.kind] ?? 'linuxBridge'} />
        <span className={`${HEAD_NAME} ${nameTone(nodeView)}`}>{cutMiddle(node.name, 15)}</span>
        <span className={HEAD_NOTE}>{node.lines.join(' · ')}</span>
        <ManagementMark node={node} />
        <StatusMark health={node.health} ownership={node.ownership} />
        <ChangeWash nodeView={nodeView} />
      </NodeButton>
      {/* A header-only bridge takes its edges itself. */}
      <span className="pointer-events-none absolute inset-x-0 top-0 h-[22px]">
        <SocketMarks nodeView={nodeView} isQuiet={item.rows.length > 0} />
      </span>
      {item.rows.map((row) => (
        <PortRow key={row.node.id} row={row} boxId={item.id} boxAt={item.top.box} />
      ))}
    </div>
  )
}

const PortRow = memo(function PortRow({ row, boxId, boxAt }: RowProps & { boxId: string }) {
  const nodeView = useNodeView(row.node)
  const { node } = row
  const isFold = isFoldId(node.id)
  // Two chips share the row while a change is shown.
  const chipLimit = nodeView.after === null ? 3 : 2
  const nesting = nestingOf(row, boxId)
  const face = `${isFold ? 'font-sans' : 'font-mono'} ${node.role === 'uplink' ? 'font-strong' : ''}`
  return (
    <div className={`${rowPlace(nodeView)} ${PLACE} ${nesting.place}`} style={rowStyle(row, boxAt)}>
      <NodeButton
        sceneNode={row}
        nodeView={nodeView}
        isRow
        className={`${LISTED} ${nesting.row} ${rowFill(row, nodeView)} ${nodeView.isSelected ? SELECTED_ROW : ''}`}
      >
        {isFold ? <Glyph name="chevronRight" /> : null}
        {node.kind === 'fake-bridge' ? <Glyph name="fakeBridge" /> : null}
        <span className={`${ROW_NAME} ${face} ${nameTone(nodeView)}`}>
          {cutMiddle(node.name, isFold ? 28 : node.vlan ? 17 : 24)}
        </span>
        <span className={ROW_RIGHT}>
          <StatusMark health={node.health} ownership={node.ownership} />
          <span
            className={`overflow-hidden text-ellipsis ${noteTone(row)} ${node.addresses.length > 0 ? 'font-mono' : ''}`}
          >
            {portNote(node)}
          </span>
          <ManagementMark node={node} />
          {node.vlan ? <NodeVlan vlan={node.vlan} nodeView={nodeView} limit={chipLimit} /> : null}
          <NextVlan node={node} nodeView={nodeView} />
        </span>
        <ChangeWash nodeView={nodeView} />
      </NodeButton>
      <SocketMarks nodeView={nodeView} />
    </div>
  )
})

/** Header and one row per guest NIC, each with the last two bytes of its MAC. */
export function GuestNode({ item }: BoxProps) {
  const nodeView = useNodeView(item.top.node, item.rows)
  const { node } = item.top
  const state = node.lines[0] === 'running' ? '' : (node.lines[0] ?? '')
  // Where both do not fit, the glyph and the accessible name say the state.
  const shownState = node.name.length + state.length <= 12 ? state : ''
  return (
    <div {...boxProps(item, nodeView)}>
      <NodeButton
        sceneNode={item.top}
        nodeView={nodeView}
        className={headClass(item, nodeView, 'gap-[5px] px-1.5')}
        rowCount={item.rows.length}
      >
        <HealthGlyph health={node.health} />
        <span className={`${HEAD_NAME} ${nameTone(nodeView)}`}>{cutMiddle(node.name, 10)}</span>
        <span className={HEAD_NOTE}>{shownState}</span>
        <ChangeWash nodeView={nodeView} />
      </NodeButton>
      {item.rows.map((row) => (
        <GuestNicRow key={row.node.id} row={row} boxAt={item.top.box} />
      ))}
    </div>
  )
}

const GuestNicRow = memo(function GuestNicRow({ row, boxAt }: RowProps) {
  const nodeView = useNodeView(row.node)
  const { node } = row
  return (
    <div className={`${rowPlace(nodeView)} ${PLACE}`} style={rowStyle(row, boxAt)}>
      <NodeButton
        sceneNode={row}
        nodeView={nodeView}
        isRow
        className={`${LISTED} h-full px-2 ${rowFill(row, nodeView)} ${nodeView.isSelected ? SELECTED_ROW : ''}`}
      >
        <span className={`${ROW_NAME} font-mono ${nameTone(nodeView)}`}>{node.name}</span>
        <span className={ROW_RIGHT}>
          <StatusMark health={node.health} ownership={node.ownership} />
          <span className={`overflow-hidden font-mono text-ellipsis ${noteTone(row)}`}>{node.lines[0]}</span>
        </span>
        <ChangeWash nodeView={nodeView} />
      </NodeButton>
      <SocketMarks nodeView={nodeView} leftShape="round" />
    </div>
  )
})

/** A chassis; its ports are tabs on the right edge. */
export function SwitchNode({ item }: BoxProps) {
  const nodeView = useNodeView(item.top.node, item.rows)
  const { node } = item.top
  return (
    <div {...boxProps(item, nodeView, { line: 'border-line-2', fill: 'bg-canvas' })}>
      <NodeButton
        sceneNode={item.top}
        nodeView={nodeView}
        className={headClass(item, nodeView)}
        rowCount={item.rows.length}
      >
        <Glyph name="switch" />
        <span className={`${HEAD_NAME} ${nameTone(nodeView)}`}>{cutMiddle(node.name, 7)}</span>
        <ChangeWash nodeView={nodeView} />
      </NodeButton>
      {item.rows.map((row) => (
        <SwitchPort key={row.node.id} row={row} boxAt={item.top.box} />
      ))}
    </div>
  )
}

/** From far away its name stays. */
const TAB = `${ROW} h-full rounded-l-[4px] border border-r-0 px-[7px] in-data-far:[&>:not(:first-child)]:invisible`

const SwitchPort = memo(function SwitchPort({ row, boxAt }: RowProps) {
  const nodeView = useNodeView(row.node)
  const edge = nodeView.isOnPath
    ? 'border-accent shadow-[inset_0_0_0_1px_var(--accent)]'
    : `border-line-3 ${nodeView.isSelected ? SELECTED_ROW : ''}`
  return (
    <div className={rowPlace(nodeView)} style={rowStyle(row, boxAt)}>
      <NodeButton
        sceneNode={row}
        nodeView={nodeView}
        isRow
        className={`${TAB} ${edge} ${rowFill(row, nodeView, 'bg-surface-2')}`}
      >
        <span className="overflow-hidden font-mono font-strong">{cutMiddle(row.node.name, 7)}</span>
        <span className={ROW_RIGHT}>
          <StatusMark health={row.node.health} ownership={row.node.ownership} />
        </span>
        <ChangeWash nodeView={nodeView} />
      </NodeButton>
    </div>
  )
})
