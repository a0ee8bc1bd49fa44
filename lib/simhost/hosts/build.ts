import { escapeXml } from '../libvirt/xml'
import type { Machine } from '../machine/machine'
import type { SimNeighbour } from '../machine/state'
import type { SimHost, SimHostOptions } from '../sim-host'
import { splitWords } from '../ssh/words'

/** Words to build hosts with: the hosts' own commands, so that a host's file reads beside the article it comes from. */

export type HostBuilder = (options?: Partial<SimHostOptions>) => SimHost

/** Runs one command line a line; blank lines and "#" lines are passed over. Throws at the first that fails. */
export const commands = (machine: Machine, script: string): void => {
  for (const line of script.split('\n').map((text) => text.trim())) {
    if (line === '' || line.startsWith('#')) continue
    const { status, stderr } = machine.run(splitWords(line))
    if (status !== 0) throw new Error(`${machine.name}: "${line}" ended with ${status}: ${stderr.trim()}`)
  }
}

export const runXml = (machine: Machine, argv: readonly string[], xml: string): void => {
  const { status, stderr } = machine.run(argv, xml)
  if (status !== 0) throw new Error(`${machine.name}: "${argv.join(' ')}" ended with ${status}: ${stderr.trim()}`)
}

/** A libvirt network, defined, started and set to autostart. */
export const network = (machine: Machine, name: string, xml: string): void => {
  runXml(machine, ['virsh', 'net-define', '/dev/stdin'], xml)
  commands(machine, `virsh net-start ${name}\nvirsh net-autostart ${name}`)
}

export const DEFAULT_NETWORK = `<network><name>default</name><forward mode='nat'/><bridge name='virbr0' stp='on' delay='0'/>
<ip address='192.168.122.1' netmask='255.255.255.0'><dhcp><range start='192.168.122.2' end='192.168.122.254'/></dhcp></ip></network>`

export type GuestPlan = {
  name: string
  /** `<interface>` elements. */
  nics: readonly string[]
  title?: string
  /** Default: running. */
  state?: 'running' | 'paused' | 'shut off'
  isAutostart?: boolean
  memoryMiB?: number
}

const domainXml = ({ name, nics, title, memoryMiB = 2048 }: GuestPlan): string => `<domain type='kvm'>
  <name>${escapeXml(name)}</name>
  ${title === undefined ? '' : `<title>${escapeXml(title)}</title>`}
  <memory unit='KiB'>${memoryMiB * 1024}</memory>
  <currentMemory unit='KiB'>${memoryMiB * 1024}</currentMemory>
  <vcpu placement='static'>2</vcpu>
  <os><type arch='x86_64' machine='pc-q35-7.2'>hvm</type><boot dev='hd'/></os>
  <features><acpi/><apic/></features>
  <cpu mode='host-passthrough' check='none' migratable='on'/>
  <clock offset='utc'/>
  <on_poweroff>destroy</on_poweroff><on_reboot>restart</on_reboot><on_crash>destroy</on_crash>
  <devices>
    <emulator>/usr/bin/qemu-system-x86_64</emulator>
    <disk type='file' device='disk'><driver name='qemu' type='qcow2'/><source file='/var/lib/libvirt/images/disk.qcow2'/><target dev='vda' bus='virtio'/></disk>
    <controller type='pci' index='0' model='pcie-root'/>
    ${nics.join('\n')}
    <console type='pty'><target type='serial' port='0'/></console>
    <memballoon model='virtio'/>
  </devices>
</domain>`

export const guest = (machine: Machine, plan: GuestPlan): void => {
  runXml(machine, ['virsh', 'define', '/dev/stdin'], domainXml(plan))
  const { name, state = 'running', isAutostart = true } = plan
  if (state !== 'shut off') runXml(machine, ['virsh', 'start', name, ...(state === 'paused' ? ['--paused'] : [])], '')
  if (isAutostart) runXml(machine, ['virsh', 'autostart', name], '')
}

const macElement = (mac: string | undefined): string => (mac === undefined ? '' : `<mac address='${mac}'/>`)

export const networkNic = (name: string, portgroup?: string, mac?: string): string =>
  `<interface type='network'>${macElement(mac)}<source network='${name}'${portgroup === undefined ? '' : ` portgroup='${portgroup}'`}/><model type='virtio'/></interface>`

export const bridgeNic = (bridge: string, mac?: string): string =>
  `<interface type='bridge'>${macElement(mac)}<source bridge='${bridge}'/><model type='virtio'/></interface>`

/** A NIC on an OVS bridge without a network: `vlan` is the inside of its `<vlan>`, or none. */
export const ovsNic = (bridge: string, vlan = '', mac?: string): string =>
  `<interface type='bridge'>${macElement(mac)}<source bridge='${bridge}'/>${vlan}<virtualport type='openvswitch'/><model type='virtio'/></interface>`

/** A function of a card by its PCI address, "0000:03:02.1"; `more`: `<vlan>` and the like. */
export const hostdevNic = (pci: string, more = '', mac?: string): string => {
  const [domain = '', bus = '', slot = '', fn = ''] = pci.split(/[:.]/)
  return `<interface type='hostdev' managed='yes'>${macElement(mac)}<source><address type='pci' domain='0x${domain}' bus='0x${bus}' slot='0x${slot}' function='0x${fn}'/></source>${more}</interface>`
}

/** A socket that QEMU makes and Open vSwitch with DPDK opens. */
export const vhostUserNic = (path: string, mac?: string): string =>
  `<interface type='vhostuser'>${macElement(mac)}<source type='unix' path='${path}' mode='server'/><model type='virtio'/></interface>`

export const directNic = (dev: string, mode: 'vepa' | 'bridge' | 'private' | 'passthrough', mac?: string): string =>
  `<interface type='direct'>${macElement(mac)}<source dev='${dev}' mode='${mode}'/><model type='virtio'/></interface>`

export type SwitchPort = {
  switch: 'tor-a' | 'tor-b'
  port: string
  pvid?: number
  vlans?: readonly [number, string][]
  speaksLacp?: boolean
  mtuBytes?: number
}

const SWITCHES = {
  'tor-a': { chassisMac: '4c:5e:0c:aa:00:01', managementAddress: '192.0.2.251' },
  'tor-b': { chassisMac: '4c:5e:0c:bb:00:01', managementAddress: '192.0.2.252' },
} as const

const switchPort = (machine: Machine, plan: SwitchPort): SimNeighbour => ({
  chassisName: plan.switch,
  chassisMac: SWITCHES[plan.switch].chassisMac,
  chassisDescription: 'Example Networks EOS 4.31, 48 x 25G',
  managementAddress: SWITCHES[plan.switch].managementAddress,
  portName: plan.port,
  portDescription: `${machine.name} uplink`,
  pvid: plan.pvid ?? 1,
  vlans: (plan.vlans ?? []).map(([id, name]) => ({ id, name })),
  maxFrameBytes: plan.mtuBytes ?? 9216,
  speaksLacp: plan.speaksLacp ?? false,
})

/** A physical NIC: its cable, speed and what is at the far end. */
export const nic = (
  machine: Machine,
  name: string,
  options: { speedMbps?: number; driver?: string; hasCable?: boolean; isUp?: boolean; far?: SwitchPort } = {},
): void => {
  const { speedMbps = 10_000, driver = 'ixgbe', hasCable = true, isUp = true, far } = options
  const slot = [...machine.state.links.values()].filter(({ detail }) => detail.kind === 'nic').length
  machine.apply((world) => {
    world.addLink({
      name,
      isUp,
      detail: {
        kind: 'nic',
        driver,
        bus: `0000:0${3 + (slot >> 1)}:00.${slot & 1}`,
        speedMbps,
        hasCable,
        neighbour: far === undefined ? null : switchPort(machine, far),
      },
      counters: {
        rxBytes: 1_204_551 * (slot + 1),
        rxPackets: 9_107 * (slot + 1),
        txBytes: 803_112 * (slot + 1),
        txPackets: 7_411 * (slot + 1),
      },
    })
  })
}

/**
 * Gives a NIC virtual functions, each with a link of its own until a guest takes it ("enp3s0f0v1"). `switchId`: the card shows its
 * switch, and each function has a representor in it ("enp3s0f0_1").
 */
export const virtualFunctions = (
  machine: Machine,
  name: string,
  { count, limit = 64, switchId = null }: { count: number; limit?: number; switchId?: string | null },
): void => {
  const link = machine.state.links.get(name)
  if (link === undefined || link.detail.kind !== 'nic') throw new Error(`${machine.name}: ${name} is no NIC`)
  const { detail } = link
  const [card = '', port = '0'] = detail.bus.split(/:00\.(?=\d$)/)
  const functions = Array.from({ length: count }, (_, number) => ({
    number,
    pci: `${card}:${(2 + 8 * Number(port) + (number >> 3)).toString(16).padStart(2, '0')}.${number & 7}`,
    driver: switchId === null ? 'iavf' : 'mlx5_core',
    mac: '00:00:00:00:00:00',
    vlanId: 0,
    isSpoofChecked: true,
    isTrusted: false,
    parked: null,
  }))
  machine.apply((world) => {
    world.updateLink(name, { detail: { ...detail, card: { role: 'physical', functions, limit, switchId } } })
    for (const { number, pci, driver } of functions) {
      const common = { kind: 'nic', speedMbps: detail.speedMbps, hasCable: true, neighbour: null } as const
      world.addLink({
        name: `${name}v${number}`,
        detail: { ...common, driver, bus: pci, card: { role: 'virtual', physical: detail.bus } },
      })
      if (switchId !== null)
        world.addLink({
          name: `${name}_${number}`,
          isUp: true,
          detail: {
            ...common,
            driver: detail.driver,
            bus: detail.bus,
            card: { role: 'representor', switchId, port: `pf${port}vf${number}` },
          },
        })
    }
  })
}

/** The management NIC: an address, a default route, and the switch port that carries them. */
export const management = (machine: Machine, address: string, name = 'eth0'): void => {
  nic(machine, name, {
    speedMbps: 1_000,
    driver: 'igb',
    far: {
      switch: 'tor-a',
      port: `Ethernet${40 + (Number(address.split('.')[3] ?? 0) % 8)}`,
      vlans: [[1, 'management']],
      mtuBytes: 1518,
    },
  })
  commands(
    machine,
    `ip addr add ${address}/24 dev ${name}
     ip route add default via 192.0.2.1 dev ${name}`,
  )
}
