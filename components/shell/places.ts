import type { IconName } from '@/components/ui/Icon'
import type { Me } from '@/lib/contract/auth'

export type Place = {
  href: string
  label: string
  icon: IconName
  /** Shown with how many things wait there. */
  counts?: 'changes'
  /** Shown to administrators alone. */
  isForAdmins?: boolean
}

/** The screens of the main navigation, in its order. Only what exists. */
export const PLACES: readonly Place[] = [
  { href: '/hosts', label: 'Hosts', icon: 'host' },
  { href: '/changes', label: 'Changes', icon: 'history', counts: 'changes' },
  { href: '/audit', label: 'Audit', icon: 'key', isForAdmins: true },
]

/** What somebody may open at all: a place that only refuses is none. */
export const placesFor = ({ role }: Pick<Me, 'role'>): readonly Place[] =>
  PLACES.filter(({ isForAdmins }) => isForAdmins !== true || role === 'admin')

export const SETTINGS: Place = { href: '/settings', label: 'Settings', icon: 'settings' }

/** The parts of one host, in the order of its sub-navigation; `path` follows /hosts/<id>. */
export const HOST_PLACES = [
  { path: '', label: 'Wiring', icon: 'wiring' },
  { path: '/switches', label: 'Switches', icon: 'switch' },
  { path: '/bonds', label: 'Bonds', icon: 'bond' },
  { path: '/networks', label: 'Networks', icon: 'network' },
  { path: '/guests', label: 'Guests', icon: 'guest' },
  { path: '/macvtap', label: 'macvtap', icon: 'macvtap' },
  { path: '/findings', label: 'Findings', icon: 'pulse' },
  { path: '/changes', label: 'Changes', icon: 'history' },
  { path: '/managed', label: 'Managed', icon: 'tag' },
  { path: '/diagnostics', label: 'Diagnostics', icon: 'pulse' },
  { path: '/settings', label: 'Host settings', icon: 'settings' },
] as const satisfies readonly { path: string; label: string; icon: IconName }[]

/** A place is current on its own page and on every page below it. */
export const isCurrentPlace = (href: string, pathname: string): boolean =>
  pathname === href || pathname.startsWith(`${href}/`)
