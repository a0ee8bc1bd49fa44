'use client'

import { useMedia } from '@/components/ui/use-media'

const PHONE = '(max-width: 640px)'

/** Where there is a window. */
export const isPhoneNow = (): boolean => window.matchMedia(PHONE).matches

/** True where the graph gives way to a list; false on the server and in the first render. */
export const useIsPhone = () => useMedia(PHONE)
