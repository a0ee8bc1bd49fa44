'use client'

import type { PortVlan } from '@/lib/core/model/vlan'
import type { GraphNode } from '@/lib/core/topology/graph/graph'
import type { Mark } from '@/lib/core/topology/overlay/overlay'
import { Glyph, type GlyphName } from '../Glyph'
import { CHIP_BOX, VlanChip } from '../VlanChip'
import { vlanGain } from '../vlan-gain'
import type { NodeView } from '../view-selector'
import { useWiringView } from '../WiringViewProvider'

/** One wash over a node whose value just changed on the host. The key starts the animation again at each reading. */
export function ChangeWash({ nodeView: { changedIn } }: { nodeView: NodeView }) {
  return changedIn !== null ? (
    <span
      key={changedIn}
      className="pointer-events-none absolute inset-0 animate-[wash_var(--m-change)_var(--ease)_1] rounded-[inherit] bg-accent-halo opacity-0"
      aria-hidden="true"
    />
  ) : null
}

/** The key: this node lies on the links that our own SSH connection travels. */
export function ManagementMark({ node }: { node: GraphNode }) {
  if (!node.isManagement) return null
  return (
    <span className="flex" title="carries this SSH session">
      <Glyph name="key" />
    </span>
  )
}

const MARK_GLYPHS: Record<Mark, GlyphName> = { planned: 'plus', removed: 'minus', moved: 'moved', changed: 'changed' }

/** What a change does to this node, at its corner, in a row before the name; in words it is part of the accessible name. */
export function MarkBadge({ mark, isInRow }: { mark: Mark; isInRow: boolean }) {
  const isRemoved = mark === 'removed'
  const place = isInRow
    ? `order-first z-4 size-3 flex-none ${isRemoved ? 'text-gone' : 'text-plan'}`
    : `absolute -top-2 -right-[7px] z-4 size-[15px] text-(--bg-app) ${isRemoved ? 'bg-gone' : 'bg-plan'}`
  return (
    <span className={`pointer-events-none grid place-items-center rounded-full ${place}`} aria-hidden="true">
      <Glyph name={MARK_GLYPHS[mark]} size={isInRow ? 12 : 10} />
    </span>
  )
}

type NodeVlanProps = { vlan: PortVlan; nodeView: NodeView; limit?: number }

/** A node's VLANs. Hues come with VLANs that were not there before; then only the chips are drawn again. */
export function NodeVlan({ vlan, nodeView, limit }: NodeVlanProps) {
  const hues = useWiringView((view) => view.hues)
  return <VlanChip vlan={vlan} hues={hues} focusVlan={nodeView.focusVlan} limit={limit} />
}

/** A port's VLANs as they will be, beside those it has. */
export function NextVlan({ node, nodeView }: { node: GraphNode; nodeView: NodeView }) {
  const added = vlanGain(node.vlan, nodeView.after?.vlan ?? null)
  if (added === null) return null
  return typeof added === 'string' ? (
    <span
      className={`inline-flex h-4 items-center px-[5px] font-mono text-11/4 whitespace-nowrap text-plan outline-1 -outline-offset-1 outline-plan outline-dashed ${CHIP_BOX}`}
    >
      {added}
    </span>
  ) : (
    <span className="flex *:outline-1 *:-outline-offset-1 *:outline-plan *:outline-dashed">
      <NodeVlan vlan={added} nodeView={nodeView} limit={1} />
    </span>
  )
}

const SOCKET = 'pointer-events-none absolute top-[calc(50%-3.5px)] z-3 size-[7px] border-[1.5px] in-data-far:invisible'

type SocketMarksProps = {
  nodeView: NodeView
  leftShape?: 'square' | 'round'
  /** A lit box whose path runs through its rows: its own sockets stay grey. */
  isQuiet?: boolean
}

/** Where edges plug in: square towards the switch, round towards the guest. */
export function SocketMarks({ nodeView, leftShape = 'square', isQuiet = false }: SocketMarksProps) {
  const lit = nodeView.isOnPath && !isQuiet ? 'border-accent bg-accent' : 'border-line-3 bg-panel'
  return (
    <>
      {nodeView.hasLeftSocket ? (
        <i className={`${SOCKET} -left-1 ${leftShape === 'round' ? 'rounded-full' : ''} ${lit}`} aria-hidden="true" />
      ) : null}
      {nodeView.hasRightSocket ? <i className={`${SOCKET} -right-1 rounded-full ${lit}`} aria-hidden="true" /> : null}
    </>
  )
}
