import { describe, expect, it } from 'vitest'
import { noteReported, noteWritten, startFollower } from './url-follower'

describe('url follower', () => {
  it('is ahead of what is reported', () => {
    let follower = startFollower('')
    for (const text of ['q=v', 'q=vl', 'q=vla']) follower = noteWritten(follower, text)
    follower = noteReported(follower, 'q=v')
    expect(follower.url.query).toBe('vla')
    follower = noteReported(follower, 'q=vla')
    expect([follower.url.query, follower.awaited]).toEqual(['vla', []])
  })

  it('follows an address that somebody else wrote', () => {
    const typed = noteWritten(startFollower(''), 'q=v')
    expect(noteReported(typed, 'sel=x').url).toMatchObject({ query: '', selectedId: 'x' })
  })

  it('follows a way back to an address that was ours once', () => {
    let follower = noteReported(noteWritten(startFollower(''), 'q=v'), 'q=v')
    follower = noteReported(follower, '')
    expect(noteReported(follower, 'q=v').url.query).toBe('v')
  })

  it('awaits nothing when the address stays as it is', () => {
    expect(noteWritten(startFollower('q=v'), 'q=v').awaited).toEqual([])
  })
})
