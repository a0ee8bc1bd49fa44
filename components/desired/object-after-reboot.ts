import type { DesiredObjectDto } from '@/lib/contract/desired'
import type { AfterReboot } from '@/lib/core/desired/after-reboot'
import { afterReboot } from '@/lib/core/desired/after-reboot'
import type { NetworkState } from '@/lib/core/model/network-state'
import { indexHost } from '@/lib/core/state/host-index'

/** What a boot leaves of a managed object, as far as it can be seen on the host. */
export function objectAfterReboot(state: NetworkState, { ref, isWanted, changeId }: DesiredObjectDto): AfterReboot {
  const link = ref.kind === 'link' ? indexHost(state).link(ref.name) : undefined
  return afterReboot({ ref, isWanted, isAdopted: changeId === null }, link)
}
