const FALLBACK = '/hosts'

/** Where to go after signing in: a path on this console and nothing else, whatever the address bar was made to say. */
export function toNextPath(next: string | null | undefined): string {
  if (next === null || next === undefined || !next.startsWith('/')) return FALLBACK
  const base = 'http://console.invalid'
  const url = URL.canParse(next, base) ? new URL(next, base) : null
  const isOurs = url !== null && url.origin === base && !/^\/(sign-in|setup|api)(\/|$)/.test(url.pathname)
  return isOurs ? `${url.pathname}${url.search}${url.hash}` : FALLBACK
}

/** The sign-in page that leads back to `path`. */
export const signInPath = (path: string): string =>
  toNextPath(path) === FALLBACK ? '/sign-in' : `/sign-in?next=${encodeURIComponent(path)}`
