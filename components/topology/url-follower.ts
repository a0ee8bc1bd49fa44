import { parseTopologyUrl, type TopologyUrl } from './topology-url'

/**
 * View state that runs ahead of the address. Next tells about `history.replaceState` in a transition, a few frames later:
 * a search field fed from there would lose the letters typed in between. So what we write counts at once, and an address
 * that comes back is followed only when it is not one of ours.
 */
export type UrlFollower = {
  url: TopologyUrl
  /** The query string that Next reported last. */
  reported: string
  /** Query strings that we wrote and Next has not reported yet, oldest first. */
  awaited: readonly string[]
}

export const startFollower = (query: string): UrlFollower => ({
  url: parseTopologyUrl(new URLSearchParams(query)),
  reported: query,
  awaited: [],
})

/** We wrote this query string. */
export function noteWritten(follower: UrlFollower, query: string): UrlFollower {
  const newest = follower.awaited.at(-1) ?? follower.reported
  const awaited = query === newest ? follower.awaited : [...follower.awaited, query]
  return { ...follower, url: parseTopologyUrl(new URLSearchParams(query)), awaited }
}

/** Next reports this query string. Reports may skip some of ours, never change their order. */
export function noteReported(follower: UrlFollower, query: string): UrlFollower {
  if (query === follower.reported) return follower
  const at = follower.awaited.indexOf(query)
  return at < 0 ? startFollower(query) : { ...follower, reported: query, awaited: follower.awaited.slice(at + 1) }
}
