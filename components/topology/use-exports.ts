'use client'

import { useMemo } from 'react'
import { downloadText, toCsv, toJson, type ExportColumn } from '@/lib/client/export-table'
import type { NetworkState } from '@/lib/core/model/network-state'
import type { Graph } from '@/lib/core/topology/graph/graph'
import type { Scene } from '@/lib/core/topology/place/scene'
import { toWiringRows } from '@/lib/core/path/wiring-rows'
import { sceneToSvg } from './export-svg'
import { GUEST_NIC_EXPORT } from './guest-nic-columns'
import type { LensHost } from './lens-host'
import { objectColumns, toObjectRows } from './object-columns'
import type { TopologyUrl } from './topology-url'
import type { ExportChoice } from './TopologyToolbar'
import { NO_HUES } from './vlan-hues'

type ExportInput = {
  host: LensHost
  state: NetworkState
  graph: Graph
  scene: Scene
  matchIds: ReadonlySet<string> | null
  rows: TopologyUrl['rows']
}

const OBJECT_EXPORT = objectColumns(NO_HUES, () => undefined)

/** A host's name as part of a file name. */
const fileNameOf = (name: string) => `${name.replace(/[^\w.-]+/g, '_')}-wiring`

/** What can be taken away: the chosen table as the search narrows it, and the picture as it is folded. */
export function useExports({ host, state, graph, scene, matchIds, rows }: ExportInput): ExportChoice[] {
  return useMemo(() => {
    const file = fileNameOf(host.name)
    const isWanted = (id: string) => matchIds === null || matchIds.has(id)
    type Format = <Row>(columns: readonly ExportColumn<Row>[], list: readonly Row[]) => string
    const table = (format: Format) =>
      rows === 'objects'
        ? format(
            OBJECT_EXPORT,
            toObjectRows(graph).filter(({ node }) => isWanted(node.id)),
          )
        : format(
            GUEST_NIC_EXPORT,
            toWiringRows(state, graph).filter(({ nodeId }) => isWanted(nodeId)),
          )
    const save = (ending: string, type: string, text: () => string) => () =>
      downloadText(`${file}.${ending}`, type, text())
    return [
      { id: 'csv', label: 'Table as CSV', run: save('csv', 'text/csv', () => table(toCsv)) },
      { id: 'json', label: 'Table as JSON', run: save('json', 'application/json', () => table(toJson)) },
      { id: 'svg', label: 'Graph as SVG', run: save('svg', 'image/svg+xml', () => sceneToSvg(scene, host.name)) },
    ]
  }, [host.name, state, graph, scene, matchIds, rows])
}
