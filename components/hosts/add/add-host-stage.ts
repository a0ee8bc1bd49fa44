import type { Host, HostKey } from '@/lib/contract/hosts'

/** Where the flow stands, with what the steps before have found out. Going back keeps everything typed. */
export type AddHostStage =
  | { step: 'address' }
  | { step: 'fingerprint'; hostKey: HostKey }
  | { step: 'credentials'; hostKey: HostKey }
  | { step: 'readiness'; host: Host }
