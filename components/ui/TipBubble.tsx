'use client'

import * as Tooltip from '@radix-ui/react-tooltip'

const GAP_PX = 4
const EDGE_PX = 8

/** The open tip of the nearest positioned element around it. Escape closes it. */
export function TipBubble({ text, onClose }: { text: string; onClose: () => void }) {
  return (
    <Tooltip.Provider>
      <Tooltip.Root open onOpenChange={onClose}>
        <Tooltip.Trigger asChild>
          <span aria-hidden className="pointer-events-none absolute inset-0" />
        </Tooltip.Trigger>
        <Tooltip.Portal>
          <Tooltip.Content
            side="bottom"
            sideOffset={GAP_PX}
            collisionPadding={EDGE_PX}
            className="pointer-events-none z-(--z-toast) max-w-80 rounded-node border border-line-2 bg-surface-1 px-2 py-1 text-11 break-words text-fg shadow-pop"
          >
            {text}
          </Tooltip.Content>
        </Tooltip.Portal>
      </Tooltip.Root>
    </Tooltip.Provider>
  )
}
