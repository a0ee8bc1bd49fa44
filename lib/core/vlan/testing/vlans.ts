/* Test support: ports with every setting that they may have. */
import fc from 'fast-check'
import { VlanMode } from '../../model/vlan'
import type { PortVlan } from '../../model/vlan'
import { askedVlan } from '../make'

// Few numbers, so that lists meet tags and each other.
const id = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 6 }), fc.constantFrom(4093, 4094))
const list = fc.array(id, { maxLength: 5 })

/** As makers make it: nothing is set that the mode has no use for. */
export const anyPortVlan: fc.Arbitrary<PortVlan> = fc
  .record({
    mode: fc.constantFrom(...VlanMode.options),
    tag: id,
    trunks: fc.oneof(fc.constant('all' as const), list),
    customerVlans: list,
    isExplicit: fc.boolean(),
  })
  .map(({ isExplicit, ...asked }) => ({ ...askedVlan(asked), isExplicit }))
