import 'server-only'
import type { Plan } from '@/lib/core/plan/step'
import type { ChangeRow } from '../db/change'
import type { Services } from '../services'
import type { ChangeRunnerDeps } from './change-runner'
import type { ChangeOutcome } from './change-types'

export type ManagerDeps = Pick<Services, 'db' | 'audit' | 'storage' | 'live' | 'log' | 'now' | 'fleet'> &
  ChangeRunnerDeps & {
    /** What has to be done before the end of a change is on record; after a crash once more. */
    afterwards: (row: ChangeRow, plan: Plan, outcome: ChangeOutcome) => Promise<void>
    /** What has to be done once a kept change has been stored, and that is on record. */
    afterStoring: (row: ChangeRow, plan: Plan) => Promise<void>
  }
