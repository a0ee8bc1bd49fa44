import { describe, expect, it } from 'vitest'
import { placedNames } from './placed-names'

const at = (place: string, name: string) => ({ place, name })

describe('placedNames', () => {
  it('says each switch once', () => {
    expect(placedNames([at('tor-a', 'Ethernet11'), at('tor-a', 'Ethernet12')])).toBe('tor-a Ethernet11, Ethernet12')
  })

  it('keeps the ports of several apart', () => {
    const ports = [at('tor-a', 'Ethernet11'), at('tor-b', 'Ethernet1'), at('tor-a', 'Ethernet12')]
    expect(placedNames(ports)).toBe('tor-a Ethernet11, Ethernet12; tor-b Ethernet1')
  })

  it('puts between them what it is told to', () => {
    const ways = [at('tor-a', 'p1'), at('tor-a', 'p2'), at('tor-b', 'p1')]
    expect(placedNames(ways, ' | ', ' | ')).toBe('tor-a p1 | p2 | tor-b p1')
  })

  it('has nothing before what stands nowhere', () => {
    expect(placedNames([at('', 'bond0')])).toBe('bond0')
    expect(placedNames([])).toBe('')
  })
})
