'use client'

import { lazyBody } from './lazy-body'
import { StateScreen } from './StateScreen'

const MacvtapTables = lazyBody('Loading macvtap', () =>
  import('./MacvtapTables').then((module) => module.MacvtapTables),
)

export function MacvtapScreen() {
  return (
    <StateScreen
      title="macvtap"
      lead="Guests stacked straight on a lower link, without a bridge. The mode decides who reaches whom."
    >
      {(state) => <MacvtapTables state={state} />}
    </StateScreen>
  )
}
