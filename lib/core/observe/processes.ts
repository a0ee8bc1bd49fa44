import { normaliseMac } from '../address/mac'
import type { Guest, GuestNic, GuestNicConfig, GuestNicSource } from '../model/libvirt'
import type { Link } from '../model/link'
import { parseQemuProcesses } from '../parse/qemu-process'
import type { QemuNic, QemuProcess } from '../parse/qemu-process'
import { plainText } from '../parse/plain-text'
import { observed, takeFact } from './observed'
import type { Observed } from './observed'
import { QEMU_PROCESSES } from './processes-commands'
import type { RawFacts } from './read-command'

/** QEMU gives NICs without mac= this address, counting up (qemu-doc, -net nic). */
const QEMU_DEFAULT_MAC = 0x525400123456

/** What was read beside: whether libvirt's list of guests is whole, and the links, for taps that no process names. */
export type ProcessContext = { areGuestsWhole: boolean; links: readonly Pick<Link, 'name' | 'mac' | 'kind'>[] }

/**
 * The guests of libvirt with their processes' pids filled in, and QEMU processes that libvirt does not know as guests
 * "pid:<n>" after them. A process is libvirt's where it carries a known guest's UUID or a known guest's tap. One that is named as
 * libvirt names guests and has another UUID belongs to another libvirt: of a user (qemu:///session), or in a container.
 */
export function observeProcesses(
  facts: RawFacts,
  guests: readonly Guest[],
  { areGuestsWhole, links }: ProcessContext = { areGuestsWhole: true, links: [] },
): Observed<Guest[]> {
  const { value, problems } = takeFact(facts, QEMU_PROCESSES, parseQemuProcesses)
  const processes = value ?? []
  const pidByUuid = new Map(processes.map(({ uuid, pid }) => [uuid, pid]))
  const libvirtUuids = new Set(guests.map(({ uuid }) => uuid))
  const libvirtTaps = new Set(guests.flatMap(({ nics }) => nics.flatMap((nic) => nic.running?.target ?? [])))
  const withPids = guests.map((guest) => ({ ...guest, pid: guest.pid ?? pidByUuid.get(guest.uuid) ?? null }))
  const isForeign = (process: QemuProcess): boolean =>
    !(process.isNamedAsGuest && process.uuid === null && areGuestsWhole) &&
    !(process.uuid !== null && libvirtUuids.has(process.uuid)) &&
    !tapsOf(process).some((tap) => libvirtTaps.has(tap))
  const foreign = processes.filter(isForeign).map((process) => guestOf(process, links))
  return observed([...withPids, ...foreign.sort((a, b) => (a.pid ?? 0) - (b.pid ?? 0))], problems)
}

function tapsOf(process: QemuProcess): string[] {
  const named = process.nics.flatMap(({ netdev }) => netdev?.options.get('ifname') ?? [])
  return [...new Set([...named, ...process.taps.values()])]
}

function guestOf(process: QemuProcess, links: ProcessContext['links']): Guest {
  return {
    uuid: `pid:${process.pid}`,
    name: plainText(process.name ?? '', 200) || `qemu (pid ${process.pid})`,
    title: null,
    state: 'running',
    manager: 'qemu-process',
    isPersistent: false,
    isAutostart: false,
    hasAcpi: true,
    machineType: process.machineType,
    pid: process.pid,
    nics: nicsOf(process, links),
  }
}

function nicsOf(process: QemuProcess, links: ProcessContext['links']): GuestNic[] {
  const unnamed = tapsOf(process).filter(
    (tap) => !process.nics.some(({ netdev }) => tapOfNetdev(netdev, process) === tap),
  )
  let defaultMacs = 0
  const named = process.nics.map((nic, index): GuestNic => {
    const isTap = nic.netdev?.type === 'tap' || nic.netdev?.type === 'bridge'
    const mac = normaliseMac(nic.mac ?? '') ?? defaultMac(defaultMacs++)
    // Without a name the kernel picked one (tap0): the open taps that nobody else claims, in order.
    const ifname = tapOfNetdev(nic.netdev, process)
    const claimed = isTap && ifname === null && !hasDescriptor(nic) ? (unnamed.shift() ?? null) : ifname
    const target = claimed === null && process.isNamedAsGuest ? tapOfMac(mac, links) : claimed
    return { name: `net${index}`, running: configOf(nic, mac, target), stored: null, differences: [] }
  })
  // A NIC that was plugged over QMP is in no command line: its tap is there, its MAC only the guest knows.
  const plugged = unnamed.map((tap, place): GuestNic => {
    const running = configOf({ model: null, mac: null, netdev: PLUGGED }, '', tap)
    return { name: `net${named.length + place}`, running, stored: null, differences: [] }
  })
  return [...named, ...plugged]
}

const PLUGGED = { type: 'tap', options: new Map<string, string>() } as const

function tapOfNetdev(netdev: QemuNic['netdev'], process: QemuProcess): string | null {
  if (netdev?.type !== 'tap') return null
  const descriptor = Number(netdev.options.get('fd') ?? netdev.options.get('fds')?.split(':')[0] ?? 'none')
  // A macvtap's descriptor has no "iff:" line; it stays without a target.
  return netdev.options.get('ifname') ?? process.taps.get(descriptor) ?? null
}

/** libvirt gives a tap its NIC's address with the first octet fe, and a macvtap the address itself. */
function tapOfMac(mac: string, links: ProcessContext['links']): string | null {
  const link = links.find((each) =>
    each.kind === 'macvtap' ? each.mac === mac : each.kind === 'tap' && each.mac === `fe${mac.slice(2)}`,
  )
  return link?.name ?? null
}

const hasDescriptor = ({ netdev }: QemuNic): boolean =>
  netdev?.options.has('fd') === true || netdev?.options.has('fds') === true

function configOf(nic: QemuNic, mac: string, target: string | null): GuestNicConfig {
  return {
    mac,
    model: nic.model,
    alias: null,
    target,
    source: sourceOf(nic),
    vlan: null,
    virtualPort: null,
    interfaceId: null,
    linkState: 'up',
    mtuBytes: null,
    filter: null,
    isTrustGuestRxFilters: false,
    teaming: null,
  }
}

/** A tap made by hand or by a script is what libvirt calls "ethernet"; who bridges it is for the links to say. */
function sourceOf({ netdev }: QemuNic): GuestNicSource {
  if (netdev === null) return { type: 'other', libvirtType: 'none', text: 'no back end' }
  if (netdev.type === 'tap') return { type: 'ethernet' }
  if (netdev.type === 'user') return { type: 'user' }
  // qemu-bridge-helper's default (qemu-doc, -netdev bridge).
  if (netdev.type === 'bridge') return { type: 'bridge', bridge: netdev.options.get('br') ?? 'br0' }
  return { type: 'other', libvirtType: netdev.type.slice(0, 60), text: `-netdev ${netdev.type.slice(0, 60)}` }
}

function defaultMac(index: number): string {
  const digits = (QEMU_DEFAULT_MAC + index).toString(16)
  return (digits.match(/../g) ?? []).join(':')
}
