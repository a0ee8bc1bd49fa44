import { formatAge } from '@/lib/client/format'
import { Glyph } from './Glyph'

/** On the last picture of a host that does not answer: how old it is. Why it does not answer is the page's to say. */
export function StaleBadge({ ageMs }: { ageMs: number }) {
  return (
    // At the foot of the picture: at its head stand the guests.
    <p
      role="status"
      className="absolute right-4 bottom-[calc(var(--h-legend)+40px)] z-(--z-rank) flex items-center gap-1.5 rounded-node border border-warn bg-surface-1 px-2.5 py-1 text-12/5"
    >
      <span className="text-warn">
        <Glyph name="warn" />
      </span>
      Last picture, {formatAge(ageMs)} old
    </p>
  )
}
