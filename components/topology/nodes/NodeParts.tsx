'use client'

import type { PortVlan } from '@/lib/core/model/vlan'
import type { GraphNode } from '@/lib/core/topology/graph/graph'
import type { Mark } from '@/lib/core/topology/overlay/overlay'
import { Glyph, type GlyphName } from '../Glyph'
import { VlanChip } from '../VlanChip'
import { vlanGain } from '../vlan-gain'
import type { NodeLook } from '../look'
import { useWiringView } from '../WiringViewProvider'

/** One wash over a node whose value just changed on the host. The key starts the animation again at each reading. */
export function ChangeWash({ look: { changedIn } }: { look: NodeLook }) {
  return changedIn !== null ? <span key={changedIn} className="tp-wash" aria-hidden="true" /> : null
}

/** The key: this node lies on the links that our own SSH connection travels. */
export function ManagementMark({ node }: { node: GraphNode }) {
  if (!node.isManagement) return null
  return (
    <span className="tp-mark" title="carries this SSH session">
      <Glyph name="key" />
    </span>
  )
}

const MARK_GLYPHS: Record<Mark, GlyphName> = { planned: 'plus', removed: 'minus', moved: 'moved', changed: 'changed' }

/** What a change does to this node, at its corner; in words it is part of the accessible name. */
export function MarkBadge({ mark }: { mark: Mark }) {
  return (
    <span className={`tp-badge tp-badge-${mark}`} aria-hidden="true">
      <Glyph name={MARK_GLYPHS[mark]} />
    </span>
  )
}

type NodeVlanProps = { vlan: PortVlan; look: NodeLook; limit?: number }

/** A node's VLANs. Hues come with VLANs that were not there before; then only the chips look again. */
export function NodeVlan({ vlan, look, limit }: NodeVlanProps) {
  const hues = useWiringView((view) => view.hues)
  return <VlanChip vlan={vlan} hues={hues} focusVlan={look.focusVlan} limit={limit} />
}

/** A port's VLANs as they will be, beside those it has. */
export function NextVlan({ node, look }: { node: GraphNode; look: NodeLook }) {
  const added = vlanGain(node.vlan, look.after?.vlan ?? null)
  if (added === null) return null
  return typeof added === 'string' ? (
    <span className="tp-chip tp-chip-next">{added}</span>
  ) : (
    <span className="tp-next">
      <NodeVlan vlan={added} look={look} limit={1} />
    </span>
  )
}

type SocketMarksProps = {
  look: NodeLook
  leftShape?: 'square' | 'round'
  /** A lit box whose path runs through its rows: its own sockets stay grey. */
  isQuiet?: boolean
}

/** Where edges plug in: square towards the switch, round towards the guest. */
export function SocketMarks({ look, leftShape = 'square', isQuiet = false }: SocketMarksProps) {
  const lit = look.isOnPath && !isQuiet ? ' is-lit' : ''
  return (
    <>
      {look.hasLeftSocket ? (
        <i className={`tp-socket tp-socket-left tp-socket-${leftShape}${lit}`} aria-hidden="true" />
      ) : null}
      {look.hasRightSocket ? (
        <i className={`tp-socket tp-socket-right tp-socket-round${lit}`} aria-hidden="true" />
      ) : null}
    </>
  )
}
