'use client'

import { useQuery } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { hostCondition } from '@/components/hosts/host-condition'
import { useHost, useHostState } from '@/components/host/host-context'
import { lazyBody } from '@/components/host/lazy-body'
import { useIsPhone } from '@/components/topology/use-is-phone'
import { buttonClass } from '@/components/ui/Button'
import { ErrorNote } from '@/components/ui/ErrorNote'
import { Skeleton } from '@/components/ui/Skeleton'
import { Spinner } from '@/components/ui/Spinner'
import { useNow } from '@/lib/client/clock'
import { ApiError } from '@/lib/client/http'
import { changeQueries } from '@/lib/client/queries/changes'
import type { Change } from '@/lib/contract/changes'

const ChangePanel = lazyBody('Loading the plan', () => import('./ChangePanel').then((module) => module.ChangePanel))

const ChangePicture = dynamic(() => import('./ChangePicture').then((module) => module.ChangePicture), {
  ssr: false,
  loading: () => (
    <div className="grid flex-1 place-items-center">
      <Spinner label="Drawing the change" />
    </div>
  ),
})

/** One change: its picture before and after, and the panel that says, does and follows it. */
export function ChangeScreen({ changeId }: { changeId: string }) {
  const host = useHost()
  const { data: change, error } = useQuery(changeQueries.detail(changeId))
  if (change === undefined)
    return error === null ? <Skeleton label="Loading the change" rows={10} /> : <NoChange error={error} />
  if (change.hostId !== host.id)
    return (
      <Problem title="This change is another host's">
        <Link href={`/hosts/${change.hostId}/changes/${change.id}`} className={buttonClass('plain')}>
          Open it at {change.hostName}
        </Link>
      </Problem>
    )
  return <Loaded change={change} />
}

function Loaded({ change }: { change: Change }) {
  const host = useHost()
  const { data } = useHostState()
  const isPhone = useIsPhone()
  const nowMs = useNow()
  const isStale = nowMs !== 0 && !['live', 'connecting'].includes(hostCondition(host, nowMs).id)
  const state = data?.state ?? null
  const picture =
    state === null ? (
      <p className="grid flex-1 place-items-center p-6 text-fg-2">
        {host.name} has not been read yet: its picture comes by itself.
      </p>
    ) : (
      <ChangePicture host={host} change={change} state={state} isPhone={isPhone} isStale={isStale} />
    )
  const panel = (
    <aside
      aria-label="Plan"
      className="flex min-h-0 w-(--w-plan) flex-none flex-col border-l border-line-2 bg-panel max-md:w-full max-md:border-l-0"
    >
      <ChangePanel key={change.id} change={change} state={state} />
    </aside>
  )
  // On a phone the panel comes first: what it does and the buttons, then the list.
  return isPhone ? (
    <div className="flex flex-col">
      {panel}
      {picture}
    </div>
  ) : (
    <div className="flex h-full min-h-0">
      {picture}
      {panel}
    </div>
  )
}

function NoChange({ error }: { error: Error }) {
  const host = useHost()
  const isGone = error instanceof ApiError && error.code === 'not_found'
  return (
    <Problem
      title={isGone ? 'There is no such change' : 'The change could not be loaded'}
      message={isGone ? 'The address is not right, or the change went with its host.' : error.message}
    >
      <Link href={`/hosts/${host.id}/changes`} className={buttonClass('plain')}>
        Changes of {host.name}
      </Link>
    </Problem>
  )
}

function Problem({ title, message = '', children }: { title: string; message?: string; children: ReactNode }) {
  return (
    <div className="mx-auto max-w-120 px-4 py-12">
      <ErrorNote title={title} message={message}>
        {children}
      </ErrorNote>
    </div>
  )
}
