'use client'

import { useCallback, useSyncExternalStore } from 'react'

/** Whether a media query holds now: "(max-width: 640px)". False on the server and in the first render. */
export function useMedia(text: string): boolean {
  const subscribe = useCallback(
    (onChange: () => void) => {
      const query = window.matchMedia(text)
      query.addEventListener('change', onChange)
      return () => query.removeEventListener('change', onChange)
    },
    [text],
  )
  return useSyncExternalStore(
    subscribe,
    () => window.matchMedia(text).matches,
    () => false,
  )
}
