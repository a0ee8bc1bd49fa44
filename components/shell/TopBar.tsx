'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { Icon } from '@/components/ui/Icon'
import { AccountMenu } from './AccountMenu'
import { GoTo } from './GoTo'
import { LiveBadge } from './LiveBadge'
import { useMe } from './me'
import { isCurrentPlace, placesFor } from './places'
import { ThemeMenu } from './ThemeMenu'
import { TrialBadge } from './TrialBadge'
import { WaitingCount } from './WaitingCount'

export function TopBar() {
  const pathname = usePathname()
  const me = useMe()
  return (
    <header className="z-(--z-bar) flex h-topbar flex-none items-center gap-4 border-b border-line-1 bg-app px-4 max-md:gap-1 max-md:pr-2">
      <Link href="/hosts" className="flex items-center gap-2 rounded-node text-14 font-strong tracking-[-0.1px]">
        <span className="text-accent">
          <Icon name="logo" size={16} />
        </span>
        Patchbay
      </Link>
      <nav aria-label="Main" className="ml-2 flex gap-0.5 max-md:hidden">
        {placesFor(me).map((place) => (
          <Link
            key={place.href}
            href={place.href}
            aria-current={isCurrentPlace(place.href, pathname) ? 'page' : undefined}
            className="flex h-7 items-center gap-1.5 rounded-node px-2.5 text-fg-2 hover:text-fg aria-[current=page]:bg-surface-3 aria-[current=page]:text-fg"
          >
            {place.label}
            {place.counts === 'changes' && <WaitingCount />}
          </Link>
        ))}
      </nav>
      <div className="flex-1" />
      <TrialBadge />
      <LiveBadge />
      <GoTo />
      <ThemeMenu />
      <AccountMenu />
    </header>
  )
}
