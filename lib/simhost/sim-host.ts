import type { ServerChannel } from 'ssh2'
import { distort, matches } from './faults'
import type { Fault } from './faults'
import { SENTINEL, sentinelDelayMs, sentinelResult } from './guard/sentinels'
import type { GuardPace } from './guard/sim-guard'
import { DEFAULT_PACE, SimGuard } from './guard/sim-guard'
import { homeAddress, networksOf, servedAddresses } from './kernel/reach'
import { Machine } from './machine/machine'
import type { MachineOptions } from './machine/machine'
import { findReadId } from './machine/reads'
import { failed } from './machine/result'
import type { Result } from './machine/result'
import { CONSOLE } from './machine/session'
import type { Session } from './machine/session'
import type { World } from './machine/world'
import type { Access, Outcome, ServedHost } from './served-host'
import { keyPairOf } from './ssh/host-key'
import { SimSshServer } from './ssh/server'

export type SimHostOptions = MachineOptions & {
  password?: string
  authorizedKey?: string
  /** Users that sudo lets through without a password. root needs none. Default: admin. */
  sudoers?: readonly string[]
  /** How fast a guarded change goes. */
  pace?: Partial<GuardPace>
}

const DEFAULT_PASSWORD = 'patchbay'

/** A simulated host: a machine, an SSH server in front of it, and the ways in which it can be difficult. */
export class SimHost implements ServedHost {
  readonly machine: Machine
  readonly server: SimSshServer
  readonly access: Access
  /** root, admin (sudo), viewer (no rights). */
  readonly users = new Set(['root', 'admin', 'viewer'])
  readonly sudoers: Set<string>
  readonly guard: SimGuard
  readonly watches = new Map<ServerChannel, string[]>()
  readonly #faults = new Set<Fault>()
  #hasSentinels = true
  #keyGeneration = 0
  /** Where the console signs in: what 127.0.0.1 stands for, once the host has started. */
  #home: string | null = null
  /** The VLANs it is reached by; empty: it has no NIC to be reached by, and nothing can cut it off. */
  #homeNetworks: readonly number[] = []
  #served: readonly string[] = []

  constructor(options: SimHostOptions) {
    this.machine = new Machine(options)
    this.access = {
      password: options.password ?? DEFAULT_PASSWORD,
      authorizedKey: options.authorizedKey ?? null,
      refusesAuth: false,
    }
    this.sudoers = new Set(options.sudoers ?? ['admin'])
    this.server = new SimSshServer(this)
    this.guard = new SimGuard({
      machine: this.machine,
      pace: { ...DEFAULT_PACE, ...options.pace },
      perform: (argv, stdin, session) => this.#performNow(argv, stdin, session),
    })
    this.machine.world.readDisk = (file) => this.guard.read(file)
    this.machine.listen(() => this.#followLinks())
  }

  get name(): string {
    return this.machine.name
  }

  get hostKeySeed(): string {
    return `${this.machine.state.seed}/host-key/${this.#keyGeneration}`
  }

  addressBehind(local: string): string | null {
    return this.#served.includes(local) ? local : (this.#home ?? homeAddress(this.machine.state))
  }

  isReachedAt(local: string): boolean {
    if (this.#hasSentinels && this.machine.state.links.has(SENTINEL.cutsLink)) return false
    const address = this.addressBehind(local)
    if (address === null || this.#homeNetworks.length === 0) return true
    return networksOf(this.machine.state, address).some((vlan) => this.#homeNetworks.includes(vlan))
  }

  maySudo(session: Session): boolean {
    return session.isRoot || this.sudoers.has(session.userName)
  }

  /** Runs a command as root, past SSH and past every fault. */
  run(argv: readonly string[], stdin = ''): Result {
    return this.machine.run(argv, stdin, CONSOLE)
  }

  /** The same for one of the console's scripts, which the host runs by itself. */
  async runScript(argv: readonly string[], stdin = ''): Promise<Result> {
    return (await this.guard.answer(argv, stdin, CONSOLE)) ?? this.run(argv, stdin)
  }

  /** Changes the state by hand; watchers hear of it. */
  apply(change: (world: World) => void): void {
    this.machine.apply(change)
  }

  /** Makes the host difficult from now on. Returns the cure. */
  fail(fault: Fault): () => void {
    this.#faults.add(fault)
    return () => this.#faults.delete(fault)
  }

  /** Difficult no more: without faults, and with no name that makes things go wrong. */
  heal(): void {
    this.#hasSentinels = false
    this.#faults.clear()
    this.access.refusesAuth = false
  }

  async perform(argv: readonly string[], stdin: string, session: Session, deadlineMs?: number): Promise<Outcome> {
    const isLost = this.#faultsOf(argv).some(({ kind }) => kind === 'hang' || kind === 'stuck')
    const script = isLost ? undefined : this.guard.answer(argv, stdin, session, deadlineMs)
    return this.#performNow(argv, stdin, session, await script)
  }

  #faultsOf(argv: readonly string[]): Fault[] {
    const words = [argv.join(' '), findReadId(argv) ?? '']
    return [...this.#faults].filter((fault) => matches(fault, words))
  }

  /** `answered`: what the host's own script has come to. */
  #performNow(argv: readonly string[], stdin: string, session: Session, answered?: Result): Outcome {
    const faults = this.#faultsOf(argv)
    const has = (kind: Fault['kind']): boolean => faults.some((fault) => fault.kind === kind)
    const isHung = has('hang')
    const isStuck = has('stuck')
    const result =
      isHung || isStuck
        ? { status: 124, stdout: '', stderr: '' }
        : (answered ??
          (this.#hasSentinels ? sentinelResult(argv, stdin) : null) ??
          this.machine.run(argv, stdin, session))
    return {
      result: faults.reduce((before, fault) => distort(fault, before), result),
      delayMs: faults.reduce(
        (sum, fault) => sum + (fault.kind === 'slow' ? fault.delayMs : 0),
        this.#hasSentinels ? sentinelDelayMs(argv) : 0,
      ),
      isHung,
      isStuck,
      isCut: has('cut'),
    }
  }

  refuseWatch(argv: readonly string[], session: Session): Result | null {
    const [tool = ''] = argv
    const { stopped } = this.machine.state
    if (!this.machine.hasTool(tool)) return failed(127, `sh: 1: ${tool}: not found`)
    if (tool === 'ovsdb-client' && (stopped.has('ovsdb-server') || !session.isRoot))
      return failed(
        1,
        `ovsdb-client: failed to connect to "unix:/var/run/openvswitch/db.sock" (${session.isRoot ? 'No such file or directory' : 'Permission denied'})`,
      )
    // Whatever stops `virsh uri` stops its events.
    const probe = tool === 'virsh' ? this.machine.run(['virsh', '-r', 'uri'], '', session) : null
    return probe === null || probe.status === 0 ? null : probe
  }

  dropConnections(): void {
    this.server.dropConnections()
  }

  /** The next connection is greeted with another host key. */
  changeHostKey(): void {
    this.#keyGeneration += 1
  }

  /** Gone from the network: no listener, no connections. `appear` brings it back on the same port. */
  async vanish(): Promise<void> {
    await this.server.stop()
  }

  async appear(): Promise<void> {
    await this.server.start(this.server.port, '127.0.0.1')
    await this.server.alsoListenAt(this.#served)
  }

  /** The apply of this transaction goes on at once from what it waits for, whatever its pace. */
  hurryApply(transactionId: string): void {
    this.guard.hurry(transactionId)
  }

  /** New boot id, uptime 0, every connection dropped; what was armed is put back. */
  async reboot(): Promise<void> {
    this.machine.reboot()
    this.dropConnections()
    await this.guard.reboot()
  }

  async start(port = 0, address = '127.0.0.1'): Promise<void> {
    if (this.#home === null) {
      this.#home = homeAddress(this.machine.state)
      this.#homeNetworks = this.#home === null ? [] : networksOf(this.machine.state, this.#home)
    }
    await this.server.start(port, address)
    this.#followLinks()
  }

  async stop(): Promise<void> {
    await this.server.stop()
    await this.guard.end()
  }

  /** A change may take the way of our own connections, bring it back, or give the host a loopback address to be reached at. */
  #followLinks(): void {
    if (this.server.port === 0) return
    const served = servedAddresses(this.machine.state)
    if (served.join() !== this.#served.join()) {
      this.#served = served
      void this.server.alsoListenAt(served)
    }
    this.server.dropUnreachable()
  }
}

/** A key pair for signing in, stable for its name. */
export const loginKeyOf = (name: string): { privateKey: string } => keyPairOf(`login/${name}`)
