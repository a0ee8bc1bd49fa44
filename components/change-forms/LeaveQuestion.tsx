import { useEffect, useRef } from 'react'
import { Button } from '@/components/ui/Button'

/** Before what was typed is dropped. Escape keeps it. Its buttons go with it, so the focus goes back to the field it was in. */
export function LeaveQuestion({ onStay, onLeave }: { onStay: () => void; onLeave: () => void }) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const form = box.current?.closest<HTMLElement>('[role="dialog"]')
    // Not by autoFocus, which comes before one can ask where the focus was.
    const before = document.activeElement
    box.current?.querySelector('button')?.focus()
    return () => {
      if (before instanceof HTMLElement && before.isConnected && form?.contains(before)) before.focus()
      else form?.focus()
    }
  }, [])
  return (
    <div
      ref={box}
      role="alertdialog"
      aria-label="Drop what you typed?"
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.preventDefault()
        onStay()
      }}
      className="flex flex-col gap-2"
    >
      <p className="text-12">This edit is not staged yet. Drop what you typed?</p>
      <div className="flex gap-2">
        <Button size="large" className="grow" onClick={onStay}>
          Keep editing
        </Button>
        <Button tone="danger" size="large" onClick={onLeave}>
          Drop it
        </Button>
      </div>
    </div>
  )
}
