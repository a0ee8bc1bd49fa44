'use client'

import { createContext, useCallback, useContext, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import { lazyPart } from './lazy-part'
import type { ToastItem } from './ToastList'

type ShowToast = (text: string, tone?: ToastItem['tone']) => void

const ToastList = lazyPart(() => import('./ToastList').then((module) => module.ToastList))

const ToastContext = createContext<ShowToast>(() => undefined)

/** For acts of one click that have no place of their own to answer in. Forms answer inside the form instead. */
export const useToast = (): ShowToast => useContext(ToastContext)

export function ToastProvider({ children }: { children: ReactNode }) {
  const [items, setItems] = useState<readonly ToastItem[]>([])
  const nextId = useRef(1)
  const close = useCallback((id: number) => setItems((all) => all.filter((item) => item.id !== id)), [])
  const show = useCallback<ShowToast>((text, tone = 'ok') => {
    const id = nextId.current++
    setItems((all) => [...all.slice(-2), { id, tone, text }])
  }, [])
  return (
    <ToastContext value={show}>
      {children}
      {items.length > 0 && <ToastList items={items} onClose={close} />}
    </ToastContext>
  )
}
