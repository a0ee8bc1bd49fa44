import { entries, parseOvsdbTables, rowsOf, text } from '../parse/ovsdb'
import { parsed, unparsed } from '../parse/parsed'
import type { Parsed } from '../parse/parsed'
import type { LinkCounters } from '../parse/proc-net-dev'
import { parseProcNetDev } from '../parse/proc-net-dev'

/** Counters as they stood when the host had run for this long. */
export type CounterSample = { uptimeSeconds: number; counters: readonly LinkCounters[] }

/** What LINK_COUNTERS prints: "12345.67 99999.99", then /proc/net/dev. */
export function parseLinkCounters(output: string): Parsed<CounterSample> {
  const end = output.indexOf('\n')
  const uptimeSeconds = Number(/^(\d+\.\d+) /.exec(output)?.[1] ?? Number.NaN)
  if (end < 0 || Number.isNaN(uptimeSeconds))
    return unparsed('wanted the seconds of /proc/uptime, found none', 'line 1')
  const counters = parseProcNetDev(output.slice(end + 1))
  return counters.ok ? parsed({ uptimeSeconds, counters: counters.value }) : counters
}

/** What OVS_COUNTERS prints. A statistic that an interface lacks counts as 0: it never grows. */
export function parseOvsCounters(output: string): Parsed<LinkCounters[]> {
  const tables = parseOvsdbTables(output, ['Interface'])
  if (!tables.ok) return tables
  return parsed(
    rowsOf(tables.value, 'Interface').flatMap((row) => {
      const link = text(row, 'name')
      const statistics = new Map(entries(row, 'statistics'))
      const of = (key: string): number => {
        const value = statistics.get(key)
        return typeof value === 'number' && value >= 0 ? value : 0
      }
      if (link === null || statistics.size === 0) return []
      return [
        {
          link,
          ...{ rxBytes: of('rx_bytes'), rxPackets: of('rx_packets') },
          ...{ rxErrors: of('rx_errors'), rxDropped: of('rx_dropped') },
          ...{ txBytes: of('tx_bytes'), txPackets: of('tx_packets') },
          ...{ txErrors: of('tx_errors'), txDropped: of('tx_dropped') },
        },
      ]
    }),
  )
}
