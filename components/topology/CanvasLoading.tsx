import { Spinner } from '@/components/ui/Spinner'

/** In the canvas's place while React Flow comes. */
export function CanvasLoading({ label }: { label: string }) {
  return (
    <div className="relative grid min-h-0 flex-1 place-items-center overflow-hidden bg-canvas text-fg-3">
      <Spinner label={label} />
    </div>
  )
}
