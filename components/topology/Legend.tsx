'use client'

import type { ReactNode } from 'react'
import { Kbd } from '@/components/ui/Kbd'
import { Glyph } from './Glyph'
import { HealthGlyph } from './HealthGlyph'
import { HEALTH_WORDS } from './node-words'

const HEALTHS = ['ok', 'warn', 'error', 'off', 'unknown'] as const

/** A stroke as the canvas draws it. */
function Stroke({
  kind,
  label,
}: {
  kind: 'access' | 'trunk' | 'macvtap' | 'patch' | 'path' | 'planned' | 'removed'
  label: string
}) {
  const line = 'M1 5h24'
  return (
    <span>
      <svg width="26" height="10" aria-hidden="true" className={`tp-edge tp-edge-${kind} is-${kind}`}>
        {kind === 'path' ? <path className="tp-edge-halo" d={line} /> : null}
        <path className="tp-edge-line" d={line} />
        {kind === 'trunk' ? <path className="tp-edge-core tp-edge-core-legend" d={line} /> : null}
      </svg>
      {label}
    </span>
  )
}

const Group = ({ children }: { children: ReactNode }) => <div className="tp-legend-group">{children}</div>

type LegendProps = {
  isOpen: boolean
  onToggle: () => void
  /** A change is drawn: nothing is lit, and two more lines mean something. */
  isPreview?: boolean
}

/** What lines, borders, glyphs and chips mean. Folds to its key, L. */
export function Legend({ isOpen, onToggle, isPreview = false }: LegendProps) {
  return (
    <div className={`tp-legend${isOpen ? '' : ' is-folded'}`}>
      {isOpen ? (
        <div className="tp-legend-groups" role="group" aria-label="Legend">
          <Group>
            <Stroke kind="access" label="access" />
            <Stroke kind="trunk" label="trunk" />
            <Stroke kind="macvtap" label="macvtap" />
            <Stroke kind="patch" label="patch" />
            {isPreview ? (
              <>
                <Stroke kind="planned" label="planned" />
                <Stroke kind="removed" label="removed" />
              </>
            ) : (
              <Stroke kind="path" label="path" />
            )}
          </Group>
          <Group>
            <span>
              <i className="tp-swatch" />
              ours
            </span>
            <span>
              <i className="tp-swatch tp-swatch-foreign" />
              foreign
            </span>
            <span>
              <i className="tp-swatch tp-swatch-drifted" />
              <span className="tp-is-warn">
                <Glyph name="drifted" />
              </span>
              drifted
            </span>
          </Group>
          <Group>
            {HEALTHS.map((health) => (
              <span key={health}>
                <HealthGlyph health={health} />
                {HEALTH_WORDS[health]}
              </span>
            ))}
          </Group>
          <Group>
            <span>
              <Glyph name="key" />
              SSH path
            </span>
            <span>
              <span className="tp-trunk">
                <i className="tp-trunk-bars" />
                <span className="tp-trunk-id">
                  5<sub>u</sub>
                </span>
              </span>
              native
            </span>
            <span>
              <Glyph name="star" />
              default
            </span>
          </Group>
        </div>
      ) : null}
      <button type="button" className="tp-legend-key" aria-expanded={isOpen} aria-label="Legend" onClick={onToggle}>
        {isOpen ? null : 'Legend'}
        <Kbd>L</Kbd>
      </button>
    </div>
  )
}
