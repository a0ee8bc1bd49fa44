import dynamic from 'next/dynamic'
import type { ComponentType } from 'react'

/**
 * A part that the first paint does not need, in a chunk of its own. It comes as soon as the browser has nothing else to do: a menu
 * opens at once, and a message still shows where the console has gone in the meantime.
 */
export function lazyPart<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  // Where this fails, drawing it asks again and says so.
  const prepare = () => void load().catch(() => undefined)
  if (typeof window !== 'undefined' && 'requestIdleCallback' in window) window.requestIdleCallback(prepare)
  return dynamic(load, { ssr: false })
}
