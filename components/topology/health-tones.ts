import type { Health } from '@/lib/core/topology/graph/graph'

export const HEALTH_TONES: Record<Health, string> = {
  ok: 'text-ok',
  warn: 'text-warn',
  error: 'text-err',
  off: 'text-off',
  unknown: 'text-off',
}
