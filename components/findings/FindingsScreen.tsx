'use client'

import { lazyBody } from '@/components/host/lazy-body'
import { StateScreen } from '@/components/host/StateScreen'

/** With the rules, for which no other screen pays. */
const FindingsList = lazyBody('Checking the wiring', () =>
  import('./FindingsList').then((module) => module.FindingsList),
)

export function FindingsScreen() {
  return (
    <StateScreen
      title="Findings"
      lead="What is wrong with this host's wiring, or soon will be: what it rests on, what comes of it, and what would mend it."
    >
      {(state) => <FindingsList state={state} />}
    </StateScreen>
  )
}
