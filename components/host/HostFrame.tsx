'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'
import { ChangeFormsProvider } from '@/components/change-forms/change-forms-context'
import { HOST_PLACES, isCurrentPlace } from '@/components/shell/places'
import { buttonClass } from '@/components/ui/Button'
import { ErrorNote } from '@/components/ui/ErrorNote'
import { NavTabs } from '@/components/ui/NavTabs'
import { Skeleton } from '@/components/ui/Skeleton'
import { ApiError } from '@/lib/client/http'
import { hostQueries } from '@/lib/client/queries/hosts'
import { useIsHydrated } from '@/lib/client/use-is-hydrated'
import type { Host } from '@/lib/contract/hosts'
import { HostNotes } from '@/components/hosts/HostNotes'
import { HostBanner } from './HostBanner'
import { HostProvider } from './host-context'
import { HostMenu } from './HostMenu'

/** Around every screen of one host: which host, where in it, and, when its data is old, why. */
export function HostFrame({ hostId, children }: { hostId: string; children: ReactNode }) {
  const { data: host, error } = useQuery(hostQueries.detail(hostId))
  const isHydrated = useIsHydrated()
  if (host === undefined || !isHydrated)
    return error === null ? <Skeleton label="Loading the host" rows={8} /> : <NoHost error={error} />
  return (
    <HostProvider host={host}>
      <div className="flex h-full flex-col">
        <HostBar host={host} />
        <HostBanner host={host} />
        <HostNotes notes={host.notes} />
        <ChangeFormsProvider hostId={host.id}>{children}</ChangeFormsProvider>
      </div>
    </HostProvider>
  )
}

function HostBar({ host }: { host: Host }) {
  const pathname = usePathname()
  const base = `/hosts/${host.id}`
  const tabs = HOST_PLACES.map(({ path, label }) => ({
    href: `${base}${path}`,
    label,
    isCurrent: path === '' ? pathname === base : isCurrentPlace(`${base}${path}`, pathname),
  }))
  return (
    <div className="flex h-toolbar flex-none items-center gap-3 border-b border-line-1 bg-app px-3 max-md:h-auto max-md:flex-col max-md:items-stretch max-md:gap-1.5 max-md:py-1.5">
      <div className="flex min-w-0 items-center gap-1.5">
        <Link href="/hosts" className="rounded-chip text-fg-3 hover:text-fg">
          Hosts
        </Link>
        <span aria-hidden className="text-fg-3">
          /
        </span>
        <HostMenu host={host} />
      </div>
      <NavTabs label={`Parts of ${host.name}`} tabs={tabs} />
    </div>
  )
}

function NoHost({ error }: { error: Error }) {
  const isGone = error instanceof ApiError && error.code === 'not_found'
  return (
    <div className="mx-auto max-w-120 px-4 py-12">
      <ErrorNote
        title={isGone ? 'There is no such host' : 'The host could not be loaded'}
        message={isGone ? 'It was deleted, or the address is not right.' : error.message}
      >
        <Link href="/hosts" className={buttonClass('plain')}>
          All hosts
        </Link>
      </ErrorNote>
    </div>
  )
}
