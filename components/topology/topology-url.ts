/** The wiring lens's part of the address: what a link in a ticket must open again. */
export type TopologyUrl = {
  view: 'graph' | 'table'
  /** What the table lists: guest NICs with their whole way, or every object of the graph. */
  rows: 'guest-nics' | 'objects'
  query: string
  selectedId: string | null
  /** Folds that are open. */
  openFolds: readonly string[]
  /** Groups of more leaves than this are folded. */
  foldOver: number
  /** Traffic on the edges and in the table. */
  hasRates: boolean
  /** Column of the table, with "-" before it for descending; empty: the table's own order. */
  sort: string
}

export const FOLD_CHOICES = [5, 10, 20, 50] as const
const DEFAULT_FOLD_OVER = 10
const MAX_TEXT = 512
const MAX_OPEN = 200

/** Reads the address; anything odd falls back to its default, never to an error. */
export function parseTopologyUrl(params: URLSearchParams): TopologyUrl {
  const foldOver = Number(params.get('fold') ?? DEFAULT_FOLD_OVER)
  return {
    view: params.get('view') === 'table' ? 'table' : 'graph',
    rows: params.get('rows') === 'objects' ? 'objects' : 'guest-nics',
    query: (params.get('q') ?? '').slice(0, MAX_TEXT),
    selectedId: params.get('sel')?.slice(0, MAX_TEXT) || null,
    openFolds: params.getAll('open').slice(0, MAX_OPEN),
    foldOver: Number.isInteger(foldOver) && foldOver >= 1 && foldOver <= 1000 ? foldOver : DEFAULT_FOLD_OVER,
    hasRates: params.get('rates') === '1',
    sort: (params.get('sort') ?? '').slice(0, 64),
  }
}

/** The same address with `change` made; defaults are left out, and parameters of others stay as they are. */
export function formatTopologyUrl(params: URLSearchParams, change: Partial<TopologyUrl>): string {
  const next = { ...parseTopologyUrl(params), ...change }
  const out = new URLSearchParams(params)
  const put = (key: string, value: string | null) => (value ? out.set(key, value) : out.delete(key))
  put('view', next.view === 'graph' ? null : next.view)
  put('rows', next.rows === 'guest-nics' ? null : next.rows)
  put('q', next.query)
  put('sel', next.selectedId)
  put('fold', next.foldOver === DEFAULT_FOLD_OVER ? null : String(next.foldOver))
  put('rates', next.hasRates ? '1' : null)
  put('sort', next.sort)
  out.delete('open')
  for (const id of next.openFolds) out.append('open', id)
  return out.toString()
}
