'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { Icon } from '@/components/ui/Icon'
import { WaitingCount } from './WaitingCount'
import { useMe } from './me'
import { isCurrentPlace, placesFor, SETTINGS } from './places'

/** The main navigation of a phone, within reach of a thumb. */
export function BottomBar() {
  const pathname = usePathname()
  const me = useMe()
  return (
    <nav
      aria-label="Main"
      className="z-(--z-bar) grid h-bottombar flex-none auto-cols-fr grid-flow-col border-t border-line-2 bg-app pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      {[...placesFor(me), SETTINGS].map((place) => (
        <Link
          key={place.href}
          href={place.href}
          aria-current={isCurrentPlace(place.href, pathname) ? 'page' : undefined}
          className="-mt-px flex flex-col items-center justify-center gap-1 border-t-2 border-transparent text-11 text-fg-2 aria-[current=page]:border-accent aria-[current=page]:text-accent"
        >
          <Icon name={place.icon} size={16} />
          <span className="flex items-center gap-1">
            {place.label}
            {place.counts === 'changes' && <WaitingCount />}
          </span>
        </Link>
      ))}
    </nav>
  )
}
