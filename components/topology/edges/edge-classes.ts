import type { EdgeKind } from '@/lib/core/topology/graph/graph'
import type { Mark } from '@/lib/core/topology/overlay/overlay'

type LineStyle = {
  kind: EdgeKind
  mark: Mark | null
  isOnPath?: boolean
  /** Not proven by what the host says: drawn with gaps. */
  isInferred?: boolean
  /** An end of it is down. */
  isOff?: boolean
  /** Our own SSH connection travels it: in a preview the strongest line. */
  isManagement?: boolean
}

const ROUND = 'fill-none [stroke-linejoin:round]'
export const HALO = `${ROUND} stroke-accent-halo stroke-(length:--edge-halo)`
export const CORE = `${ROUND} stroke-(length:--edge-trunk-core)`

const MARKED: Partial<Record<Mark, string>> = {
  planned: 'stroke-plan stroke-2 [stroke-dasharray:var(--dash-planned)]',
  removed: 'stroke-gone stroke-[1.5px] [stroke-dasharray:2_3]',
}
const WIDTHS: Partial<Record<EdgeKind, string>> = {
  trunk: 'stroke-(length:--edge-trunk)',
  patch: 'stroke-[2.2px]',
}
const DASHES: Partial<Record<EdgeKind, string>> = {
  macvtap: '[stroke-dasharray:var(--dash-macvtap)]',
  patch: '[stroke-dasharray:0.1_4.4]',
  tunnel: '[stroke-dasharray:2_3]',
}
const OUR_WAY =
  'in-data-preview:stroke-fg in-data-[preview=way-kept]:stroke-[2.5px] in-data-[preview=way-touched]:stroke-4'
const OUR_TRUNK =
  'in-data-preview:stroke-fg in-data-[preview=way-kept]:stroke-[6px] in-data-[preview=way-touched]:stroke-[7px]'

/** How a line is drawn: its width and gaps say what it carries, its colour what a change does to it. */
export function lineClass({ kind, mark, isOnPath, isInferred, isOff, isManagement }: LineStyle): string {
  const isTrunk = kind === 'trunk'
  const width = isOnPath && !isTrunk ? 'stroke-2' : (WIDTHS[kind] ?? 'stroke-(length:--edge-access)')
  const dash = isInferred ? '[stroke-dasharray:8_3]' : (DASHES[kind] ?? '')
  return [
    ROUND,
    'transition-[stroke] duration-(--m-fast)',
    (mark === null ? undefined : MARKED[mark]) ?? `stroke-line-3 ${width} ${dash}`,
    kind === 'patch' ? '[stroke-linecap:round]' : '',
    isOff ? 'opacity-60' : '',
    isManagement ? (isTrunk ? OUR_TRUNK : OUR_WAY) : '',
  ]
    .filter((name) => name !== '')
    .join(' ')
}
