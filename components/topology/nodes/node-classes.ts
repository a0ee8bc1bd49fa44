import type { SceneNode } from '@/lib/core/topology/place/scene'
import type { NodeLook } from '../look'

/** Classes that every drawn node shares: health fill, ownership border, and what the view says about it just now. */
export function nodeClasses({ node }: SceneNode, look: NodeLook): string {
  return [
    `tp-h-${node.health}`,
    node.ownership === 'ours' ? '' : `tp-own-${node.ownership}`,
    look.isSelected ? 'is-selected' : '',
    look.isOnPath ? 'is-on-path' : '',
    'tp-fades',
    look.isBright ? 'is-bright' : '',
    look.mark === null ? '' : `is-${look.mark}`,
    node.isManagement ? 'is-management' : '',
  ]
    .filter((name) => name !== '')
    .join(' ')
}
