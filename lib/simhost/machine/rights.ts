import { failed } from './result'
import type { Result } from './result'
import type { Session } from './session'
import { findReadId } from './reads'

const DENIED: Readonly<Record<string, Result>> = {
  'ovs-vsctl': failed(
    1,
    'ovs-vsctl: unix:/var/run/openvswitch/db.sock: database connection failed (Permission denied)',
  ),
  'ovs-appctl': failed(
    1,
    'ovs-appctl: cannot connect to "/var/run/openvswitch/ovs-vswitchd.812.ctl" (Permission denied)',
  ),
  lldpcli: failed(1, 'unable to connect to socket /run/lldpd.socket: Permission denied'),
}

const LIBVIRT = failed(
  1,
  "error: failed to connect to the hypervisor\nerror: authentication unavailable: no polkit agent available to authenticate action 'org.libvirt.unix.monitor'",
)

const CHANGES = new Set(['add', 'set', 'del', 'delete', 'replace', 'flush'])

/** What a user who is not root is refused, in the tools' own words; null where the command may run. */
export const deniedTo = (session: Session, argv: readonly string[]): Result | null => {
  if (session.isRoot) return null
  const [tool = '', ...rest] = argv
  const id = findReadId(argv)
  if (id?.startsWith('libvirt.') === true || tool === 'virsh') return LIBVIRT
  if (id?.startsWith('ovs.') === true) return DENIED['ovs-vsctl'] ?? null
  if ((tool === 'ip' || tool === 'bridge') && rest.some((word) => CHANGES.has(word)))
    return failed(2, 'RTNETLINK answers: Operation not permitted')
  return DENIED[tool] ?? null
}
