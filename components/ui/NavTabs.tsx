'use client'

import Link from 'next/link'
import { useEffect, useRef } from 'react'
import { Count } from './Badge'

export type NavTab = { href: string; label: string; count?: number; isCurrent: boolean }

/** Tabs that are places: each has its own address, so they are links. */
export function NavTabs({ label, tabs }: { label: string; tabs: readonly NavTab[] }) {
  const nav = useRef<HTMLElement>(null)
  const current = tabs.find((tab) => tab.isCurrent)?.href
  // On a phone the row is longer than the screen: the current tab is brought into sight.
  useEffect(() => {
    nav.current?.querySelector('[aria-current=page]')?.scrollIntoView({ block: 'nearest', inline: 'center' })
  }, [current])
  return (
    <nav ref={nav} aria-label={label} className="flex min-w-0 gap-0.5 overflow-x-auto rounded-node bg-surface-2 p-0.5">
      {tabs.map((tab) => (
        <Link
          key={tab.href}
          href={tab.href}
          aria-current={tab.isCurrent ? 'page' : undefined}
          className="flex h-6 flex-none items-center gap-1.5 rounded-[4px] px-2.5 text-12 whitespace-nowrap text-fg-2 outline-offset-[-2px] hover:text-fg aria-[current=page]:bg-surface-1 aria-[current=page]:text-fg aria-[current=page]:shadow-[inset_0_0_0_1px_var(--line-2)] max-md:h-10"
        >
          {tab.label}
          {tab.count !== undefined && <Count>{tab.count}</Count>}
        </Link>
      ))}
    </nav>
  )
}
