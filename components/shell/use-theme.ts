'use client'

import { useSyncExternalStore } from 'react'
import type { IconName } from '@/components/ui/Icon'
import { themeCookie, themeFromCookies } from '@/lib/client/theme'
import type { Theme } from '@/lib/client/theme'

export const THEME_NAMES: Record<Theme, string> = { system: 'As the system', light: 'Light', dark: 'Dark' }
export const THEME_ICONS: Record<Theme, IconName> = { system: 'screen', light: 'sun', dark: 'moon' }

const listeners = new Set<() => void>()

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Kept in the cookie for the next page load, and put on <html> for this one. */
function setTheme(theme: Theme): void {
  document.cookie = themeCookie(theme)
  if (theme === 'system') delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = theme
  for (const listener of listeners) listener()
}

export function useTheme(): [Theme, (theme: Theme) => void] {
  const theme = useSyncExternalStore<Theme>(
    subscribe,
    () => themeFromCookies(document.cookie),
    () => 'system',
  )
  return [theme, setTheme]
}
