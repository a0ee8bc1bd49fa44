'use client'

import { useMemo } from 'react'
import { DataTable } from '@/components/ui/DataTable'
import { EmptyState } from '@/components/ui/EmptyState'
import { SearchBox } from '@/components/ui/SearchBox'
import { Segmented } from '@/components/ui/Segmented'
import type { Segment } from '@/components/ui/Segmented'
import { Select } from '@/components/ui/Select'
import type { GlyphStatus } from '@/components/ui/StatusGlyph'
import { useDataTable } from '@/components/ui/use-data-table'
import { useMedia } from '@/components/ui/use-media'
import { useNow } from '@/lib/client/clock'
import { countOf } from '@/lib/client/format'
import { useUrlSort, useUrlState } from '@/lib/client/url-state'
import type { Host } from '@/lib/contract/hosts'
import { HostCards } from './HostCards'
import { hostColumns } from './host-columns'
import { isKeyChanged } from './host-condition'
import { countTabs, filterHosts, HOST_TABS, orderByLabel, toHostTab } from './host-list'
import type { HostTab } from './host-list'

const TAB_WORDS: Record<HostTab, { word: string; glyph?: GlyphStatus }> = {
  all: { word: 'All' },
  live: { word: 'Live', glyph: 'ok' },
  connecting: { word: 'Connecting', glyph: 'busy' },
  stale: { word: 'Stale', glyph: 'unknown' },
  offline: { word: 'No answer', glyph: 'error' },
  blocked: { word: 'Blocked', glyph: 'locked' },
}

/** Tabs that are empty most of the time are shown only when they are not. */
const RARE_TABS: readonly HostTab[] = ['connecting', 'stale']

/** Only what is shown is drawn: the ages make all of it anew twice a second. */
const NARROW = '(max-width: 767px)'

const rowClass = (host: Host): string =>
  `relative hover:bg-accent-wash focus-within:bg-accent-wash ${isKeyChanged(host) ? 'bg-err-wash' : ''}`

export function HostsTable({ hosts }: { hosts: readonly Host[] }) {
  const [params, setParams] = useUrlState()
  const nowMs = useNow()
  const isNarrow = useMedia(NARROW)
  const tab = toHostTab(params.get('tab'))
  const query = params.get('q') ?? ''
  const [sort, onSort] = useUrlSort()
  const isGrouped = params.get('group') !== 'none' && sort === null && hosts.some((host) => host.label !== '')

  const counts = countTabs(hosts, nowMs)
  const segments = HOST_TABS.filter((id) => id === tab || counts[id] > 0 || !RARE_TABS.includes(id)).map(
    (id): Segment<HostTab> => ({ id, label: `${TAB_WORDS[id].word} ${counts[id]}`, ...glyphOf(id) }),
  )
  const mostGuests = Math.max(0, ...hosts.map((host) => host.summary?.guestsRunning ?? 0))
  const columns = useMemo(() => hostColumns(mostGuests), [mostGuests])
  const found = filterHosts(hosts, tab, query, nowMs)
  const table = useDataTable({
    columns,
    rows: isGrouped ? orderByLabel(found) : found,
    rowKey: (host) => host.id,
    sort,
    onSort,
  })
  const { rows } = table

  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        <Segmented
          label="Show hosts by state"
          segments={segments}
          value={tab}
          onChange={(id) => setParams({ tab: id === 'all' ? null : id })}
        />
        <div className="w-80 max-w-full max-md:w-full">
          <SearchBox
            label="Search hosts"
            placeholder="vlan:125  host:kvm  down"
            value={query}
            onChange={(text) => setParams({ q: text })}
            found={`${found.length} of ${hosts.length}`}
          />
        </div>
        <span className="flex-1" />
        <label className="flex items-center gap-2 text-12 text-fg-3 max-md:hidden">
          Group by
          <Select
            value={params.get('group') === 'none' ? 'none' : 'label'}
            onChange={(event) => setParams({ group: event.target.value === 'none' ? 'none' : null, sort: null })}
          >
            <option value="label">Label</option>
            <option value="none">Nothing</option>
          </Select>
        </label>
      </div>
      {rows.length === 0 ? (
        <EmptyState icon="search" title="No host matches">
          <p>Loosen the search or show all states.</p>
        </EmptyState>
      ) : isNarrow ? (
        <HostCards hosts={rows} />
      ) : (
        // A box of its own: the table scrolls sideways, and as a part of this column it would shrink to its height.
        <div>
          <DataTable
            label="Hosts"
            table={table}
            rowClass={rowClass}
            {...(isGrouped ? { group: labelGroups(rows) } : {})}
          />
        </div>
      )}
    </>
  )
}

function glyphOf(tab: HostTab): { glyph?: GlyphStatus } {
  const { glyph } = TAB_WORDS[tab]
  return glyph === undefined ? {} : { glyph }
}

function labelGroups(rows: readonly Host[]) {
  const sizes = new Map<string, number>()
  for (const { label } of rows) sizes.set(label, (sizes.get(label) ?? 0) + 1)
  return ({ label }: Host) => ({
    id: label,
    title: (
      <>
        <b className="text-fg-2">{label === '' ? 'No label' : label}</b>&ensp;
        {countOf(sizes.get(label) ?? 0, 'host')}
      </>
    ),
  })
}
