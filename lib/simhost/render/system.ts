import type { World } from '../machine/world'
import type { Session } from '../machine/session'

/** What SYSTEM_FACTS and TOOL_FACTS of core/observe/system-commands.ts print. */
const OS_RELEASE = (name: string, version: string, id: string): string[] => [
  `PRETTY_NAME="${name}"`,
  `NAME="${name.replace(/ \d.*$/, '')}"`,
  `VERSION_ID="${version}"`,
  `ID=${id}`,
  'HOME_URL="https://www.debian.org/"',
]

export const idText = ({ isRoot, userName }: Session): string =>
  isRoot
    ? 'uid=0(root) gid=0(root) groups=0(root)'
    : `uid=1000(${userName}) gid=1000(${userName}) groups=1000(${userName})`

export const renderSystem = ({ state, now }: World, session: Session): string => {
  const { system } = state
  const at = now()
  const uptime = Math.max(0, (at - system.bootedAtMs) / 1000)
  return [
    `hostname ${system.hostname}`,
    `kernel ${system.kernel}`,
    `machine-id ${system.machineId}`,
    `boot-id ${system.bootId}`,
    `uptime ${uptime.toFixed(2)} ${(uptime * 3.4).toFixed(2)}`,
    ...OS_RELEASE(system.osName, system.osVersion, system.osId).map((line) => `os-release ${line}`),
    'systemd yes',
    `date ${((at + system.clockOffsetMs) / 1000).toFixed(9)}`,
    `id ${idText(session)}`,
    ...(session.sshConnection === null || session.isSudo ? [] : [`ssh-connection ${session.sshConnection}`]),
  ]
    .map((line) => `${line}\n`)
    .join('')
}

const PATHS: Readonly<Record<string, string>> = {
  ip: '/usr/sbin/ip',
  bridge: '/usr/sbin/bridge',
  'ovs-vsctl': '/usr/bin/ovs-vsctl',
  'ovs-appctl': '/usr/bin/ovs-appctl',
  virsh: '/usr/bin/virsh',
  lldpcli: '/usr/sbin/lldpcli',
  ethtool: '/usr/sbin/ethtool',
  systemctl: '/usr/bin/systemctl',
  'systemd-run': '/usr/bin/systemd-run',
}

export const renderTools = ({ state }: World, isPresent: (tool: string) => boolean): string => {
  const { libvirtVersion, ovsVersion, abilities } = state.system
  const versions: [string, string][] = [
    ['ip', 'ip utility, iproute2-6.1.0, libbpf 1.1.2'],
    ['ovs-vsctl', `ovs-vsctl (Open vSwitch) ${ovsVersion}`],
    ['virsh', libvirtVersion],
    ['lldpcli', '1.0.16'],
    ['ethtool', 'ethtool version 6.1'],
  ]
  return [
    ...Object.entries(PATHS)
      .filter(([tool]) => isPresent(tool))
      .map(([tool, path]) => `${tool} path ${path}\n`),
    ...versions.filter(([tool]) => isPresent(tool)).map(([tool, text]) => `${tool} version ${text}\n`),
    `able bonding ${abilities.bonding}\nable vlan-links ${abilities.vlanLinks}\nable vlan-filtering ${abilities.vlanFiltering}\n`,
  ].join('')
}

export const renderLinkManagers = ({ state }: World): string => {
  const { networkctl, nmcli } = state.system
  return [
    ...(networkctl ?? []).map((line) => `networkd ${line}\n`),
    ...(nmcli ?? []).map((line) => `nm ${line}\n`),
  ].join('')
}
