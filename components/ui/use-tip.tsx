'use client'

import dynamic from 'next/dynamic'
import { useEffect, useRef, useState } from 'react'
import type { FocusEvent, PointerEvent } from 'react'

/** In a chunk of its own: it comes with the first tip. */
const TipBubble = dynamic(() => import('./TipBubble').then((module) => module.TipBubble), { ssr: false })

/** As long as browsers wait with their own: the mouse only passes by most controls. */
const REST_MS = 500

/**
 * A tip that says what a picture is for, to the mouse that rests on it and to the keyboard that comes to it. `tip` goes inside the
 * control, which has to be positioned, and `events` on it. The control still needs its name: a tip is for those who see.
 */
export function useTip(text: string | undefined) {
  const [isShown, setIsShown] = useState(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const hide = (): void => {
    clearTimeout(timer.current)
    setIsShown(false)
  }
  const events = {
    onPointerEnter: (event: PointerEvent): void => {
      if (event.pointerType === 'mouse') timer.current = setTimeout(() => setIsShown(true), REST_MS)
    },
    onPointerLeave: hide,
    onPointerDown: hide,
    onFocus: (event: FocusEvent): void => {
      if (event.currentTarget.matches(':focus-visible')) setIsShown(true)
    },
    onBlur: hide,
  }
  return { events, tip: isShown && text !== undefined && <TipBubble text={text} onClose={hide} /> }
}
