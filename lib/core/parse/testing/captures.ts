// For tests only: the one place in lib/core that reads files.
import { existsSync, readdirSync, readFileSync } from 'node:fs'

const root = new URL('../captures/', import.meta.url)

/** Hosts whose outputs were captured, e.g. "debian12-uml". */
export const CAPTURED_HOSTS: readonly string[] = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .sort()

export function readCapture(host: string, file: string): string {
  return readFileSync(new URL(`${host}/${file}`, root), 'utf8')
}

export function hasCapture(host: string, file: string): boolean {
  return existsSync(new URL(`${host}/${file}`, root))
}

/** All captured files whose name matches, as [host, file]: for tests that loop over every host there is. */
export function capturesLike(pattern: RegExp): [host: string, file: string][] {
  return CAPTURED_HOSTS.flatMap((host) =>
    readdirSync(new URL(`${host}/`, root))
      .filter((file) => pattern.test(file))
      .sort()
      .map((file): [string, string] => [host, file]),
  )
}

/** Beginnings of a text, cut at every `step`th character: what a reading that was cut off looks like. */
export function truncations(text: string, step = 97): string[] {
  return Array.from({ length: Math.ceil(text.length / step) }, (_, index) => text.slice(0, index * step))
}
