'use client'

import { memo } from 'react'
import type { NodeKind } from '@/lib/core/topology/graph/graph'
import { cutMiddle } from '@/lib/client/format'
import type { Box, SceneNode } from '@/lib/core/topology/place/scene'
import { Glyph, type GlyphName } from '../Glyph'
import { HealthGlyph, StatusMark } from '../HealthGlyph'
import type { SceneItem } from '../scene-items'
import { useNodeLook } from '../WiringViewProvider'
import { isFoldId, portNote } from '../node-words'
import { NodeButton } from './NodeButton'
import { ChangeWash, ManagementMark, NextVlan, NodeVlan, SocketMarks } from './NodeParts'
import { nodeClasses } from './node-classes'

type BoxProps = { item: SceneItem }
/** A row is told where its box stands, not the box: it does not draw again when another row changes. */
type RowProps = { row: SceneNode; boxAt: Box }

const BRIDGE_GLYPHS: Partial<Record<NodeKind, GlyphName>> = { 'ovs-bridge': 'ovsBridge', 'fake-bridge': 'fakeBridge' }

const headOnly = ({ rows }: SceneItem) => (rows.length === 0 ? ' tp-head-only' : '')

/** Rows are placed by the scene; within their box only the offset counts. */
const rowStyle = (row: SceneNode, boxAt: Box) => ({
  left: row.box.x - boxAt.x - 1,
  top: row.box.y - boxAt.y - 1,
  width: row.box.width,
  height: row.box.height,
})

/** A fake bridge is a row whose box reaches down over its own ports; a port of one is set in. */
const nestingOf = (row: SceneNode, boxId: string) =>
  row.node.kind === 'fake-bridge' ? ' tp-nest' : row.node.parent === boxId ? '' : ' tp-nested'

/** Header with icon, name and kind, then a row per port. */
export function BridgeNode({ item }: BoxProps) {
  const look = useNodeLook(item.top.node, item.rows)
  const { node } = item.top
  return (
    <div className={`tp-node tp-box${headOnly(item)} ${nodeClasses(item.top, look)}`}>
      <NodeButton sceneNode={item.top} look={look} className="tp-head" rowCount={item.rows.length}>
        <Glyph name={BRIDGE_GLYPHS[node.kind] ?? 'linuxBridge'} />
        <span className="tp-name">{cutMiddle(node.name, 15)}</span>
        <span className="tp-kind">{node.lines.join(' · ')}</span>
        <ManagementMark node={node} />
        <StatusMark health={node.health} ownership={node.ownership} />
        <ChangeWash look={look} />
      </NodeButton>
      {/* A header-only bridge takes its edges itself. */}
      <span className="tp-head-sockets">
        <SocketMarks look={look} isQuiet={item.rows.length > 0} />
      </span>
      {item.rows.map((row) => (
        <PortRow key={row.node.id} row={row} boxId={item.id} boxAt={item.top.box} />
      ))}
    </div>
  )
}

const PortRow = memo(function PortRow({ row, boxId, boxAt }: RowProps & { boxId: string }) {
  const look = useNodeLook(row.node)
  const { node } = row
  const isFold = isFoldId(node.id)
  // Two chips share the row while a change is shown.
  const chipLimit = look.after === null ? 3 : 2
  return (
    <div
      className={`tp-row-place ${nodeClasses(row, look)}${node.role === 'uplink' ? ' tp-uplink' : ''}${nestingOf(row, boxId)}`}
      style={rowStyle(row, boxAt)}
    >
      <NodeButton sceneNode={row} look={look} className={`tp-row${isFold ? ' tp-row-fold' : ''}`}>
        {isFold ? <Glyph name="chevronRight" /> : null}
        {node.kind === 'fake-bridge' ? <Glyph name="fakeBridge" /> : null}
        <span className="tp-row-name">{cutMiddle(node.name, isFold ? 28 : node.vlan ? 17 : 24)}</span>
        <span className="tp-row-right">
          <StatusMark health={node.health} ownership={node.ownership} />
          <span className={`tp-row-note${node.addresses.length > 0 ? ' tp-mono' : ''}`}>{portNote(node)}</span>
          <ManagementMark node={node} />
          {node.vlan ? <NodeVlan vlan={node.vlan} look={look} limit={chipLimit} /> : null}
          <NextVlan node={node} look={look} />
        </span>
        <ChangeWash look={look} />
      </NodeButton>
      <SocketMarks look={look} />
    </div>
  )
})

/** Header and one row per guest NIC, each with the last two bytes of its MAC. */
export function GuestNode({ item }: BoxProps) {
  const look = useNodeLook(item.top.node, item.rows)
  const { node } = item.top
  const state = node.lines[0] === 'running' ? '' : (node.lines[0] ?? '')
  // Where both do not fit, the glyph and the accessible name say the state.
  const shownState = node.name.length + state.length <= 12 ? state : ''
  return (
    <div className={`tp-node tp-box tp-guest${headOnly(item)} ${nodeClasses(item.top, look)}`}>
      <NodeButton sceneNode={item.top} look={look} className="tp-head" rowCount={item.rows.length}>
        <HealthGlyph health={node.health} />
        <span className="tp-name">{cutMiddle(node.name, 10)}</span>
        <span className="tp-kind">{shownState}</span>
        <ChangeWash look={look} />
      </NodeButton>
      {item.rows.map((row) => (
        <GuestNicRow key={row.node.id} row={row} boxAt={item.top.box} />
      ))}
    </div>
  )
}

const GuestNicRow = memo(function GuestNicRow({ row, boxAt }: RowProps) {
  const look = useNodeLook(row.node)
  const { node } = row
  return (
    <div className={`tp-row-place ${nodeClasses(row, look)}`} style={rowStyle(row, boxAt)}>
      <NodeButton sceneNode={row} look={look} className="tp-row">
        <span className="tp-row-name">{node.name}</span>
        <span className="tp-row-right">
          <StatusMark health={node.health} ownership={node.ownership} />
          <span className="tp-row-note tp-mono">{node.lines[0]}</span>
        </span>
        <ChangeWash look={look} />
      </NodeButton>
      <SocketMarks look={look} leftShape="round" />
    </div>
  )
})

/** A chassis; its ports are tabs on the right edge. */
export function SwitchNode({ item }: BoxProps) {
  const look = useNodeLook(item.top.node, item.rows)
  const { node } = item.top
  return (
    <div className={`tp-node tp-box tp-switch${headOnly(item)} ${nodeClasses(item.top, look)}`}>
      <NodeButton sceneNode={item.top} look={look} className="tp-head" rowCount={item.rows.length}>
        <Glyph name="switch" />
        <span className="tp-name">{cutMiddle(node.name, 7)}</span>
        <ChangeWash look={look} />
      </NodeButton>
      {item.rows.map((row) => (
        <SwitchPort key={row.node.id} row={row} boxAt={item.top.box} />
      ))}
    </div>
  )
}

const SwitchPort = memo(function SwitchPort({ row, boxAt }: RowProps) {
  const look = useNodeLook(row.node)
  return (
    <div className={`tp-row-place tp-switch-port ${nodeClasses(row, look)}`} style={rowStyle(row, boxAt)}>
      <NodeButton sceneNode={row} look={look} className="tp-row">
        <span className="tp-name">{cutMiddle(row.node.name, 7)}</span>
        <span className="tp-row-right">
          <StatusMark health={row.node.health} ownership={row.node.ownership} />
        </span>
        <ChangeWash look={look} />
      </NodeButton>
    </div>
  )
})
