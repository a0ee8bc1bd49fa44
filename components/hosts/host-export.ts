import type { ExportColumn } from '@/lib/client/export-table'
import type { Host } from '@/lib/contract/hosts'
import { areOvsBridgesKnown, areVlansKnown, knownLook } from './known-facts'

/** The overview as plain values: every count in a column of its own. */
export const HOST_EXPORT: readonly ExportColumn<Host>[] = [
  { title: 'Host', value: (host) => host.name },
  { title: 'Label', value: (host) => host.label },
  { title: 'Address', value: (host) => host.address },
  { title: 'Port', value: (host) => host.port },
  { title: 'Status', value: (host) => host.status },
  { title: 'Reason', value: (host) => host.statusReason?.message ?? null },
  { title: 'Last read', value: (host) => host.lastReadAt },
  { title: 'NICs', value: (host) => host.summary?.nics.map((nic) => nic.name).join(' ') ?? null },
  {
    title: 'NICs without carrier',
    value: (host) =>
      host.summary?.nics
        .filter((nic) => !nic.hasCarrier)
        .map((nic) => nic.name)
        .join(' ') ?? null,
  },
  { title: 'Linux bridges', value: (host) => host.summary?.linuxBridges ?? null },
  {
    title: 'OVS bridges',
    value: ({ summary }) => (summary !== null && areOvsBridgesKnown(summary) ? summary.ovsBridges : null),
  },
  { title: 'Bonds', value: (host) => host.summary?.bonds ?? null },
  { title: 'Networks', value: (host) => host.summary?.networks ?? null },
  { title: 'macvtap', value: (host) => host.summary?.macvtaps ?? null },
  { title: 'Guests running', value: (host) => host.summary?.guestsRunning ?? null },
  { title: 'Guests', value: (host) => host.summary?.guestsTotal ?? null },
  {
    title: 'VLANs',
    value: ({ summary }) => (summary !== null && areVlansKnown(summary) ? summary.vlans.join(' ') : null),
  },
  { title: 'OS', value: (host) => host.summary?.osName ?? null },
  { title: 'Kernel', value: (host) => host.summary?.kernel ?? null },
  { title: 'libvirt', value: (host) => host.summary?.libvirtVersion ?? null },
  { title: 'Open vSwitch', value: (host) => host.summary?.ovsVersion ?? null },
  { title: 'Warnings', value: (host) => knownLook(host.summary)?.warnings ?? null },
  { title: 'Errors', value: (host) => knownLook(host.summary)?.errors ?? null },
]
