import { formatAge } from '@/lib/client/format'
import { Glyph } from './Glyph'

/** On the last picture of a host that does not answer: how old it is. Why it does not answer is the page's to say. */
export function StaleBadge({ ageMs }: { ageMs: number }) {
  return (
    <p role="status" className="tp-stale-badge">
      <span className="tp-is-warn">
        <Glyph name="warn" />
      </span>
      Last picture, {formatAge(ageMs)} old
    </p>
  )
}
