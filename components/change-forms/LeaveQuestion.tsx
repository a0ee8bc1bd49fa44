import { useEffect, useRef } from 'react'
import { Button } from '@/components/ui/Button'

/** Before what was typed is dropped. Its buttons go with it, so the focus goes back to the form around it. */
export function LeaveQuestion({ onStay, onLeave }: { onStay: () => void; onLeave: () => void }) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const form = box.current?.closest<HTMLElement>('[role="dialog"]')
    return () => form?.focus()
  }, [])
  return (
    <div ref={box} role="alertdialog" aria-label="Drop what you typed?" className="flex flex-col gap-2">
      <p className="text-12">This edit is not staged yet. Drop what you typed?</p>
      <div className="flex gap-2">
        <Button autoFocus size="large" className="grow" onClick={onStay}>
          Keep editing
        </Button>
        <Button tone="danger" size="large" onClick={onLeave}>
          Drop it
        </Button>
      </div>
    </div>
  )
}
