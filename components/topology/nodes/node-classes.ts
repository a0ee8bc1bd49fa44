import type { SceneNode } from '@/lib/core/topology/scene'
import type { WiringView } from '../wiring-view'

/** Classes that every drawn node shares: health fill, ownership border, and what the view says about it just now. */
export function nodeClasses({ node }: SceneNode, view: WiringView, isDim = view.dimIds.has(node.id)): string {
  const mark = view.marks.get(node.id)
  return [
    `tp-h-${node.health}`,
    node.ownership === 'ours' ? '' : `tp-own-${node.ownership}`,
    view.selectedId === node.id ? 'is-selected' : '',
    view.pathIds.has(node.id) ? 'is-on-path' : '',
    isDim ? 'is-dim' : '',
    mark === undefined ? '' : `is-${mark}`,
    node.isManagement ? 'is-management' : '',
  ]
    .filter((name) => name !== '')
    .join(' ')
}
