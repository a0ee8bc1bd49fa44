import { describe, expect, it } from 'vitest'
import { faultsOf } from './faults'

const source = { rxWords: 'from the guest', txWords: 'to the guest' }
const flow = (pps: number, faults: { errors?: number; drops?: number } = {}) => ({
  bps: pps * 8000,
  pps,
  errors: 0,
  drops: 0,
  ...faults,
})

describe('faultsOf', () => {
  it('has nothing to say of a port that loses nothing', () => {
    expect(faultsOf(source, { rx: flow(500), tx: flow(0) })).toEqual({ words: [], isWarning: false })
  })

  it('names a packet that a busy port lost, and does not warn of it', () => {
    expect(faultsOf(source, { rx: flow(500), tx: flow(900, { drops: 0.5 }) })).toEqual({
      words: ['0.5 drops/s to the guest'],
      isWarning: false,
    })
  })

  it('warns where one way loses more than one packet in a thousand', () => {
    expect(faultsOf(source, { rx: flow(500, { errors: 2, drops: 1 }), tx: flow(90_000) })).toEqual({
      words: ['2 errors/s from the guest', '1 drop/s from the guest'],
      isWarning: true,
    })
  })

  it('warns where everything is lost', () => {
    expect(faultsOf(source, { rx: flow(0), tx: flow(0, { drops: 3 }) }).isWarning).toBe(true)
  })
})
