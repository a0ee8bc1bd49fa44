'use client'

import type { ReactNode } from 'react'
import { Kbd } from '@/components/ui/Kbd'
import type { EdgeKind } from '@/lib/core/topology/graph/graph'
import { CORE, HALO, lineClass } from './edges/edge-classes'
import { Glyph } from './Glyph'
import { HealthGlyph } from './HealthGlyph'
import { HEALTH_WORDS } from './node-words'
import { TrunkChip, TrunkId } from './VlanChip'

const HEALTHS = ['ok', 'warn', 'error', 'off', 'unknown'] as const

const ENTRY = 'flex items-center gap-[5px]'
const SWATCH = 'h-3 w-5 rounded-[3px] border'

type StrokeProps = { label: string; kind?: EdgeKind; mark?: 'planned' | 'removed'; isPath?: boolean }

/** A stroke as the canvas draws it. */
function Stroke({ label, kind = 'access', mark, isPath = false }: StrokeProps) {
  const line = 'M1 5h24'
  return (
    <span className={ENTRY}>
      <svg width="26" height="10" aria-hidden="true">
        {isPath ? <path className={HALO} d={line} /> : null}
        <path
          className={lineClass({ kind, mark: mark ?? null })}
          d={line}
          style={isPath ? { stroke: 'var(--accent)' } : undefined}
        />
        {kind === 'trunk' ? <path className={`${CORE} stroke-app`} d={line} /> : null}
      </svg>
      {label}
    </span>
  )
}

const Group = ({ children }: { children: ReactNode }) => (
  <div className="ml-2 flex items-center gap-2 border-l border-line-2 pl-2">{children}</div>
)

type LegendProps = {
  isOpen: boolean
  onToggle: () => void
  /** A change is drawn: nothing is lit, and two more lines mean something. */
  isPreview?: boolean
}

/** What lines, borders, glyphs and chips mean. Folds to its key, L. */
export function Legend({ isOpen, onToggle, isPreview = false }: LegendProps) {
  return (
    <div
      className={`flex min-h-legend flex-none items-center py-1 pr-2 pl-3 text-11/5 whitespace-nowrap text-fg-2 ${isOpen ? 'border-t border-line-1 bg-app' : 'absolute right-0 bottom-0 z-(--z-rank)'}`}
    >
      {isOpen ? (
        // Each group begins with a line; those at the beginning of a row are cut off.
        <div
          className="-ml-[17px] flex min-w-0 flex-wrap gap-y-1.5 [clip-path:inset(0_0_0_17px)]"
          role="group"
          aria-label="Legend"
        >
          <Group>
            <Stroke label="access" />
            <Stroke kind="trunk" label="trunk" />
            <Stroke kind="macvtap" label="macvtap" />
            <Stroke kind="patch" label="patch" />
            {isPreview ? (
              <>
                <Stroke mark="planned" label="planned" />
                <Stroke mark="removed" label="removed" />
              </>
            ) : (
              <Stroke isPath label="path" />
            )}
          </Group>
          <Group>
            <span className={ENTRY}>
              <i className={`${SWATCH} border-line-3 bg-surface-1`} />
              ours
            </span>
            <span className={ENTRY}>
              <i className={`${SWATCH} border-dashed border-line-3`} />
              foreign
            </span>
            <span className={ENTRY}>
              <i className={`${SWATCH} border-warn bg-surface-1 shadow-[inset_3px_0_0_var(--warn)]`} />
              <span className="text-warn">
                <Glyph name="drifted" />
              </span>
              drifted
            </span>
          </Group>
          <Group>
            {HEALTHS.map((health) => (
              <span key={health} className={ENTRY}>
                <HealthGlyph health={health} />
                {HEALTH_WORDS[health]}
              </span>
            ))}
          </Group>
          <Group>
            <span className={ENTRY}>
              <Glyph name="key" />
              SSH path
            </span>
            <span className={ENTRY}>
              <TrunkChip>
                <TrunkId mark="u">5</TrunkId>
              </TrunkChip>
              native
            </span>
            <span className={ENTRY}>
              <Glyph name="star" />
              default
            </span>
          </Group>
        </div>
      ) : null}
      <button
        type="button"
        className="ml-auto flex h-6 items-center gap-1.5 rounded-node px-1.5 hover:text-fg"
        aria-expanded={isOpen}
        aria-label="Legend"
        onClick={onToggle}
      >
        {isOpen ? null : 'Legend'}
        <Kbd>L</Kbd>
      </button>
    </div>
  )
}
