import type { Host } from '@/lib/contract/hosts'

/** Unix ms at which the fixture hosts were last read. */
export const READ_AT_MS = Date.parse('2026-03-01T14:02:31.000Z')

/** A live host for tests; give what differs. */
export function hostFixture(patch: Partial<Host> = {}): Host {
  return {
    id: 'host0001',
    name: 'kvm1',
    label: 'Rack A',
    address: '192.0.2.15',
    port: 22,
    username: 'root',
    sudo: false,
    authKind: 'privateKey',
    hostKey: { type: 'ssh-ed25519', fingerprint: `SHA256:${'a'.repeat(43)}` },
    status: 'online',
    statusReason: null,
    lastReadAt: new Date(READ_AT_MS).toISOString(),
    nextAttemptAt: null,
    offeredHostKey: null,
    notes: [],
    summary: {
      osName: 'Debian GNU/Linux 12',
      kernel: '6.1.0',
      libvirtVersion: '9.0.0',
      ovsVersion: '3.1.0',
      nics: [
        { name: 'eth0', bond: null, hasCarrier: true, isManagement: true },
        { name: 'eth1', bond: 'bond0', hasCarrier: true, isManagement: false },
        { name: 'eth2', bond: 'bond0', hasCarrier: false, isManagement: false },
      ],
      linuxBridges: 4,
      ovsBridges: 2,
      bonds: 1,
      networks: 3,
      macvtaps: 2,
      guestsRunning: 19,
      guestsTotal: 20,
      vlans: [20, 100, 125, 126, 200],
      unread: [],
      warnings: 2,
      findings: { warnings: 0, errors: 0 },
      errors: 0,
    },
    createdAt: '2026-02-01T08:00:00.000Z',
    ...patch,
  }
}
