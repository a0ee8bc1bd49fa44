import type { Health, Ownership } from '@/lib/core/topology/graph/graph'
import { Glyph } from './Glyph'
import { HEALTH_TONES } from './health-tones'

/** Health as glyph and colour. The word stands beside it, or in the accessible name of its box. */
export function HealthGlyph({ health }: { health: Health }) {
  return (
    <span className={`inline-flex items-center gap-1 ${HEALTH_TONES[health]}`}>
      <Glyph name={health} />
    </span>
  )
}

/** The mark of a node that needs a look: drifted before its health; nothing for one that is well. */
export function StatusMark({ health, ownership }: { health: Health; ownership: Ownership }) {
  if (ownership === 'drifted') {
    return (
      <span className="inline-flex items-center gap-1 text-warn">
        <Glyph name="drifted" />
      </span>
    )
  }
  return health === 'ok' ? null : <HealthGlyph health={health} />
}
