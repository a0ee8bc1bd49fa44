import { describe, expect, it } from 'vitest'
import { phaseWords } from './phase-words'
import { commandText, progressWords } from './step-text'

describe('steps in words', () => {
  it('say how far they are, there and back', () => {
    const at = (...statuses: ('waiting' | 'running' | 'done' | 'failed' | 'undone')[]) =>
      progressWords(statuses.map((status) => ({ status })))
    expect(at('waiting', 'waiting')).toBe('0 of 2 done')
    expect(at('done', 'running')).toBe('1 of 2 done')
    expect(at('undone', 'undone')).toBe('2 of 2 put back')
    expect(at('undone', 'waiting')).toBe('1 of 2 put back')
  })

  it('are as one would type them', () => {
    expect(commandText(['ip', 'link', 'set', 'dev', "a'b", 'up'])).toBe("ip link set dev 'a'\\''b' up")
  })

  it('have a word for every phase, and show one that is not known as it is', () => {
    expect(phaseWords('decision', 'kvm1')).toBe('Decided')
    expect(phaseWords('wait', 'kvm1')).toBe('Waiting for kvm1')
    expect(phaseWords('new-phase', 'kvm1')).toBe('new-phase')
    expect(phaseWords('constructor', 'kvm1')).toBe('constructor')
  })
})
