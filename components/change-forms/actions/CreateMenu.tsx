'use client'

import { buttonClass } from '@/components/ui/Button'
import { Icon } from '@/components/ui/Icon'
import { Menu } from '@/components/ui/Menu'
import type { NetworkState } from '@/lib/core/model/network-state'
import { everyCreateAction } from './create-actions'
import { useObjectActions } from './use-object-actions'

/** Everything that can be made on a host, in one menu beside its graph. */
export function CreateMenu({ state }: { state: NetworkState }) {
  const toItems = useObjectActions()
  if (toItems === null) return null
  return (
    <Menu
      side="left"
      items={toItems(everyCreateAction(state))}
      triggerClass={buttonClass('plain')}
      trigger={
        <>
          <Icon name="add" />
          Create
        </>
      }
    />
  )
}
