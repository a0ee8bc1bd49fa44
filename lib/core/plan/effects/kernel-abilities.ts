/* What the kernel of the host must be able to for a plan, known before anything is done. */
import type { Link } from '../../model/link'
import type { KernelAbilities } from '../../model/network-state'
import type { WorkingState } from '../working-state'
import type { PlanIssue } from '../../intents/intent'

type Need = { ability: keyof KernelAbilities; what: string; option: string; isFor: (link: Link) => boolean }

const NEEDS: readonly Need[] = [
  {
    ability: 'bonding',
    what: 'kernel bonds',
    option: 'CONFIG_BONDING, module bonding',
    isFor: ({ kind }) => kind === 'bond',
  },
  {
    ability: 'vlanLinks',
    what: 'VLAN links',
    option: 'CONFIG_VLAN_8021Q, module 8021q',
    isFor: ({ kind }) => kind === 'vlan',
  },
  {
    ability: 'vlanFiltering',
    what: 'Linux bridges that look at VLAN tags',
    option: 'CONFIG_BRIDGE_VLAN_FILTERING',
    isFor: ({ bridge }) => bridge?.isVlanFiltering === true,
  },
]

/** New needs of the plan, each with the links that have it. What the host has already one of, its kernel can do. */
function newNeeds({ observed, state }: WorkingState): { need: Need; names: string[]; ability: 'no' | 'unknown' }[] {
  return NEEDS.flatMap((need) => {
    const ability = observed.system.abilities[need.ability]
    if (ability === 'yes' || observed.links.some(need.isFor)) return []
    const names = state.links.filter(need.isFor).map(({ name }) => name)
    return names.length === 0 ? [] : [{ need, names, ability }]
  })
}

/** What the kernel is known not to do: refused. */
export const unableIssues = (working: WorkingState): PlanIssue[] =>
  newNeeds(working)
    .filter(({ ability }) => ability === 'no')
    .map(({ need, names }) => ({
      path: '',
      code: 'kernel_unable',
      message: `The kernel of this host${kernelOf(working)} has no ${need.what} (${need.option}), which ${names.join(', ')} would need: install a kernel or the module package that has it, or use Open vSwitch`,
    }))

/** What nothing on the host tells: said, not refused. */
export function warnOfUnknownAbilities(working: WorkingState): void {
  for (const { need, names, ability } of newNeeds(working))
    if (ability === 'unknown')
      working.warn(
        `${names.join(', ')}: whether the kernel of this host${kernelOf(working)} has ${need.what} (${need.option}) is not known; without it the change fails and is taken back`,
      )
}

const kernelOf = ({ observed }: WorkingState): string =>
  observed.system.kernel === null ? '' : ` (${observed.system.kernel})`
