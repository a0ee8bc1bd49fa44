'use client'

import { useState } from 'react'
import { Button } from '@/components/ui/Button'
import { ErrorNote } from '@/components/ui/ErrorNote'
import { EmptyState } from '@/components/ui/EmptyState'
import { IconButton } from '@/components/ui/IconButton'
import { Sheet } from '@/components/ui/Sheet'
import { StatusGlyph } from '@/components/ui/StatusGlyph'
import type { StagedEdit } from '@/lib/client/staged-edits/staged-edits'
import { useStagedEdits } from '@/lib/client/staged-edits/use-staged-edits'
import { editTitle } from '@/lib/core/intents/titles'
import type { DrawerControl } from '../change-forms-context'
import { useReview } from './use-review'

/** The staged edits in the order of doing: to be looked through, mended, moved and taken back before they are planned. */
export function StagedEditList({ hostId, control }: { hostId: string; control: DrawerControl }) {
  const [{ edits, issues }, actions] = useStagedEdits(hostId)
  const [isClearing, setIsClearing] = useState(false)
  const { review, isPending, error } = useReview(hostId, () => undefined)
  const isRefused = issues.length > 0 || edits.some((edit) => edit.issues.length > 0)
  return (
    <Sheet
      title="Staged edits"
      lead="Made true together, in this order. Nothing is done on the host before you have seen the plan."
      onClose={() => control.go(null)}
      footer={
        <div className="flex flex-col gap-2">
          {error !== null && !isRefused && <ErrorNote title="The edits were not planned" message={error.message} />}
          <div className="flex gap-2">
            <Button
              tone="primary"
              size="large"
              className="grow"
              disabled={edits.length === 0}
              isBusy={isPending}
              onClick={review}
            >
              Review
            </Button>
            {isClearing ? (
              <Button
                tone="danger"
                size="large"
                autoFocus
                onBlur={() => setIsClearing(false)}
                onClick={() => {
                  actions.clear()
                  control.go(null)
                }}
              >
                Drop all {edits.length}
              </Button>
            ) : (
              <Button size="large" disabled={edits.length === 0} onClick={() => setIsClearing(true)}>
                Clear
              </Button>
            )}
          </div>
        </div>
      }
    >
      {issues.map((message) => (
        <ErrorNote key={message} title="The edits together were refused" message={message} />
      ))}
      {edits.length === 0 ? (
        <EmptyState icon="check" title="Nothing is staged">
          <p>Choose a port, a bond or a guest and one of its actions: the edit appears here.</p>
        </EmptyState>
      ) : (
        <ol className="flex flex-col gap-2">
          {edits.map((edit, index) => (
            <Edit
              key={edit.id}
              edit={edit}
              number={index + 1}
              isLast={index === edits.length - 1}
              onEdit={() => control.go({ view: 'edit', editId: edit.id })}
              onMove={(by) => actions.move(edit.id, by)}
              onRemove={() => actions.remove(edit.id)}
            />
          ))}
        </ol>
      )}
    </Sheet>
  )
}

type EditProps = {
  edit: StagedEdit
  /** From 1, as shown. */
  number: number
  isLast: boolean
  onEdit: () => void
  onMove: (by: -1 | 1) => void
  onRemove: () => void
}

function Edit({ edit, number, isLast, onEdit, onMove, onRemove }: EditProps) {
  const title = editTitle(edit.intent)
  return (
    <li className={`rounded-card border bg-surface-1 ${edit.issues.length > 0 ? 'border-err' : 'border-line-2'}`}>
      <div className="flex items-center gap-1 py-1 pr-1 pl-3">
        <button type="button" onClick={onEdit} className="min-w-0 flex-1 rounded-chip py-1 text-left hover:underline">
          <span className="mr-2 text-12 text-fg-3">{number}</span>
          <span className="break-words">{title}</span>
        </button>
        <IconButton icon="up" name={`Move up: ${title}`} disabled={number === 1} onClick={() => onMove(-1)} />
        <IconButton icon="down" name={`Move down: ${title}`} disabled={isLast} onClick={() => onMove(1)} />
        <IconButton icon="close" name={`Remove: ${title}`} onClick={onRemove} />
      </div>
      {edit.issues.map(({ field, message }) => (
        <p key={`${field} ${message}`} className="grid grid-cols-[12px_1fr] gap-x-2 px-3 pb-2 text-12 text-err">
          <span className="pt-[3px]">
            <StatusGlyph status="error" />
          </span>
          <span className="min-w-0 break-words">{message}</span>
        </p>
      ))}
    </li>
  )
}
