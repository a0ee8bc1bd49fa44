import { lazyBody } from '@/components/host/lazy-body'

/** The history, in a chunk that comes beside what it shows. */
export const ChangesTable = lazyBody('Loading the changes', () =>
  import('./ChangesTable').then((module) => module.ChangesTable),
)
