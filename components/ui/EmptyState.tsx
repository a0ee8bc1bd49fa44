import type { ReactNode } from 'react'
import { Icon } from './Icon'
import type { IconName } from './Icon'

/** Says what would be here, why it is not, and what leads on. */
export function EmptyState({ icon, title, children }: { icon: IconName; title: string; children?: ReactNode }) {
  return (
    <div className="flex flex-col items-center gap-2 px-6 py-12 text-center">
      <span className="text-fg-3">
        <Icon name={icon} size={16} />
      </span>
      <p className="text-14 font-strong">{title}</p>
      <div className="flex max-w-110 flex-col items-center gap-3 text-fg-2">{children}</div>
    </div>
  )
}
