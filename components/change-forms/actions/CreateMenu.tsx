'use client'

import { buttonClass } from '@/components/ui/Button'
import { Icon } from '@/components/ui/Icon'
import { PopMenuButton } from '@/components/ui/PopMenuButton'
import type { NetworkState } from '@/lib/core/model/network-state'
import { everyCreateAction } from './create-actions'
import { useObjectActions } from './use-object-actions'

/** Everything that can be made on a host, in one menu beside its graph. */
export function CreateMenu({ state }: { state: NetworkState }) {
  const toItems = useObjectActions()
  if (toItems === null) return null
  return (
    <PopMenuButton
      name="Create"
      items={toItems(everyCreateAction(state))}
      trigger={{
        className: buttonClass('plain'),
        label: (
          <>
            <Icon name="add" />
            Create
          </>
        ),
      }}
    />
  )
}
