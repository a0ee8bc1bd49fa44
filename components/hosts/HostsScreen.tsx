'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { ExportMenu } from '@/components/fields/ExportMenu'
import { lazyBody } from '@/components/host/lazy-body'
import { adminOnly, useMe } from '@/components/shell/me'
import { buttonClass } from '@/components/ui/Button'
import { EmptyState } from '@/components/ui/EmptyState'
import { ErrorNote } from '@/components/ui/ErrorNote'
import { Icon } from '@/components/ui/Icon'
import { Skeleton } from '@/components/ui/Skeleton'
import { countOf } from '@/lib/client/format'
import { hostQueries } from '@/lib/client/queries/hosts'
import { useIsHydrated } from '@/lib/client/use-is-hydrated'
import type { Host } from '@/lib/contract/hosts'
import { HOST_EXPORT } from './host-export'
import { HostsLegend } from './HostsLegend'
import { NeedsPerson } from './NeedsPerson'

const HostsTable = lazyBody('Loading the hosts', () => import('./HostsTable').then((module) => module.HostsTable))

/** The overview: every host with its state, and what needs a person. */
export function HostsScreen() {
  const { data, error } = useQuery(hostQueries.list())
  const isHydrated = useIsHydrated()
  const hosts = isHydrated ? data?.hosts : undefined
  if (hosts === undefined)
    return error === null ? (
      <Skeleton label="Loading the hosts" rows={8} />
    ) : (
      <div className="p-6 max-md:p-3">
        <ErrorNote title="The hosts could not be loaded" message={error.message} />
      </div>
    )
  return (
    <div className="flex h-full max-xl:h-auto max-xl:flex-col">
      <div className="flex min-w-0 flex-1 flex-col">
        <div className="flex min-h-0 flex-1 flex-col gap-3 px-6 pt-4 pb-4 max-md:px-3 xl:overflow-y-auto">
          <Head hosts={hosts} />
          {hosts.length === 0 ? <NoHosts /> : <HostsTable hosts={hosts} />}
        </div>
        {hosts.length > 0 && <HostsLegend />}
      </div>
      {hosts.length > 0 && <NeedsPerson hosts={hosts} />}
    </div>
  )
}

function Head({ hosts }: { hosts: readonly Host[] }) {
  const guests = hosts.reduce((sum, host) => sum + (host.summary?.guestsRunning ?? 0), 0)
  const vlans = new Set(hosts.flatMap((host) => host.summary?.vlans ?? []))
  return (
    <div className="flex flex-wrap items-center gap-2">
      <h1 className="text-16">Hosts</h1>
      {hosts.length > 0 && (
        <span className="text-fg-3">
          {countOf(hosts.length, 'host')}, {countOf(guests, 'guest')} up, {countOf(vlans.size, 'VLAN')}
        </span>
      )}
      <span className="flex-1" />
      <span className="max-md:hidden">
        {hosts.length > 0 && <ExportMenu fileName="hosts" columns={HOST_EXPORT} rows={hosts} />}
      </span>
      <AddHostLink />
    </div>
  )
}

function AddHostLink() {
  if (adminOnly(useMe()) !== null) return null
  return (
    <Link href="/hosts/add" className={buttonClass('primary')}>
      <Icon name="add" />
      Add host
    </Link>
  )
}

function NoHosts() {
  const reason = adminOnly(useMe())
  return (
    <div className="rounded-card border border-line-2 bg-surface-1">
      <EmptyState icon="host" title="No hosts yet">
        <p>
          A host is a machine that runs KVM guests. Patchbay reaches it over SSH; nothing is installed on it. You need
          its address, a user, and a key or a password.
        </p>
        {reason === null ? (
          <Link href="/hosts/add" className={buttonClass('primary', 'large')}>
            <Icon name="add" />
            Add the first host
          </Link>
        ) : (
          <p>{reason}</p>
        )}
      </EmptyState>
    </div>
  )
}
