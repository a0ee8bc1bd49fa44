'use client'

import { useSyncExternalStore } from 'react'

const PHONE = '(max-width: 640px)'

function subscribe(onChange: () => void) {
  const query = window.matchMedia(PHONE)
  query.addEventListener('change', onChange)
  return () => query.removeEventListener('change', onChange)
}

/** Where there is a window. */
export const isPhoneNow = (): boolean => window.matchMedia(PHONE).matches

/** True where the graph gives way to a list; false on the server and in the first render. */
export const useIsPhone = () => useSyncExternalStore(subscribe, isPhoneNow, () => false)
