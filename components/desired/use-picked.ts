'use client'

import { useState } from 'react'

/** Rows that are ticked; what is gone from `keys` counts no more. */
export function usePicked(keys: readonly string[]) {
  const [all, setAll] = useState<ReadonlySet<string>>(new Set())
  const known = new Set(keys)
  const picked = new Set([...all].filter((key) => known.has(key)))
  return {
    picked,
    toggle: (key: string) => {
      const next = new Set(picked)
      if (!next.delete(key)) next.add(key)
      setAll(next)
    },
    toggleAll: () => setAll(picked.size === keys.length ? new Set() : new Set(keys)),
    clear: () => setAll(new Set()),
  }
}

export type Picked = ReturnType<typeof usePicked>
