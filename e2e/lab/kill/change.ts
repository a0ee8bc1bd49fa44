import type { IntentInput } from '@/lib/core/intents/intent'
import { stateOf } from '../guard-host'
import type { LabHost } from '../lab'

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

/** Everything of the host that the change touches, as its own commands tell it, definitions included. */
export async function wholeState(host: LabHost): Promise<string> {
  const networks = host.attempt([
    'sh',
    '-c',
    'for n in $(virsh -q net-list --all --name); do virsh net-info $n; virsh net-dumpxml --inactive $n; done',
  ]).stdout
  const steady = networks.replaceAll(/UUID: .*|<uuid>.*<\/uuid>|<mac address=.*\/>/g, '')
  const all = JSON.stringify({ ...Object(await stateOf(host)), networks: steady }, withoutPromiscuity, 1)
  // A macvtap gets another MAC each time it is made, and its link-local address from that.
  return all
    .split('\n')
    .filter((line) => !line.includes('fe80:'))
    .join('\n')
}

/**
 * Open vSwitch's user-space datapath makes its devices promiscuous and puts their flags back when it lets go of them
 * (netdev-linux.c); one that is killed cannot, and its successor takes what it finds for what was there before.
 */
const withoutPromiscuity = (_: string, value: unknown): unknown =>
  Array.isArray(value) ? value.filter((flag) => flag !== 'PROMISC') : value

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
