'use client'

import { ChangedKeyStop } from './ChangedKeyStop'
import { useHost } from './host-context'
import { lazyBody } from './lazy-body'
import { StateScreen } from './StateScreen'

const Diagnostics = lazyBody('Loading diagnostics', () => import('./Diagnostics').then((module) => module.Diagnostics))

export function DiagnosticsScreen() {
  const host = useHost()
  return (
    <>
      <ChangedKeyStop host={host} />
      <StateScreen
        title="Diagnostics"
        lead="How each part of the last reading went: the commands, their age, and what was not understood."
        isSearchable={false}
      >
        {(state) => <Diagnostics state={state} />}
      </StateScreen>
    </>
  )
}
