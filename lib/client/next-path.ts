const FALLBACK = '/hosts'
const BASE = 'http://console.invalid'

/**
 * Where to go after signing in: a path on this console and nothing else, whatever the address bar was made to say. What comes
 * out is what a browser makes of it, and is read once more: without its dots "/.//host" becomes "//host", another site.
 */
export function toNextPath(next: string | null | undefined): string {
  if (!next?.startsWith('/')) return FALLBACK
  const path = pathHere(next)
  const isOurs = path !== null && pathHere(path) === path && !/^\/(sign-in|setup|api)([/?#]|$)/.test(path)
  return isOurs ? path : FALLBACK
}

/** The path that an address leads to on this site, with query and fragment; null: it leads to another. */
function pathHere(text: string): string | null {
  const url = URL.canParse(text, BASE) ? new URL(text, BASE) : null
  return url?.origin === BASE ? `${url.pathname}${url.search}${url.hash}` : null
}

/** The sign-in page that leads back to `path`. */
export const signInPath = (path: string): string =>
  toNextPath(path) === FALLBACK ? '/sign-in' : `/sign-in?next=${encodeURIComponent(path)}`
