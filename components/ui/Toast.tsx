'use client'

import { createContext, useCallback, useContext, useMemo, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import { Icon } from './Icon'
import { StatusGlyph } from './StatusGlyph'

type Tone = 'ok' | 'error'
type ToastItem = { id: number; tone: Tone; text: string }
type ShowToast = (text: string, tone?: Tone) => void

/** Long enough to read two lines, short enough not to pile up. An error stays until it is closed. */
const SHOWN_MS = 6_000

const ToastContext = createContext<ShowToast>(() => undefined)

/** For acts of one click that have no place of their own to answer in. Forms answer inside the form instead. */
export const useToast = (): ShowToast => useContext(ToastContext)

export function ToastProvider({ children }: { children: ReactNode }) {
  const [items, setItems] = useState<readonly ToastItem[]>([])
  const nextId = useRef(1)
  const close = useCallback((id: number) => setItems((all) => all.filter((item) => item.id !== id)), [])
  const show = useCallback<ShowToast>(
    (text, tone = 'ok') => {
      const id = nextId.current++
      setItems((all) => [...all.slice(-2), { id, tone, text }])
      if (tone === 'ok') setTimeout(() => close(id), SHOWN_MS)
    },
    [close],
  )
  const value = useMemo(() => show, [show])
  return (
    <ToastContext value={value}>
      {children}
      <div
        role="status"
        aria-live="polite"
        className="pointer-events-none fixed inset-x-4 bottom-[calc(var(--h-bottombar)+16px)] z-(--z-toast) flex flex-col items-center gap-2 md:items-end"
      >
        {items.map((item) => (
          <div
            key={item.id}
            className="pointer-events-auto flex max-w-100 items-start gap-2 rounded-card border border-line-2 bg-surface-1 py-2 pr-2 pl-3 text-12 shadow-pop"
          >
            <span className="pt-[3px]">
              <StatusGlyph status={item.tone} />
            </span>
            <span className="min-w-0 break-words">{item.text}</span>
            <button
              type="button"
              aria-label="Close"
              onClick={() => close(item.id)}
              className="grid size-6 flex-none place-items-center rounded-node text-fg-2 hover:bg-surface-3"
            >
              <Icon name="close" />
            </button>
          </div>
        ))}
      </div>
    </ToastContext>
  )
}
