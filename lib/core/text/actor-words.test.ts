import { describe, expect, it } from 'vitest'
import { actorWords } from './actor-words'

describe('actorWords', () => {
  it.each([
    ['user:anna', 'anna'],
    ['user:anna:b', 'anna:b'],
    ['token:ci', 'token ci'],
    ['system', 'Patchbay'],
    ['anonymous', 'nobody signed in'],
  ])('calls %s %s', (actor, words) => {
    expect(actorWords(actor)).toBe(words)
  })

  it('leaves what is no actor as it is', () => {
    expect(['', 'user:', 'root', 'host:kvm1'].map(actorWords)).toEqual(['', 'user:', 'root', 'host:kvm1'])
  })
})
