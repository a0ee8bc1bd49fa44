'use client'

import { lazyBody } from './lazy-body'
import { StateScreen } from './StateScreen'

const SwitchTables = lazyBody('Loading switches', () => import('./SwitchTables').then((module) => module.SwitchTables))

export function SwitchesScreen() {
  return (
    <StateScreen title="Switches" lead="Linux bridges and Open vSwitch bridges, with everything plugged into them.">
      {(state) => <SwitchTables state={state} />}
    </StateScreen>
  )
}
