import type { Tool } from '../model/network-state'
import type { OsRelease, ToolRecord } from '../parse/system'

type PackageManager = 'apt' | 'dnf' | 'zypper' | 'pacman' | 'apk'

/** os-release IDs and ID_LIKEs of the distributions whose package names we know. */
const MANAGER_BY_OS = new Map<string, PackageManager>([
  ...list('apt', 'debian ubuntu'),
  ...list('dnf', 'rhel fedora centos rocky almalinux ol amzn'),
  ...list('zypper', 'suse opensuse sles opensuse-leap opensuse-tumbleweed'),
  ...list('pacman', 'arch archlinux manjaro'),
  ...list('apk', 'alpine'),
])

const INSTALL: Record<PackageManager, string> = {
  apt: 'apt-get install',
  dnf: 'dnf install',
  zypper: 'zypper install',
  pacman: 'pacman -S',
  apk: 'apk add',
}

type ToolSpec = {
  name: string
  /** What must be on the PATH. */
  commands: readonly string[]
  purpose: string
  packages: Record<PackageManager, string> | null
  /** The service that must run; Debian and Ubuntu start services on installation, the others do not. */
  service: string | null
}

const everywhere = (name: string): Record<PackageManager, string> => ({
  apt: name,
  dnf: name,
  zypper: name,
  pacman: name,
  apk: name,
})

const TOOLS: readonly ToolSpec[] = [
  {
    name: 'iproute2',
    commands: ['ip', 'bridge'],
    purpose: 'Links, addresses, routes, Linux bridges, VLANs and bonds: nothing can be shown without it.',
    packages: { ...everywhere('iproute2'), dnf: 'iproute' },
    service: null,
  },
  {
    name: 'Open vSwitch',
    commands: ['ovs-vsctl', 'ovs-appctl'],
    purpose: 'OVS bridges, ports, VLANs, bonds and tunnels.',
    packages: { ...everywhere('openvswitch'), apt: 'openvswitch-switch' },
    service: 'openvswitch',
  },
  {
    name: 'libvirt',
    commands: ['virsh'],
    purpose: 'Guests, their NICs, networks and portgroups.',
    packages: {
      apt: 'libvirt-clients',
      dnf: 'libvirt-client',
      zypper: 'libvirt-client',
      pacman: 'libvirt',
      apk: 'libvirt-client',
    },
    service: null,
  },
  {
    name: 'lldpd',
    commands: ['lldpcli'],
    purpose: 'The switch and port at the other end of each NIC.',
    packages: everywhere('lldpd'),
    service: 'lldpd',
  },
  {
    name: 'ethtool',
    commands: ['ethtool'],
    purpose: 'Optional: offloads and driver statistics of NICs.',
    packages: everywhere('ethtool'),
    service: null,
  },
  {
    name: 'systemd',
    commands: ['systemctl', 'systemd-run'],
    purpose: 'A timer on the host that takes a change back by itself, also after a crash of this console.',
    packages: null,
    service: null,
  },
]

/** The tool that holds a command ("bridge" → iproute2), by its name in the list of tools. */
export function toolOfCommand(command: string): string | null {
  return TOOLS.find((tool) => tool.commands.includes(command))?.name ?? null
}

/** Which tools the host has, with versions, and how to get those it lacks on its distribution. */
export function observeTools(records: ReadonlyMap<string, ToolRecord>, os: OsRelease): Tool[] {
  return TOOLS.map((tool) => {
    const found = tool.commands.map((command) => records.get(command))
    return {
      name: tool.name,
      version: found.find((record) => record?.version != null)?.version ?? null,
      isPresent: found.every((record) => record?.path != null),
      purpose: tool.purpose,
      installCommand: installCommand(tool, os),
    }
  })
}

function installCommand(tool: ToolSpec, os: OsRelease): string | null {
  const manager = [os.id, ...os.idLike].map((id) => MANAGER_BY_OS.get(id ?? '')).find((known) => known !== undefined)
  if (manager === undefined || tool.packages === null) return null
  const install = `${INSTALL[manager]} ${tool.packages[manager]}`
  if (tool.service === null || manager === 'apt') return install
  if (manager === 'apk') return `${install} && rc-update add ${tool.service} && rc-service ${tool.service} start`
  // Arch alone names the unit after the daemon.
  const unit = manager === 'pacman' && tool.service === 'openvswitch' ? 'ovs-vswitchd' : tool.service
  return `${install} && systemctl enable --now ${unit}`
}

function list(manager: PackageManager, ids: string): [string, PackageManager][] {
  return ids.split(' ').map((id) => [id, manager])
}
