'use client'

import * as Toast from '@radix-ui/react-toast'
import { Icon } from './Icon'
import { StatusGlyph } from './StatusGlyph'

export type ToastItem = { id: number; tone: 'ok' | 'error'; text: string }

/** Long enough to read two lines, short enough not to pile up; it waits under the mouse. An error stays until it is closed. */
const SHOWN_MS = { ok: 6_000, error: Infinity }

type Props = { items: readonly ToastItem[]; onClose: (id: number) => void }

/** Read aloud as they come, an error at once. F8 goes to them, Escape or a swipe to the right closes one. */
export function ToastList({ items, onClose }: Props) {
  return (
    <Toast.Provider label="Message">
      {items.map(({ id, tone, text }) => (
        <Toast.Root
          key={id}
          type={tone === 'error' ? 'foreground' : 'background'}
          duration={SHOWN_MS[tone]}
          onOpenChange={() => onClose(id)}
          className="pointer-events-auto flex max-w-100 items-start gap-2 rounded-card border border-line-2 bg-surface-1 py-2 pr-2 pl-3 text-12 shadow-pop data-[swipe=move]:translate-x-(--radix-toast-swipe-move-x)"
        >
          <span className="pt-[3px]">
            <StatusGlyph status={tone} />
          </span>
          <Toast.Description className="min-w-0 break-words">{text}</Toast.Description>
          <Toast.Close
            aria-label="Close"
            className="grid size-6 flex-none place-items-center rounded-node text-fg-2 hover:bg-surface-3"
          >
            <Icon name="close" />
          </Toast.Close>
        </Toast.Root>
      ))}
      <Toast.Viewport
        label="Messages ({hotkey})"
        className="pointer-events-none fixed inset-x-4 bottom-[calc(var(--h-bottombar)+16px)] z-(--z-toast) flex flex-col items-center gap-2 md:items-end"
      />
    </Toast.Provider>
  )
}
