import type { BridgeVlanEntry, FdbEntry } from '../model/link'
import { arrayField, intField, isJsonObject, parseJsonRows, textField, textsField } from './json'
import type { JsonObject, Rows } from './json'
import { parsed } from './parsed'
import type { Parsed } from './parsed'

/** One link's rows of `bridge vlan`: a port's, or the bridge's own. */
export type BridgeVlanRecord = { link: string; entries: BridgeVlanEntry[] }

/**
 * `bridge -d -j vlan show` (bridge(8)), ports and bridges alike, also of bridges that do not filter. The identifier is in
 * `vlan`, in iproute2 5's statistics in `vid`; iproute2 6 joins ranges with `vlanEnd`. Entries outside 1..4094 are left out.
 */
export function parseBridgeVlans(text: string): Parsed<Rows<BridgeVlanRecord>> {
  // iproute2 prints nothing at all, not even "[]", where no link has a VLAN table.
  if (text.trim() === '') return parsed({ rows: [], rejected: [] })
  return parseJsonRows(text, (row) => {
    const link = textField(row, 'ifname')
    if (link === null) return null
    const entries = arrayField(row, 'vlans').flatMap((entry) => (isJsonObject(entry) ? readVlanEntry(entry) : []))
    return { link, entries }
  })
}

function readVlanEntry(entry: JsonObject): BridgeVlanEntry[] {
  const from = intField(entry, 'vlan') ?? intField(entry, 'vid')
  if (from === null) return []
  const to = intField(entry, 'vlanEnd') ?? intField(entry, 'vidEnd') ?? from
  if (from < 1 || to > 4094 || to < from) return []
  const flags = textsField(entry, 'flags')
  return [{ from, to, isPvid: flags.includes('PVID'), isEgressUntagged: flags.includes('Egress Untagged') }]
}

/**
 * `bridge -s -j fdb show` (bridge(8)). Kept: entries of a bridge (`master`) and of a VXLAN (`dst`). A link's own address
 * filter ("self", without either) forwards nothing and is left out.
 */
export function parseBridgeFdb(text: string): Parsed<Rows<FdbEntry>> {
  if (text.trim() === '') return parsed({ rows: [], rejected: [] })
  const result = parseJsonRows(text, readFdbEntry)
  if (!result.ok) return result
  return parsed({ rows: result.value.rows.flat(), rejected: result.value.rejected })
}

function readFdbEntry(row: JsonObject): FdbEntry[] | null {
  const mac = textField(row, 'mac')
  const port = textField(row, 'ifname')
  if (mac === null || port === null) return null
  const bridge = textField(row, 'master')
  if (bridge === null && textField(row, 'dst') === null) return []
  const state = textField(row, 'state')
  return [
    {
      bridge,
      port,
      mac: mac.toLowerCase(),
      vlanId: intField(row, 'vlan'),
      ageSeconds: intField(row, 'updated'),
      isStatic: state === 'static' || (state === 'permanent' && bridge === null),
      // net/bridge: "permanent" on a bridge port is BR_FDB_LOCAL, an address of the bridge or of the port itself.
      isLocal: state === 'permanent' && bridge !== null,
    },
  ]
}
