import { formatAge } from '@/lib/client/format'
import { Glyph } from './Glyph'

/** Over the last picture of a host that does not answer: what we see is old, and how old. */
export function StaleBanner({ hostName, ageMs }: { hostName: string; ageMs: number }) {
  return (
    <p role="status" className="tp-banner">
      <span className="tp-is-warn">
        <Glyph name="warn" />
      </span>
      <span>
        <b className="tp-mono">{hostName}</b> does not answer. This is the last picture, {formatAge(ageMs)} old.
      </span>
    </p>
  )
}
