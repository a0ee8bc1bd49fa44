import type { Health } from '@/lib/core/topology/graph/graph'
import type { Mark } from '@/lib/core/topology/overlay/overlay'
import type { SceneNode } from '@/lib/core/topology/place/scene'
import { fades, fadesInBox } from '../fades'
import type { NodeView } from '../view-selector'

/*
 * Shape says kind, fill says health, border says ownership. Of what is to be said in one place only the strongest is: a mark of a
 * change, then the selection, the path, drift. Sizes come from the scene: nothing here may make a box grow.
 */

const FRAME =
  'relative size-full cursor-pointer border text-left text-12/4 text-fg transition-[border-color,opacity] duration-(--m-fast) pointer-events-auto'

/** What a kind of node brings where nothing stronger is said. */
type Shape = { border?: string; line?: string; fill?: string; image?: string }

const FILL_IMAGES: Partial<Record<Health, string>> = {
  warn: 'bg-[linear-gradient(var(--warn-wash),var(--warn-wash))]',
  error: 'bg-[linear-gradient(var(--err-wash),var(--err-wash))]',
  unknown: 'bg-(image:--hatch)',
}
const MARK_FRAMES: Partial<Record<Mark, string>> = {
  planned: 'border-dashed border-plan bg-surface-1 bg-[linear-gradient(var(--plan-wash),var(--plan-wash))]',
  removed: 'border-dashed border-gone bg-surface-1 bg-[linear-gradient(var(--gone-wash),var(--gone-wash))]',
}
/** On a preview the way of our own SSH connection is the strongest. */
const OUR_WAY =
  'in-data-preview:border-fg in-data-preview:shadow-[0_0_0_1px_var(--text-1)] in-data-preview:hover:border-fg'

/** Frame, fill and fading of a node that stands by itself. `shape`: corners, padding and what else its kind looks like. */
export function nodeClass(sceneNode: SceneNode, nodeView: NodeView, shape: string, rest: Shape = {}): string {
  const { node } = sceneNode
  const marked = nodeView.mark === null ? undefined : MARK_FRAMES[nodeView.mark]
  return [
    FRAME,
    shape,
    marked ?? `${borderOf(sceneNode, nodeView, rest)} ${fillOf(sceneNode, rest)}`,
    shadowOf(sceneNode, nodeView),
    node.isManagement && marked === undefined ? OUR_WAY : '',
    fades(nodeView.isBright),
  ]
    .filter((name) => name !== '')
    .join(' ')
}

function borderOf({ node }: SceneNode, nodeView: NodeView, { border = '', line = 'border-line-3' }: Shape): string {
  const style = node.ownership === 'foreign' ? 'border-dashed' : border
  if (nodeView.mark !== null) return `${style} border-plan ${nodeView.isSelected ? 'hover:border-accent' : ''}`
  if (nodeView.isSelected || nodeView.isOnPath) return `${style} border-accent`
  return node.ownership === 'drifted' ? `${style} border-warn` : `${style} ${line} hover:border-line-4`
}

function fillOf({ node }: SceneNode, { fill = 'bg-surface-1', image = '' }: Shape): string {
  const health = FILL_IMAGES[node.health]
  const colour = node.ownership === 'foreign' ? 'bg-transparent' : health === undefined ? fill : 'bg-surface-1'
  return `${colour} ${health ?? image}`
}

function shadowOf({ node }: SceneNode, nodeView: NodeView): string {
  if (nodeView.isSelected) return 'shadow-[0_0_0_2px_var(--accent)]'
  if (nodeView.isOnPath) return 'shadow-[0_0_0_1px_var(--accent)]'
  return node.ownership === 'drifted' ? 'shadow-[inset_3px_0_0_var(--warn)]' : ''
}

/** Bars and plugs that belong to a node's edge take the colour of the path. */
export const edgeTone = (nodeView: NodeView): 'rest' | 'lit' =>
  nodeView.isSelected || nodeView.isOnPath ? 'lit' : 'rest'

/** A name is struck where its node goes. */
export const nameTone = (nodeView: NodeView): string => (nodeView.mark === 'removed' ? 'text-gone line-through' : '')

/** The header of a box: what the box says, once more behind its name. */
export function headFill({ node }: SceneNode, nodeView: NodeView): string {
  if (nodeView.mark === 'planned') return 'bg-plan-wash'
  if (nodeView.mark === 'removed') return 'bg-gone-wash'
  if (node.health === 'error') return 'bg-err-wash'
  if (node.health === 'warn') return 'bg-warn-wash'
  return node.ownership === 'foreign' ? '' : 'bg-surface-2'
}

/** A row's place in its box. */
export const rowPlace = (nodeView: NodeView): string => `group/row absolute ${fadesInBox(nodeView.isBright)}`

/** What a row says behind its name; `rest` is what it looks like when it has nothing to say. */
export function rowFill({ node }: SceneNode, nodeView: NodeView, rest = 'group-hover/row:bg-surface-2'): string {
  if (nodeView.mark !== null) return nodeView.mark === 'removed' ? 'bg-gone-wash' : 'bg-plan-wash'
  if (nodeView.isSelected || nodeView.isOnPath) return 'bg-accent-wash'
  if (node.ownership === 'drifted' || node.health === 'warn') return 'bg-warn-wash'
  return node.health === 'error' ? 'bg-err-wash' : rest
}
