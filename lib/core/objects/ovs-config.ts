import type { OvsPort } from '../model/ovs'
import { columnsOf } from '../vlan/ovs-port'

/** A map's entries in one order: equal settings, equal text. */
export const sortedMap = (map: Record<string, string>): string =>
  Object.entries(map)
    .map(([key, value]) => `${key}=${value}`)
    .sort()
    .join(' ')

/** The VLAN columns of a Port row; null is an empty column. */
type VlanColumns = Record<'vlan_mode' | 'tag' | 'trunks' | 'cvlans', string | null>

const list = (ids: readonly number[]): string | null => (ids.length === 0 ? null : ids.join(','))

export function vlanColumns({ vlan, ignoredTrunks }: OvsPort): VlanColumns {
  const { vlanMode, tag, trunks, cvlans } = columnsOf(vlan, ignoredTrunks)
  return { vlan_mode: vlanMode, tag: tag === null ? null : String(tag), trunks: list(trunks), cvlans: list(cvlans) }
}
