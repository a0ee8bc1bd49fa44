import { FLOWS_SCRIPT, GROUPS_SCRIPT } from '../../core/raw/dump-readers'
import { bridgeCommand } from '../kernel/bridge-command'
import { ipCommand } from '../kernel/ip-command'
import { virshCommand } from '../libvirt/virsh-command'
import { copyDatabase, emptyDatabase, newRow } from '../ovs/database'
import { appctlCommand } from '../ovs/appctl-command'
import { ofctlCommand } from '../ovs/ofctl-command'
import { renderDump } from '../ovs/render-json'
import { announce, vsctlCommand } from '../ovs/vsctl-command'
import { settleOvs } from '../ovs/vswitchd'
import { renderLldp } from '../render/lldp'
import { idText } from '../render/system'
import { fileCommand } from './file-commands'
import { uuidOf } from './identity'
import { findRead } from './reads'
import { deniedTo } from './rights'
import { failed, ok } from './result'
import type { Result } from './result'
import { CONSOLE } from './session'
import type { Session } from './session'
import type { SimState } from './state'
import { World } from './world'
import type { SimEvent } from './world'

export type MachineOptions = {
  name: string
  /** Default: the host's name. Equal seeds and equal commands give equal machines. */
  seed?: string
  hasOvs?: boolean
  hasLibvirt?: boolean
  hasLldp?: boolean
  now?: () => number
}

const freshState = (
  { name, seed = name, hasOvs = true, hasLibvirt = true, hasLldp = true }: MachineOptions,
  nowMs: number,
): SimState => {
  const ovs = hasOvs ? emptyDatabase() : null
  if (ovs !== null) {
    const root = newRow('Open_vSwitch', uuidOf(`${seed}/Open_vSwitch`), {
      db_version: ['8.3.1'],
      ovs_version: ['3.1.0'],
      dpdk_version: ['none'],
      external_ids: new Map([
        ['hostname', name],
        ['rundir', '/var/run/openvswitch'],
        ['system-id', uuidOf(`${seed}/system-id`)],
      ]),
      datapath_types: ['netdev', 'system'],
      iface_types: ['geneve', 'gre', 'internal', 'patch', 'stt', 'system', 'tap', 'vxlan'],
      system_type: ['debian'],
      system_version: ['12'],
    })
    ovs.Open_vSwitch.set(root.uuid, root)
  }
  return {
    system: {
      hostname: name,
      machineId: uuidOf(`${seed}/machine-id`).replaceAll('-', ''),
      bootId: uuidOf(`${seed}/boot/0`),
      bootedAtMs: nowMs - 3 * 86_400_000,
      clockOffsetMs: 0,
      osId: 'debian',
      osName: 'Debian GNU/Linux 12 (bookworm)',
      osVersion: '12',
      kernel: '6.1.0-40-amd64',
      libvirtVersion: '9.0.0',
      qemuVersion: '7.2.22',
      ovsVersion: '3.1.0',
      ovsSchemaVersion: '8.3.1',
      abilities: { bonding: 'yes', vlanLinks: 'yes', vlanFiltering: 'yes' },
      networkctl: null,
      nmcli: null,
    },
    links: new Map(),
    routes: [],
    ovs,
    libvirt: hasLibvirt ? { networks: new Map(), guests: new Map(), nextGuestId: 1, nextVnet: 0 } : null,
    hasLldp,
    reachableControllers: [],
    stopped: new Set(),
    processes: [],
    freeKbytes: 8_000_000,
    files: new Map(),
    nextIfIndex: 1,
    nextPid: 2100,
    seed,
    generated: 0,
  }
}

const databaseDump = ({ state: { ovs, stopped } }: World): Result =>
  ovs === null || stopped.has('ovsdb-server')
    ? failed(1, 'ovsdb-client: failed to connect to "unix:/var/run/openvswitch/db.sock" (No such file or directory)')
    : ok(renderDump(ovs))

/** A simulated KVM host without its SSH server: commands in, answers and events out. */
export class Machine {
  readonly world: World
  readonly #listeners = new Set<(events: readonly SimEvent[]) => void>()
  #boots = 0

  constructor(readonly options: MachineOptions) {
    const now = options.now ?? Date.now
    this.world = new World(freshState(options, now()), now)
    this.world.addLink({
      name: 'lo',
      detail: { kind: 'loopback' },
      mac: '00:00:00:00:00:00',
      isUp: true,
      mtuBytes: 65536,
      addresses: [
        { family: 'inet', address: '127.0.0.1', prefix: 8, isDynamic: false },
        { family: 'inet6', address: '::1', prefix: 128, isDynamic: false },
      ],
    })
    this.world.drain()
  }

  get state(): SimState {
    return this.world.state
  }

  get name(): string {
    return this.state.system.hostname
  }

  /** Whether the tool would be found on PATH. */
  hasTool(tool: string): boolean {
    if (tool.startsWith('ovs')) return this.state.ovs !== null
    if (tool === 'virsh') return this.state.libvirt !== null
    if (tool === 'lldpcli') return this.state.hasLldp
    return true
  }

  /** Runs one command to its end. Never throws on a command's own failure: that is in the result. */
  run(argv: readonly string[], stdin = '', session: Session = CONSOLE): Result {
    const result = deniedTo(session, argv) ?? this.#dispatch(argv, stdin, session)
    this.settle()
    return result
  }

  /** Changes the state by hand (a cable, a counter) and lets everything follow from it. */
  apply(change: (world: World) => void): void {
    change(this.world)
    this.settle()
  }

  /** Lets ovs-vswitchd follow the kernel, then tells the listeners what happened. */
  settle(): void {
    if (this.world.isUnsettled) {
      this.world.isUnsettled = false
      const { ovs } = this.state
      const before = ovs === null ? null : copyDatabase(ovs)
      settleOvs(this.world)
      if (before !== null && ovs !== null) announce(this.world, before, ovs)
      this.world.isUnsettled = false
    }
    const events = this.world.drain()
    if (events.length > 0) for (const listener of this.#listeners) listener(events)
  }

  /** Calls `listener` with what each command changed. Returns the end of it. */
  listen(listener: (events: readonly SimEvent[]) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** A new boot: another boot id, uptime 0. Stored things stay; what `ip` made stays too (see README: differences). */
  reboot(): void {
    this.#boots += 1
    this.state.system.bootId = uuidOf(`${this.state.seed}/boot/${this.#boots}`)
    this.state.system.bootedAtMs = this.world.now()
  }

  #dispatch(argv: readonly string[], stdin: string, session: Session): Result {
    const isPresent = (tool: string): boolean => this.hasTool(tool)
    const read = findRead(argv)
    if (read !== undefined) return read(this.world, session, isPresent)
    const [tool = '', ...rest] = argv
    const name = tool.replace(/^.*\//, '')
    if (!this.hasTool(name)) return failed(127, `sh: 1: ${tool}: not found`)
    switch (name) {
      case 'ip':
        return ipCommand(this.world, rest)
      case 'bridge':
        return bridgeCommand(this.world, rest)
      case 'ovs-vsctl':
        return vsctlCommand(this.world, rest)
      case 'ovs-appctl':
        return appctlCommand(this.world, rest)
      case 'sh':
        return rest[1] === FLOWS_SCRIPT
          ? this.#dispatch(['ovs-ofctl', 'dump-flows', ...rest.slice(3)], stdin, session)
          : rest[1] === GROUPS_SCRIPT
            ? ok()
            : failed(127, `sh: 1: ${tool}: not found`)
      case 'ovs-ofctl':
        return ofctlCommand(this.world, rest)
      case 'ovsdb-client':
        return databaseDump(this.world)
      case 'virsh':
        return virshCommand(this.world, rest, stdin)
      case 'lldpcli':
        return ok(renderLldp(this.state))
      case 'id':
        return ok(`${rest[0] === '-u' ? (session.isRoot ? '0' : '1000') : idText(session)}\n`)
      case 'hostname':
        return ok(`${this.name}\n`)
      case 'sudo':
        return session.isRoot
          ? this.#dispatch(
              rest.filter((word) => word !== '-n' && word !== '--'),
              stdin,
              session,
            )
          : failed(1, 'sudo: a password is required')
      default:
        return fileCommand(this.world, name, rest, stdin) ?? failed(127, `sh: 1: ${tool}: not found`)
    }
  }
}
