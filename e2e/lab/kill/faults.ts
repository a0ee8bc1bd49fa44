import { FAILPOINTS } from '@/lib/server/change/change-types'
import type { Failpoint } from '@/lib/server/change/change-types'
import type { LabHost } from '../lab'
import { killMatching } from './change'

/** What is killed while a change is under way: the console at a named point, or something on the host at a random moment. */
export type Fault =
  { name: string; failpoint: Failpoint } | { name: string; strike: (host: LabHost) => Promise<void> | void }

/** As systemd would: what dies is started again. */
const killAndRestart = (unit: string, pattern: string) => async (host: LabHost) => {
  killMatching(host, pattern)
  await host.exec('labsvc', 'restart', unit)
}

export const FAULTS: readonly Fault[] = [
  ...FAILPOINTS.map((failpoint): Fault => ({ name: `console at ${failpoint}`, failpoint })),
  { name: 'sshd sessions', strike: (host) => void killMatching(host, '"sshd: root"*') },
  { name: 'ovs-vswitchd', strike: killAndRestart('ovs-vswitchd', 'ovs-vswitchd*') },
  { name: 'libvirtd', strike: killAndRestart('libvirtd', 'libvirtd*') },
]
