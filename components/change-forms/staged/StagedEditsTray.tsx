'use client'

import { Button } from '@/components/ui/Button'
import { StatusGlyph } from '@/components/ui/StatusGlyph'
import { useStagedEdits } from '@/lib/client/staged-edits/use-staged-edits'
import { editTitle } from '@/lib/core/intents/titles'
import type { DrawerView } from '../form-request'
import { useReview } from './use-review'

type Props = { hostId: string; onOpen: (view: DrawerView) => void }

/** What is staged and not yet planned, at the bottom of every screen of its host. */
export function StagedEditsTray({ hostId, onOpen }: Props) {
  const [{ edits, issues }] = useStagedEdits(hostId)
  const showEdits = (): void => onOpen({ view: 'edits' })
  const { review, isPending, error } = useReview(hostId, showEdits)
  const refused = edits.filter((edit) => edit.issues.length > 0).length + issues.length
  return (
    <section
      aria-label="Staged edits"
      className="z-(--z-bar) flex flex-none flex-wrap items-center gap-x-3 gap-y-2 border-t border-line-2 bg-panel px-4 py-2"
    >
      <span role="status" className="flex items-center gap-2 text-13 whitespace-nowrap">
        <span aria-hidden className="size-2 rounded-chip bg-plan" />
        <b>{edits.length === 1 ? '1 edit staged' : `${edits.length} edits staged`}</b>
      </span>
      <span className="min-w-0 flex-1 truncate text-12 text-fg-2 max-md:hidden">
        {edits.map(({ intent }) => editTitle(intent)).join(' · ')}
      </span>
      {(refused > 0 || error !== null) && (
        <span role="alert" className="flex items-center gap-1.5 text-12 text-err">
          <StatusGlyph status="error" />
          {refused > 0 ? `${refused} refused` : (error?.message ?? '')}
        </span>
      )}
      <span className="flex gap-2 max-md:w-full max-md:*:grow">
        <Button onClick={showEdits}>Show edits</Button>
        <Button tone="primary" isBusy={isPending} onClick={review}>
          Review
        </Button>
      </span>
    </section>
  )
}
