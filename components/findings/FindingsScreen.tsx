'use client'

import dynamic from 'next/dynamic'
import { StateScreen } from '@/components/host/StateScreen'
import { Skeleton } from '@/components/ui/Skeleton'

/** The rules come when they are first asked for: no other screen pays for them. */
const FindingsList = dynamic(() => import('./FindingsList').then((module) => module.FindingsList), {
  ssr: false,
  loading: () => <Skeleton label="Checking the wiring" rows={6} />,
})

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
