/** What answers and requests are held against. Only contract.ts imports it: Zod and the model weigh more than most screens. */
import { z } from 'zod'

export * from '../contract/audit'
export * from '../contract/auth'
export * from '../contract/changes'
export * from '../contract/desired'
export * from '../contract/diagnostics'
export * from '../contract/errors'
export * from '../contract/events'
export * from '../contract/health'
export * from '../contract/host-state'
export * from '../contract/hosts'

/** Of an answer that nobody reads. */
export const Anything = z.unknown()
