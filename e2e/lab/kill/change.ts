import type { IntentInput } from '@/lib/core/intents/intent'
import type { LabHost } from '../lab'
import { rawDumps } from '../raw-dumps'

/** What is changed over and over: Open vSwitch and the kernel at once, libvirt's stored definition after the confirmation. */
export const INTENTS: readonly IntentInput[] = [
  { kind: 'ovsBridge.set', name: 'brk' },
  { kind: 'port.set', bridge: 'brk', name: 'eth3', type: 'system' },
  { kind: 'port.set', bridge: 'brk', name: 'ink', type: 'internal' },
  { kind: 'portVlan.set', bridge: 'brk', port: 'eth3', mode: 'trunk', trunks: '125,126' },
  { kind: 'portVlan.set', bridge: 'brk', port: 'ink', mode: 'access', tag: 125 },
  { kind: 'macvtap.set', name: 'mvk', lower: 'eth4', mode: 'vepa' },
  { kind: 'network.set', name: 'netk', forward: 'bridge', bridge: 'brk', virtualport: 'openvswitch' },
  { kind: 'portgroup.set', network: 'netk', name: 'Vlan125', vlan: { mode: 'access', tag: 125 } },
]

/** Takes it back past the console, whatever is there of it. */
const CLEAN = `
virsh -q net-destroy netk; virsh -q net-undefine netk
ip link del mvk; ovs-vsctl --if-exists del-br brk; true`

export const clean = (host: LabHost) => host.exec('sh', '-c', `{ ${CLEAN}; } 2>/dev/null`)

/** All that the host's own tools say, in lines; by name what is drawn by lot each time the change is made: MAC addresses and UUIDs. */
export async function wholeState(host: LabHost): Promise<string> {
  const dumps = rawDumps(host)
  const macs = host.attempt([
    'sh',
    '-c',
    'for l in mvk brk ink ovs-netdev; do cat /sys/class/net/$l/address; done 2>/dev/null',
  ]).stdout
  const names = macs.split('\n').filter(Boolean)
  const all = names.reduce((text, mac) => text.replaceAll(mac, 'drawn by lot'), JSON.stringify(dumps, null, 1))
  const networks = all.replaceAll(/UUID: .*?"|<uuid>.*?<\/uuid>|<mac address=.*?\/>/g, '')
  // Link-local addresses follow from MAC addresses.
  const lines = networks.split('\n').filter((line) => !line.includes('fe80:'))
  return lines.join('\n')
}

export const isUnlocked = (host: LabHost): boolean =>
  host.attempt(['test', '-e', '/var/lib/patchbay/lock']).status !== 0

/** Kills the host's processes of this name pattern, as seen in /proc, and gives how many there were. */
export const killMatching = (host: LabHost, pattern: string): number =>
  Number(
    host.attempt([
      'sh',
      '-c',
      `n=0; for p in /proc/[0-9]*; do case $(tr '\\0' ' ' <$p/cmdline 2>/dev/null) in ${pattern}) kill -9 \${p#/proc/} && n=$((n + 1)) ;; esac; done; echo $n`,
    ]).stdout,
  )
