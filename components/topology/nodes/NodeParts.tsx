'use client'

import type { GraphNode } from '@/lib/core/topology/graph'
import type { Mark } from '@/lib/core/topology/overlay'
import { Glyph, type GlyphName } from '../Glyph'
import { VlanChip } from '../VlanChip'
import { vlanGain } from '../vlan-gain'
import { useWiringView } from '../wiring-view'

/** One wash over a node whose value just changed on the host. The key starts the animation again at each reading. */
export function ChangeWash({ id }: { id: string }) {
  const { changedIds, reading } = useWiringView()
  return changedIds.has(id) ? <span key={reading} className="tp-wash" aria-hidden="true" /> : null
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

/** A port's VLANs as they will be, beside those it has. */
export function NextVlan({ node }: { node: GraphNode }) {
  const { afterOf, hues } = useWiringView()
  const next = afterOf.get(node.id)?.vlan ?? null
  const added = vlanGain(node.vlan, next)
  if (added === null) return null
  return typeof added === 'string' ? (
    <span className="tp-chip tp-chip-next">{added}</span>
  ) : (
    <span className="tp-next">
      <VlanChip vlan={added} hues={hues} limit={1} />
    </span>
  )
}

type SocketMarksProps = {
  id: string
  leftShape?: 'square' | 'round'
  /** A lit box whose path runs through its rows: its own sockets stay grey. */
  isQuiet?: boolean
}

/** Where edges plug in: square towards the switch, round towards the guest. */
export function SocketMarks({ id, leftShape = 'square', isQuiet = false }: SocketMarksProps) {
  const { sockets, pathIds } = useWiringView()
  const ends = sockets.get(id)
  if (!ends) return null
  const lit = pathIds.has(id) && !isQuiet ? ' is-lit' : ''
  return (
    <>
      {ends.left ? <i className={`tp-socket tp-socket-left tp-socket-${leftShape}${lit}`} aria-hidden="true" /> : null}
      {ends.right ? <i className={`tp-socket tp-socket-right tp-socket-round${lit}`} aria-hidden="true" /> : null}
    </>
  )
}
