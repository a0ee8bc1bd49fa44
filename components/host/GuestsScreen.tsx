'use client'

import { lazyBody } from './lazy-body'
import { StateScreen } from './StateScreen'

const GuestTables = lazyBody('Loading guests', () => import('./GuestTables').then((module) => module.GuestTables))

export function GuestsScreen() {
  return (
    <StateScreen
      title="Guests"
      lead="What runs now, and what comes back after a power cycle. Where the two differ, the next restart of the guest changes its wiring."
    >
      {(state) => <GuestTables state={state} />}
    </StateScreen>
  )
}
