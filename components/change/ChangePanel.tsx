'use client'

import { useCallback, useMemo, useState } from 'react'
import { Badge } from '@/components/ui/Badge'
import { countOf, formatDateTime } from '@/lib/client/format'
import type { Change } from '@/lib/contract/changes'
import type { NetworkState } from '@/lib/core/model/network-state'
import { actorWords } from '@/lib/core/text/actor-words'
import { ApplyBar } from './ApplyBar'
import { ApplyingPanel } from './ApplyingPanel'
import { statusWords } from './change-words'
import { EndPanel } from './EndPanel'
import { DefinitionsSection } from './sections/DefinitionsSection'
import { FindingsSection } from './sections/FindingsSection'
import { CarriedSection, StoredSection } from './sections/ResultSections'
import { RiskSection } from './sections/RiskSection'
import { StepsSection } from './sections/StepsSection'
import { StorySection } from './sections/StorySection'
import { TrialPanel } from './TrialPanel'

type Props = { change: Change; state: NetworkState | null }

/** Everything about one change, beside its picture: what it does, what it can break, where it is. */
export function ChangePanel({ change, state }: Props) {
  const [reasons, setReasons] = useState<ReadonlyMap<string, string>>(new Map())
  const giveReason = useCallback(
    (key: string, reason: string) => setReasons((known) => new Map(known).set(key, reason)),
    [],
  )
  const guestNames = useMemo(() => new Map((state?.guests ?? []).map(({ uuid, name }) => [uuid, name])), [state])
  const { plan, status } = change
  return (
    <>
      <Head change={change} />
      <div className="min-h-0 flex-1 md:overflow-y-auto">
        {status === 'awaiting_confirmation' ? (
          <TrialPanel change={change} />
        ) : status === 'applying' ? (
          <ApplyingPanel change={change} />
        ) : (
          status !== 'planned' && <EndPanel change={change} />
        )}
        <RiskSection plan={plan} />
        <StepsSection change={change} />
        <CarriedSection plan={plan} />
        <StoredSection change={change} />
        <DefinitionsSection plan={plan} guestNames={guestNames} />
        <FindingsSection change={change} reasons={reasons} onReason={giveReason} />
        <StorySection change={change} />
      </div>
      {status === 'planned' && <ApplyBar change={change} reasons={reasons} />}
    </>
  )
}

function Head({ change }: { change: Change }) {
  const words = statusWords(change)
  return (
    <div className="border-b border-line-1 px-4 py-2.5">
      <div className="flex items-start justify-between gap-3">
        <h1 className="min-w-0 text-16 leading-6 break-words">{change.title}</h1>
        <span className="pt-1">
          <Badge tone={words.tone}>{words.word}</Badge>
        </span>
      </div>
      <p className="text-11 text-fg-2">{subline(change)}</p>
    </div>
  )
}

function subline({ plan, hostName, createdAt, createdBy, appliedAt }: Change): string {
  const steps = `${countOf(plan.steps.length, 'step')} on ${hostName}`
  return appliedAt === null
    ? `${steps}, planned by ${actorWords(createdBy)} at ${formatDateTime(createdAt)}`
    : `${steps}, applied at ${formatDateTime(appliedAt)}, planned by ${actorWords(createdBy)}`
}
