/** What a person chose; `system` follows the device and is the default. */
export type Theme = 'system' | 'light' | 'dark'

export const THEMES: readonly Theme[] = ['system', 'light', 'dark']
export const THEME_COOKIE = 'patchbay_theme'

const ONE_YEAR_SECONDS = 31_536_000

/** A theme from a cookie's text; anything else is `system`. */
export function toTheme(text: string | undefined): Theme {
  return THEMES.find((theme) => theme === text) ?? 'system'
}

/** The theme in a `document.cookie` text. */
export function themeFromCookies(cookieText: string): Theme {
  const pair = cookieText.split('; ').find((part) => part.startsWith(`${THEME_COOKIE}=`))
  return toTheme(pair?.slice(THEME_COOKIE.length + 1))
}

/** The cookie that keeps a theme; `system` removes it. It holds no secret, so scripts may write it. */
export function themeCookie(theme: Theme): string {
  const attributes = 'path=/; samesite=lax'
  return theme === 'system'
    ? `${THEME_COOKIE}=; ${attributes}; max-age=0`
    : `${THEME_COOKIE}=${theme}; ${attributes}; max-age=${ONE_YEAR_SECONDS}`
}
