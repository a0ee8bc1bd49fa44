'use client'

import { useQuery } from '@tanstack/react-query'
import { usePathname, useRouter } from 'next/navigation'
import { Icon } from '@/components/ui/Icon'
import { Menu } from '@/components/ui/Menu'
import { cutMiddle } from '@/lib/client/format'
import { hostQueries } from '@/lib/client/queries/hosts'
import type { Host } from '@/lib/contract/hosts'

const MAX_ITEMS = 20

/** The host's name; opens the others at the same part, so that two hosts are quickly compared. */
export function HostMenu({ host }: { host: Host }) {
  const router = useRouter()
  const pathname = usePathname()
  const hosts = useQuery(hostQueries.list()).data?.hosts ?? [host]
  // One change is this host's alone: the others are opened at their history.
  const part = pathname.slice(`/hosts/${host.id}`.length).replace(/^(\/[^/]+)\/.*$/, '$1')
  return (
    <Menu
      name={`${host.name}: change host`}
      side="left"
      triggerClass="flex h-control max-w-60 items-center gap-1.5 rounded-node px-1 hover:bg-surface-3"
      trigger={
        <>
          <b className="truncate font-mono">{host.name}</b>
          <Icon name="down" />
        </>
      }
      items={hosts.slice(0, MAX_ITEMS).map((other) => ({
        id: other.id,
        label: <span className="font-mono">{cutMiddle(other.name, 32)}</span>,
        isChecked: other.id === host.id,
        onSelect: () => router.push(`/hosts/${other.id}${part}`),
      }))}
    />
  )
}
