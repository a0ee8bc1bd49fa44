'use client'

import type { ReactNode } from 'react'
import { buttonClass } from '@/components/ui/Button'
import { Menu } from '@/components/ui/Menu'
import { SearchBox } from '@/components/ui/SearchBox'
import { Segmented } from '@/components/ui/Segmented'
import { FoldMenu } from './FoldMenu'
import { Glyph } from './Glyph'
import type { TopologyUrl } from './topology-url'

export type ExportChoice = { id: string; label: string; run: () => void }

type TopologyToolbarProps = {
  /** What the page puts first: where we are, which lens. */
  start?: ReactNode
  url: TopologyUrl
  onChange: (change: Partial<TopologyUrl>) => void
  /** "27 of 71", shown while something is searched for. */
  found: string
  /** Words of the search that are not understood, and what would be right. */
  problem: string
  exports: readonly ExportChoice[]
  /** Last in the toolbar: acts beyond looking. */
  end?: ReactNode
}

const VIEWS = [
  {
    id: 'graph' as const,
    label: (
      <>
        <Glyph name="graph" />
        Graph
      </>
    ),
  },
  {
    id: 'table' as const,
    label: (
      <>
        <Glyph name="table" />
        Table
      </>
    ),
  },
]

export function TopologyToolbar({ start, url, onChange, found, problem, exports, end }: TopologyToolbarProps) {
  return (
    <div
      className="flex min-h-toolbar flex-none items-center gap-3 border-b border-line-1 bg-app px-3"
      role="toolbar"
      aria-label="Wiring"
    >
      {start}
      <Segmented label="View" segments={VIEWS} value={url.view} onChange={(view) => onChange({ view })} />
      <div className="relative max-w-[380px] min-w-[140px] flex-[1_1_200px] [&>:first-child]:w-full">
        <SearchBox
          label="Search the wiring"
          value={url.query}
          placeholder="vlan:20  down  drifted"
          found={problem === '' ? found : ''}
          onChange={(query) => onChange({ query })}
        />
        {problem === '' ? null : (
          <p
            role="alert"
            className="absolute top-[calc(100%+4px)] left-0 z-(--z-pop) w-max max-w-[320px] rounded-node border border-err bg-surface-1 px-2 py-1 text-12/5 text-err shadow-pop"
          >
            {problem}
          </p>
        )}
      </div>
      <div className="ml-auto flex gap-2">
        <button
          type="button"
          className={buttonClass('quiet')}
          aria-pressed={url.hasRates}
          title="Traffic on the lines and in the table"
          onClick={() => onChange({ hasRates: !url.hasRates })}
        >
          Traffic
        </button>
        <FoldMenu
          foldOver={url.foldOver}
          openCount={url.openFolds.length}
          onFoldOver={(foldOver) => onChange({ foldOver, openFolds: [] })}
          onFoldAll={() => onChange({ openFolds: [] })}
        />
        <Menu
          trigger="Export"
          items={exports.map(({ id, label, run }) => ({ id, label, icon: 'download' as const, onSelect: run }))}
        />
        {end}
      </div>
    </div>
  )
}
