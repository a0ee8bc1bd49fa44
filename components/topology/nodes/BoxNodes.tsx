'use client'

import type { NodeKind } from '@/lib/core/topology/graph'
import { cutMiddle } from '@/lib/client/format'
import type { SceneNode } from '@/lib/core/topology/scene'
import { Glyph, type GlyphName } from '../Glyph'
import { HealthGlyph, StatusMark } from '../HealthGlyph'
import { VlanChip } from '../VlanChip'
import type { SceneItem } from '../scene-items'
import { useWiringView, type WiringView } from '../wiring-view'
import { isFoldId, portNote } from '../node-words'
import { NodeButton } from './NodeButton'
import { ChangeWash, ManagementMark, NextVlan, SocketMarks } from './NodeParts'
import { nodeClasses } from './node-classes'

type BoxProps = { item: SceneItem }
type RowProps = { row: SceneNode; box: SceneNode }

const BRIDGE_GLYPHS: Partial<Record<NodeKind, GlyphName>> = { 'ovs-bridge': 'ovsBridge', 'fake-bridge': 'fakeBridge' }

/** A box fades only when nothing in it is of interest; else its header stays and the rows fade one by one. */
const isAllDim = ({ top, rows }: SceneItem, view: WiringView) =>
  view.dimIds.has(top.node.id) && rows.every((row) => view.dimIds.has(row.node.id))

const headOnly = ({ rows }: SceneItem) => (rows.length === 0 ? ' tp-head-only' : '')

/** Rows are placed by the scene; within their box only the offset counts. */
const rowStyle = ({ row, box }: RowProps) => ({
  left: row.box.x - box.box.x - 1,
  top: row.box.y - box.box.y - 1,
  width: row.box.width,
  height: row.box.height,
})

/** A fake bridge is a row whose box reaches down over its own ports; a port of one is set in. */
const nestingOf = (row: SceneNode, box: SceneNode) =>
  row.node.kind === 'fake-bridge' ? ' tp-nest' : row.node.parent === box.node.id ? '' : ' tp-nested'

/** Header with icon, name and kind, then a row per port. */
export function BridgeNode({ item }: BoxProps) {
  const view = useWiringView()
  const { node } = item.top
  return (
    <div className={`tp-node tp-box${headOnly(item)} ${nodeClasses(item.top, view, isAllDim(item, view))}`}>
      <NodeButton sceneNode={item.top} className="tp-head" rowCount={item.rows.length}>
        <Glyph name={BRIDGE_GLYPHS[node.kind] ?? 'linuxBridge'} />
        <span className="tp-name">{cutMiddle(node.name, 15)}</span>
        <span className="tp-kind">{node.lines.join(' · ')}</span>
        <ManagementMark node={node} />
        <StatusMark health={node.health} ownership={node.ownership} />
        <ChangeWash id={node.id} />
      </NodeButton>
      <SocketMarksOfHead item={item} />
      {item.rows.map((row) => (
        <PortRow key={row.node.id} row={row} box={item.top} />
      ))}
    </div>
  )
}

/** A header-only bridge takes its edges itself. */
function SocketMarksOfHead({ item }: BoxProps) {
  return (
    <span className="tp-head-sockets">
      <SocketMarks id={item.id} isQuiet={item.rows.length > 0} />
    </span>
  )
}

function PortRow({ row, box }: RowProps) {
  const view = useWiringView()
  const { node } = row
  const isFold = isFoldId(node.id)
  // Two chips share the row while a change is shown.
  const chipLimit = view.afterOf.has(node.id) ? 2 : 3
  return (
    <div
      className={`tp-row-place ${nodeClasses(row, view)}${node.role === 'uplink' ? ' tp-uplink' : ''}${nestingOf(row, box)}`}
      style={rowStyle({ row, box })}
    >
      <NodeButton sceneNode={row} className={`tp-row${isFold ? ' tp-row-fold' : ''}`}>
        {isFold ? <Glyph name="chevronRight" /> : null}
        {node.kind === 'fake-bridge' ? <Glyph name="fakeBridge" /> : null}
        <span className="tp-row-name">{cutMiddle(node.name, isFold ? 28 : node.vlan ? 17 : 24)}</span>
        <span className="tp-row-right">
          <StatusMark health={node.health} ownership={node.ownership} />
          <span className={`tp-row-note${node.addresses.length > 0 ? ' tp-mono' : ''}`}>{portNote(node)}</span>
          <ManagementMark node={node} />
          {node.vlan ? (
            <VlanChip vlan={node.vlan} hues={view.hues} focusVlan={view.focusVlan} limit={chipLimit} />
          ) : null}
          <NextVlan node={node} />
        </span>
        <ChangeWash id={node.id} />
      </NodeButton>
      <SocketMarks id={node.id} />
    </div>
  )
}

/** Header and one row per guest NIC, each with the last two bytes of its MAC. */
export function GuestNode({ item }: BoxProps) {
  const view = useWiringView()
  const { node } = item.top
  const state = node.lines[0] === 'running' ? '' : (node.lines[0] ?? '')
  // Where both do not fit, the glyph and the accessible name say the state.
  const shownState = node.name.length + state.length <= 12 ? state : ''
  return (
    <div className={`tp-node tp-box tp-guest${headOnly(item)} ${nodeClasses(item.top, view, isAllDim(item, view))}`}>
      <NodeButton sceneNode={item.top} className="tp-head" rowCount={item.rows.length}>
        <HealthGlyph health={node.health} />
        <span className="tp-name">{cutMiddle(node.name, 10)}</span>
        <span className="tp-kind">{shownState}</span>
        <ChangeWash id={node.id} />
      </NodeButton>
      {item.rows.map((row) => (
        <GuestNicRow key={row.node.id} row={row} box={item.top} />
      ))}
    </div>
  )
}

function GuestNicRow({ row, box }: RowProps) {
  const view = useWiringView()
  const { node } = row
  return (
    <div className={`tp-row-place ${nodeClasses(row, view)}`} style={rowStyle({ row, box })}>
      <NodeButton sceneNode={row} className="tp-row">
        <span className="tp-row-name">{node.name}</span>
        <span className="tp-row-right">
          <StatusMark health={node.health} ownership={node.ownership} />
          <span className="tp-row-note tp-mono">{node.lines[0]}</span>
        </span>
        <ChangeWash id={node.id} />
      </NodeButton>
      <SocketMarks id={node.id} leftShape="round" />
    </div>
  )
}

/** A chassis; its ports are tabs on the right edge. */
export function SwitchNode({ item }: BoxProps) {
  const view = useWiringView()
  const { node } = item.top
  return (
    <div className={`tp-node tp-box tp-switch${headOnly(item)} ${nodeClasses(item.top, view, isAllDim(item, view))}`}>
      <NodeButton sceneNode={item.top} className="tp-head" rowCount={item.rows.length}>
        <Glyph name="switch" />
        <span className="tp-name">{cutMiddle(node.name, 7)}</span>
        <ChangeWash id={node.id} />
      </NodeButton>
      {item.rows.map((row) => (
        <div
          key={row.node.id}
          className={`tp-row-place tp-switch-port ${nodeClasses(row, view)}`}
          style={rowStyle({ row, box: item.top })}
        >
          <NodeButton sceneNode={row} className="tp-row">
            <span className="tp-name">{cutMiddle(row.node.name, 7)}</span>
            <span className="tp-row-right">
              <StatusMark health={row.node.health} ownership={row.node.ownership} />
            </span>
            <ChangeWash id={row.node.id} />
          </NodeButton>
        </div>
      ))}
    </div>
  )
}
