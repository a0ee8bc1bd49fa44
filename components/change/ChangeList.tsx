import { MARK_WORDS, KIND_WORDS, titleOf } from '@/components/topology/node-words'
import { RANKS } from '@/lib/core/topology/graph/kinds'
import type { GraphNode } from '@/lib/core/topology/graph/graph'
import type { Mark, Overlay } from '@/lib/core/topology/overlay/overlay'
import { formatPortVlan } from '@/lib/core/vlan/words'

const TONES: Record<Mark, string> = {
  planned: 'text-plan',
  removed: 'text-err',
  moved: 'text-plan',
  changed: 'text-plan',
}
const SIGNS: Record<Mark, string> = { planned: '+', removed: '−', moved: '→', changed: '≈' }

/** The picture as a list, for a phone: what comes, goes, moves and changes, from the switch to the guest. */
export function ChangeList({ overlay }: { overlay: Overlay }) {
  const all = [...overlay.before.nodes, ...overlay.ghosts.nodes]
  const byId = new Map(all.map((node) => [node.id, node]))
  const marked = all
    .filter(({ id }) => overlay.marks.has(id))
    .sort((a, b) => RANKS.indexOf(a.rank) - RANKS.indexOf(b.rank))
  if (marked.length === 0) return <p className="px-4 py-3 text-12 text-fg-2">Nothing on the picture differs.</p>
  return (
    <section aria-label="What changes" className="border-t border-line-2 px-4 py-3">
      <h2 className="pb-1.5 text-11 font-regular text-fg-3">What changes</h2>
      <ul className="divide-y divide-line-1">
        {marked.map((node) => (
          <Item key={node.id} node={node} parent={byId.get(node.parent ?? '') ?? null} overlay={overlay} />
        ))}
      </ul>
    </section>
  )
}

function Item({ node, parent, overlay }: { node: GraphNode; parent: GraphNode | null; overlay: Overlay }) {
  const mark = overlay.marks.get(node.id)
  if (mark === undefined) return null
  const after = overlay.after.get(node.id)
  const vlan = (after ?? node).vlan
  return (
    <li className="grid grid-cols-[16px_1fr_auto] items-baseline gap-x-2 py-2 text-13">
      <span aria-hidden className={`font-mono font-strong ${TONES[mark]}`}>
        {SIGNS[mark]}
      </span>
      <span className="min-w-0 break-words">
        <b className={`font-mono ${mark === 'removed' ? 'line-through' : ''}`}>{titleOf(node, parent)}</b>
        <span className="block text-12 text-fg-2">
          {[
            KIND_WORDS[node.kind],
            parent === null || node.kind === 'guest-nic' ? '' : `of ${parent.name}`,
            vlan === null ? '' : formatPortVlan(vlan),
          ]
            .filter((text) => text !== '')
            .join(' ')}
        </span>
      </span>
      <span className={`text-12 ${TONES[mark]}`}>{MARK_WORDS[mark]}</span>
    </li>
  )
}
