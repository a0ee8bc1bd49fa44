'use client'

import { useMemo } from 'react'
import type { MenuItem } from '@/components/ui/MenuList'
import { useChangeForms } from '../change-forms-context'
import type { ObjectAction } from './object-actions'

/** Actions as a menu's items; null where this person may change nothing. */
export function useObjectActions(): ((actions: readonly ObjectAction[]) => MenuItem[]) | null {
  const { reason, open } = useChangeForms()
  return useMemo(
    () =>
      reason !== null
        ? null
        : (actions) => actions.map(({ view, ...item }) => ({ ...item, onSelect: () => open(view) })),
    [reason, open],
  )
}
