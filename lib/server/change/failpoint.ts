import 'server-only'
import type { Failpoint } from './change-types'

/** For tests of crashes: kills this process, as SIGKILL does, when a change gets to the named point. */
export const killAt =
  (wanted: Failpoint | null) =>
  async (name: Failpoint): Promise<void> => {
    if (name !== wanted) return
    process.kill(process.pid, 'SIGKILL')
    // The signal takes a moment, in which nothing more may be done.
    await new Promise(() => undefined)
  }
