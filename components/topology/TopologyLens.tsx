'use client'

import dynamic from 'next/dynamic'
import { useCallback, useMemo, useState, type ReactNode } from 'react'
import { CreateMenu } from '@/components/change-forms/actions/CreateMenu'
import { useDriftMarks } from '@/components/desired/use-drift-marks'
import { Skeleton } from '@/components/ui/Skeleton'
import { useShared } from '@/lib/client/use-shared'
import type { NetworkState } from '@/lib/core/model/network-state'
import { buildGraph } from '@/lib/core/topology/build'
import { CanvasLoading } from './CanvasLoading'
import { EmptyWiring } from './EmptyWiring'
import { HostSummary } from './inspector/HostSummary'
import { Inspector } from './inspector/Inspector'
import { Selection } from './inspector/Selection'
import { Legend } from './Legend'
import { softwareOf, type LensHost } from './lens-host'
import { NodeMenu } from './NodeMenu'
import { PhoneWiring } from './phone/PhoneWiring'
import { StaleBadge } from './StaleBadge'
import { TopologyToolbar } from './TopologyToolbar'
import { useExports } from './use-exports'
import { isPhoneNow, useIsPhone } from './use-is-phone'
import { useShortcuts } from './use-shortcuts'
import { useTopologyUrl } from './use-topology-url'
import { useWiring } from './use-wiring'
import { WiringViewProvider } from './WiringViewProvider'

const loadCanvas = () => import('./TopologyCanvas').then((module) => module.TopologyCanvas)
// React Flow comes while the host is still being asked for. No other page pays for it, nor does a phone, which shows a list.
if (typeof window !== 'undefined' && !isPhoneNow()) void loadCanvas().catch(() => undefined) // asked for again when it is shown

const TopologyCanvas = dynamic(loadCanvas, {
  ssr: false,
  loading: () => <CanvasLoading label="Drawing the wiring" />,
})

const WiringTable = dynamic(() => import('./WiringTable').then((module) => module.WiringTable), {
  ssr: false,
  loading: () => <Skeleton label="Loading the table" rows={8} />,
})

type TopologyLensProps = {
  host: LensHost
  state: NetworkState
  /** The host does not answer: the picture is the last one. */
  isStale: boolean
  /** Age of `state` in ms. */
  ageMs: number
  /** First in the toolbar: where we are and which lens this is. */
  toolbarStart?: ReactNode
}

/** The wiring of one host: graph or table, search, and an inspector; a list on a phone. View state is in the address. */
export function TopologyLens({ host, state, isStale, ageMs, toolbarStart }: TopologyLensProps) {
  const [url, setUrl] = useTopologyUrl()
  const markDrift = useDriftMarks(host.id)
  const [isPanning, setIsPanning] = useState(false)
  const [isLegendOpen, setIsLegendOpen] = useState(true)
  const isPhone = useIsPhone()
  const graph = useShared(useMemo(() => markDrift(state, buildGraph(state)), [state, markDrift]))
  const wiring = useWiring({ state, hostName: host.name, graph, url, setUrl, isFrozen: isPanning })
  const exports = useExports({
    host,
    state,
    graph,
    scene: wiring.scene,
    matchIds: wiring.search.ids,
    rows: url.rows,
  })
  const software = useMemo(() => softwareOf(state), [state])
  const clear = useCallback(() => setUrl({ selectedId: null }), [setUrl])
  const select = useCallback((selectedId: string) => setUrl({ selectedId }), [setUrl])
  const { view } = url
  useShortcuts(
    useMemo(
      () => ({
        escape: clear,
        l: () => setIsLegendOpen((isOpen) => !isOpen),
        t: () => setUrl({ view: view === 'graph' ? 'table' : 'graph' }),
      }),
      [clear, setUrl, view],
    ),
  )

  const badge = isStale ? <StaleBadge ageMs={ageMs} /> : null
  if (isPhone) {
    return (
      <WiringViewProvider view={wiring.view}>
        <PhoneWiring
          hostId={host.id}
          isStale={isStale}
          state={state}
          graph={graph}
          search={wiring.search}
          query={url.query}
          onQuery={(query) => setUrl({ query })}
          path={wiring.path}
        />
      </WiringViewProvider>
    )
  }
  const selected = url.selectedId === null ? null : (graph.nodes.find((node) => node.id === url.selectedId) ?? null)
  return (
    <WiringViewProvider view={wiring.view}>
      <div className="flex h-full min-h-0 flex-1">
        <div className="relative flex min-h-0 min-w-0 flex-1 flex-col">
          <TopologyToolbar
            start={toolbarStart}
            url={url}
            onChange={setUrl}
            found={wiring.search.found}
            problem={wiring.search.problem}
            exports={exports}
            end={<CreateMenu state={state} />}
          />
          {badge}
          {url.view === 'table' ? (
            <WiringTable
              state={state}
              graph={graph}
              matchIds={wiring.search.ids}
              rows={url.rows}
              sortText={url.sort}
              hasRates={url.hasRates}
              onChange={setUrl}
            />
          ) : (
            <>
              <NodeMenu state={state} graph={graph}>
                <TopologyCanvas
                  scene={wiring.scene}
                  items={wiring.items}
                  host={host}
                  software={software}
                  isStale={isStale}
                  onPanning={setIsPanning}
                  onClear={clear}
                />
              </NodeMenu>
              <EmptyWiring state={state} hostName={host.name} />
              <Legend isOpen={isLegendOpen} onToggle={() => setIsLegendOpen(!isLegendOpen)} />
            </>
          )}
        </div>
        <Inspector label={selected ? 'Inspector' : 'Host'}>
          {selected ? (
            <Selection
              state={state}
              graph={graph}
              node={selected}
              path={wiring.path}
              onSelect={select}
              onClose={clear}
            />
          ) : (
            <HostSummary host={host} state={state} graph={graph} onSelect={select} />
          )}
        </Inspector>
      </div>
    </WiringViewProvider>
  )
}
