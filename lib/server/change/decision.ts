import 'server-only'
import type { AuditEvent } from '../audit/audit-log'
import type { Origin } from '../auth/actor'
import type { ChangeRow } from '../db/change'

/** What people decide about a change that has begun. */
type DecisionAction =
  | 'change.confirm'
  | 'change.cancel'
  | 'change.extend'
  | 'change.store'
  | 'change.retry-rollback'
  | 'change.release-host'

export const decisionOf = (
  action: DecisionAction,
  { id, hostName }: Pick<ChangeRow, 'id' | 'hostName'>,
  origin: Origin,
  detail: Readonly<Record<string, unknown>> = {},
): AuditEvent => ({ ...origin, action, target: `host:${hostName}`, detail: { change: id, ...detail } })
