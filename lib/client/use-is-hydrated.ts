import { useSyncExternalStore } from 'react'

const never = () => () => undefined

/**
 * False on the server and while its HTML is taken over, true from then on. Events may fill the query cache before React has
 * come to a part of the page, and what it finds there must be what the server drew.
 */
export const useIsHydrated = (): boolean =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
