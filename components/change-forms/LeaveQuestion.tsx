import { Button } from '@/components/ui/Button'

/** Before what was typed is dropped. */
export function LeaveQuestion({ onStay, onLeave }: { onStay: () => void; onLeave: () => void }) {
  return (
    <div role="alertdialog" aria-label="Drop what you typed?" className="flex flex-col gap-2">
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
