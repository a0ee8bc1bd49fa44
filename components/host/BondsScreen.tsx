'use client'

import { lazyBody } from './lazy-body'
import { StateScreen } from './StateScreen'

const BondTables = lazyBody('Loading bonds', () => import('./BondTables').then((module) => module.BondTables))

export function BondsScreen() {
  return (
    <StateScreen
      title="Bonds"
      lead="Several NICs as one link, made by the kernel or by Open vSwitch. LACP has two ends: the actor is this host, the partner the switch."
    >
      {(state) => <BondTables state={state} />}
    </StateScreen>
  )
}
