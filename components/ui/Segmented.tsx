'use client'

import { useState } from 'react'
import type { ReactNode } from 'react'
import { StatusGlyph } from './StatusGlyph'
import type { GlyphStatus } from './StatusGlyph'

export type Segment<Id extends string> = { id: Id; label: ReactNode; glyph?: GlyphStatus }

type Props<Id extends string> = {
  /** Read aloud as the group's name. */
  label: string
  segments: readonly Segment<Id>[]
  value: Id
  onChange: (id: Id) => void
}

/** One choice of a few, all in sight. Native radio buttons underneath: arrows move, tab leaves. */
export function Segmented<Id extends string>({ label, segments, value, onChange }: Props<Id>) {
  // A choice that is kept in the address comes back a moment later: until then the choice itself shows, not the old one again.
  const [chosen, setChosen] = useState<{ id: Id; over: Id } | null>(null)
  const isOpen = chosen !== null && chosen.over === value
  if (chosen !== null && !isOpen) setChosen(null)
  const shown = isOpen ? chosen.id : value
  return (
    <fieldset className="flex w-fit max-w-full min-w-0 gap-0.5 overflow-x-auto rounded-node bg-surface-2 p-0.5">
      <legend className="sr-only">{label}</legend>
      {segments.map((segment) => (
        <label
          key={segment.id}
          className="relative flex h-6 flex-none cursor-pointer items-center gap-1.5 rounded-[4px] px-2.5 text-12 whitespace-nowrap text-fg-2 hover:text-fg has-checked:bg-surface-1 has-checked:text-fg has-checked:shadow-[inset_0_0_0_1px_var(--line-2)] has-focus-visible:outline-2 has-focus-visible:outline-accent max-md:h-10"
        >
          <input
            type="radio"
            name={`segment-${label}`}
            checked={segment.id === shown}
            onChange={() => {
              setChosen({ id: segment.id, over: value })
              onChange(segment.id)
            }}
            className="absolute inset-0 cursor-pointer appearance-none opacity-0"
          />
          {segment.glyph !== undefined && <StatusGlyph status={segment.glyph} />}
          {segment.label}
        </label>
      ))}
    </fieldset>
  )
}
