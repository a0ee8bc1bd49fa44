'use client'

import { lazyBody } from '@/components/host/lazy-body'
import { StateScreen } from '@/components/host/StateScreen'

const ManagedObjects = lazyBody('Loading what is wanted', () =>
  import('./ManagedObjects').then((module) => module.ManagedObjects),
)

/** What is wanted of a host's objects, where the host differs, and what could be managed too. */
export function ManagedScreen() {
  return (
    <StateScreen
      title="Managed objects"
      lead="What was changed here, or adopted, is kept in view: when somebody changes it elsewhere, that is drift."
    >
      {(state) => <ManagedObjects state={state} />}
    </StateScreen>
  )
}
