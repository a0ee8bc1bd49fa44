'use client'

import { useMemo, useState } from 'react'
import { CreateMenu } from '@/components/change-forms/actions/CreateMenu'
import { IncompleteNote } from '@/components/host/IncompleteNote'
import { SearchBox } from '@/components/ui/SearchBox'
import type { NetworkState } from '@/lib/core/model/network-state'
import type { Graph } from '@/lib/core/topology/graph/graph'
import { Glyph } from '../Glyph'
import { HealthGlyph } from '../HealthGlyph'
import { NodeActions } from '../inspector/NodeActions'
import { VlanChip } from '../VlanChip'
import { useWiringActs, useWiringView } from '../WiringViewProvider'
import type { Wiring } from '../use-wiring'
import { PathStrip } from './PathStrip'
import { toStripHops, type StripHop } from './strip-hops'
import { toPhoneList, type PhoneGroup, type PhoneRow } from './phone-groups'

type PhoneWiringProps = {
  hostId: string
  /** The last picture of a host that does not answer now. */
  isStale: boolean
  state: NetworkState
  graph: Graph
  search: Wiring['search']
  query: string
  onQuery: (query: string) => void
  path: Wiring['path']
}

/** The wiring lens on a phone: the same data and the same address, as a list that opens where it is touched. */
export function PhoneWiring({ hostId, isStale, state, graph, search, query, onQuery, path }: PhoneWiringProps) {
  const isIncomplete = state.sources.some(({ status }) => status === 'failed' || status === 'partial')
  const list = useMemo(() => toPhoneList(graph, search.ids), [graph, search.ids])
  const hops = useMemo(() => toStripHops(path.hops, (id) => graph.nodes.find((node) => node.id === id)), [path, graph])
  return (
    <div className="min-h-0 flex-1 bg-canvas text-14">
      <div className="sticky top-0 z-(--z-rank) bg-app px-4 py-2">
        <div className="flex items-center gap-2">
          <div className="min-w-0 flex-1">
            <SearchBox
              label="Search the wiring"
              value={query}
              placeholder="vlan:20  down"
              found={search.found}
              onChange={onQuery}
            />
          </div>
          <CreateMenu state={state} />
        </div>
        {search.problem === '' ? null : (
          <p role="alert" className="mt-1.5 text-12/5 text-err">
            {search.problem}
          </p>
        )}
      </div>
      {isIncomplete ? (
        <div className="px-4 py-2">
          <IncompleteNote hostId={hostId} sources={state.sources} />
        </div>
      ) : null}
      <div className={isStale ? 'is-stale' : undefined}>
        {list.groups.map((group) => (
          <Group key={group.id} state={state} group={group} hops={hops} />
        ))}
      </div>
      {list.withoutMatch.length > 0 ? <WithoutMatch groups={list.withoutMatch} /> : null}
    </div>
  )
}

const HEAD = 'flex min-h-touch w-full items-center gap-2 border-t border-line-1 bg-surface-2 px-4 text-left text-13'
const NOTE = 'min-w-0 flex-1 overflow-hidden text-right text-12/5 text-fg-2 text-ellipsis whitespace-nowrap'

const GROUP_GLYPHS = { 'linux-bridge': 'linuxBridge', 'ovs-bridge': 'ovsBridge', other: 'link' } as const

function Group({ state, group, hops }: { state: NetworkState; group: PhoneGroup; hops: readonly StripHop[] }) {
  const [isOpen, setIsOpen] = useState(true)
  return (
    <section aria-label={group.title}>
      <button type="button" className={HEAD} aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
        <Glyph name={GROUP_GLYPHS[group.kind]} size={14} />
        <b className={group.kind === 'other' ? undefined : 'font-mono'}>{group.title}</b>
        <span className={NOTE}>{group.note}</span>
        <Glyph name={isOpen ? 'chevronDown' : 'chevronRight'} />
      </button>
      {isOpen ? (
        <ul>
          {group.rows.map((row) => (
            <Row key={`${row.node.id} ${row.detail}`} state={state} row={row} hops={hops} />
          ))}
          {group.rows.length === 0 ? (
            <li className="border-t border-line-1 py-2.5 pr-4 pl-[38px] text-12/5 text-fg-3">nothing plugged in</li>
          ) : null}
        </ul>
      ) : null}
    </section>
  )
}

function Row({ state, row, hops }: { state: NetworkState; row: PhoneRow; hops: readonly StripHop[] }) {
  const { select } = useWiringActs()
  const isSelected = useWiringView((view) => view.selectedId === row.node.id)
  const hues = useWiringView((view) => view.hues)
  const focusVlan = useWiringView((view) => view.focusVlan)
  const pathVlan = useWiringView((view) => view.pathVlan)
  return (
    <li className={isSelected ? 'bg-accent-wash shadow-[inset_3px_0_0_var(--accent)]' : undefined}>
      <button
        type="button"
        className="flex min-h-12 w-full items-center gap-2.5 border-t border-line-1 px-4 py-1 text-left"
        aria-expanded={isSelected && hops.length > 0}
        data-node-id={row.node.id}
        onClick={() => select(row.node.id)}
      >
        {row.isHostPort && row.node.health === 'ok' ? <Glyph name="host" /> : <HealthGlyph health={row.node.health} />}
        <span className="min-w-0 flex-1 leading-[18px] wrap-anywhere">
          <b className="block font-mono text-13/[18px]">{row.title}</b>
          <small className="block text-12 text-fg-2">{row.node.healthReason || row.detail}</small>
        </span>
        {row.vlan ? <VlanChip vlan={row.vlan} hues={hues} focusVlan={focusVlan} limit={2} size="large" /> : null}
      </button>
      {isSelected && hops.length > 0 ? <PathStrip hops={hops} hues={hues} vlan={pathVlan} /> : null}
      {isSelected ? <NodeActions state={state} node={row.node} /> : null}
    </li>
  )
}

function WithoutMatch({ groups }: { groups: readonly PhoneGroup[] }) {
  const names = groups.map((group) => group.title).join(' ')
  return (
    <p className={`${HEAD} whitespace-nowrap text-fg-2`}>
      <span>{groups.length === 1 ? '1 group without a match' : `${groups.length} groups without a match`}</span>
      <span className={`${NOTE} font-mono`}>{names}</span>
    </p>
  )
}
