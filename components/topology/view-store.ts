import type { WiringView } from './wiring-view'

/** The view of one picture, to be listened to part by part: React's context would draw every node again at each change. */
export type ViewStore = {
  get: () => WiringView
  set: (view: WiringView) => void
  subscribe: (listener: () => void) => () => void
}

export function createViewStore(first: WiringView): ViewStore {
  let view = first
  const listeners = new Set<() => void>()
  return {
    get: () => view,
    set: (next) => {
      if (next === view) return
      view = next
      for (const listener of listeners) listener()
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** `read`, which gives the part from before while the new one equals it field by field: what is the same is not drawn again. */
export function keepEqual<Part extends object>(read: () => Part): () => Part {
  let last: Part | null = null
  return () => {
    const part = read()
    if (last === null || !isEqual(last, part)) last = part
    return last
  }
}

function isEqual<Part extends object>(a: Part, b: Part): boolean {
  const other = new Map<string, unknown>(Object.entries(b))
  return Object.entries(a).every(([key, value]) => Object.is(value, other.get(key)))
}
