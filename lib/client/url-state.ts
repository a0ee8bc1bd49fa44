'use client'

import { usePathname, useSearchParams } from 'next/navigation'
import { useCallback } from 'react'

export type ParamPatch = Readonly<Record<string, string | null>>

/** A query string with some parameters set or, with null or "", removed. Others keep their place. Gives "" or "?…". */
export function patchSearch(search: string, patch: ParamPatch): string {
  const params = new URLSearchParams(search)
  for (const [name, value] of Object.entries(patch)) {
    if (value === null || value === '') params.delete(name)
    else params.set(name, value)
  }
  const text = params.toString()
  return text === '' ? '' : `?${text}`
}

/** `name` for ascending, `-name` for descending: the form that sort parameters have in the URL. */
export type SortState = { column: string; isDescending: boolean }

export function parseSort(text: string | null): SortState | null {
  if (text === null || text === '' || text === '-') return null
  return text.startsWith('-') ? { column: text.slice(1), isDescending: true } : { column: text, isDescending: false }
}

export const formatSort = (sort: SortState | null): string | null =>
  sort === null ? null : `${sort.isDescending ? '-' : ''}${sort.column}`

type SetParams = (patch: ParamPatch, how?: 'replace' | 'push') => void

/**
 * The view state of a page: what it shows can be reloaded, linked to and gone back to. Replacing (typing in a search box)
 * leaves no history entry; pushing (a selection) does. Neither asks the server.
 */
export function useUrlState(): [ReturnType<typeof useSearchParams>, SetParams] {
  const params = useSearchParams()
  const pathname = usePathname()
  const setParams = useCallback<SetParams>(
    (patch, how = 'replace') => {
      const url = `${pathname}${patchSearch(window.location.search, patch)}`
      if (how === 'push') window.history.pushState(null, '', url)
      else window.history.replaceState(null, '', url)
    },
    [pathname],
  )
  return [params, setParams]
}

/** How a table is sorted, in a parameter of its own. */
export function useUrlSort(param = 'sort'): [SortState | null, (sort: SortState | null) => void] {
  const [params, setParams] = useUrlState()
  return [parseSort(params.get(param)), (sort) => setParams({ [param]: formatSort(sort) })]
}
