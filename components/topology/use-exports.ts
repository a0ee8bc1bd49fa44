'use client'

import { useMemo } from 'react'
import { downloadText, toCsv, toJson } from '@/lib/client/export-table'
import type { Graph } from '@/lib/core/topology/graph'
import type { Scene } from '@/lib/core/topology/scene'
import { sceneToSvg } from './export-svg'
import type { LensHost } from './lens-host'
import type { ExportChoice } from './TopologyToolbar'
import { NO_HUES } from './vlan-hues'
import { toNodeRows, wiringColumns } from './wiring-columns'

type ExportInput = { host: LensHost; graph: Graph; scene: Scene; matchIds: ReadonlySet<string> | null }

const EXPORT_COLUMNS = wiringColumns(NO_HUES, () => undefined)

/** What can be taken away: the table as the search narrows it, and the picture as it is folded. */
export function useExports({ host, graph, scene, matchIds }: ExportInput): ExportChoice[] {
  return useMemo(() => {
    const rows = () => toNodeRows(graph).filter(({ node }) => matchIds === null || matchIds.has(node.id))
    const name = `${host.name.replace(/[^\w.-]+/g, '_')}-wiring`
    return [
      {
        id: 'csv',
        label: 'Table as CSV',
        run: () => downloadText(`${name}.csv`, 'text/csv', toCsv(EXPORT_COLUMNS, rows())),
      },
      {
        id: 'json',
        label: 'Table as JSON',
        run: () => downloadText(`${name}.json`, 'application/json', toJson(EXPORT_COLUMNS, rows())),
      },
      {
        id: 'svg',
        label: 'Graph as SVG',
        run: () => downloadText(`${name}.svg`, 'image/svg+xml', sceneToSvg(scene, host.name)),
      },
    ]
  }, [host.name, graph, scene, matchIds])
}
