import type { ObserveContext } from '@/lib/core/observe/observe-host'
import { observeHost } from '@/lib/core/observe/observe-host'
import type { CommandOutput, RawFacts, ReadCommand } from '@/lib/core/observe/read-command'
import type { WatchSpec } from '@/lib/core/observe/events'
import type { NetworkState, SourceId } from '@/lib/core/model/network-state'
import { newRoute } from '@/lib/core/model/new-ip'
import { LINK_COUNTERS } from '@/lib/core/rates/rate-commands'
import { AppError } from '../../errors'
import type { CommandRunner } from '../../ssh/shell'
import { crowdedOut } from '../../ssh/errors'
import type { WatchHandlers } from '../../ssh/watch-channel'
import { FakeClock } from './clock'
import type { HostLink } from '../host-link'
import type { SessionDeps, SessionEvent } from '../session-types'
import { Semaphore } from '../semaphore'

/** A host without network, for tests of the session: what it answers and whether it answers is set from outside. */
export class TestHost {
  /** Free text of one source each; a change there is a change of the state. */
  readonly texts: Record<'system' | 'links' | 'ovs' | 'guests', string> = {
    system: 'boot-1',
    links: 'eth0',
    ovs: 'br0',
    guests: 'web1',
  }
  /** Event streams that sshd has channels for. */
  freeChannels = Number.POSITIVE_INFINITY
  /** What openLink throws, while set. */
  failure: AppError | null = null
  /** Command ids of each batch that ran. */
  readonly batches: string[][] = []
  /** What /proc/net/dev says, with the uptime before it; the batches of counters are counted apart. */
  counters = ''
  counterReads = 0
  /** Event streams that are open, by tool. */
  readonly watches = new Map<string, WatchHandlers>()
  readonly watchStarts: string[] = []
  readonly missingTools = new Set<string>()
  connects = 0
  closes = 0
  /** While set, commands wait for it. */
  hold: Promise<void> | null = null
  /** The same for what libvirt answers. */
  holdLibvirt: Promise<void> | null = null
  /** While set, a batch waits for it when its first answer is out; the others have been made by then. */
  holdRest: Promise<void> | null = null
  #links = new Set<{ end: (why: AppError) => void }>()

  open = async (signal: AbortSignal): Promise<HostLink> => {
    this.connects += 1
    await Promise.resolve()
    signal.throwIfAborted()
    if (this.failure) throw this.failure
    let ended: AppError | null = null
    const listeners: ((why: AppError) => void)[] = []
    let breakOff: (why: AppError) => void = () => undefined
    const broken = new Promise<never>((_resolve, reject) => (breakOff = reject))
    broken.catch(() => undefined) // nobody may be running a command
    const entry = {
      end: (why: AppError) => {
        ended ??= why
        this.#links.delete(entry)
        breakOff(why)
        for (const listener of listeners.splice(0)) listener(why)
      },
    }
    this.#links.add(entry)
    const runner = (hold: () => Promise<void> | null): CommandRunner => ({
      run: async (commands, onOutput = () => undefined) => {
        // The session runs ReadCommands, whatever the narrower type of the runner says.
        const ids = commands.map((command) => (command as unknown as ReadCommand).id)
        if (ids[0] === LINK_COUNTERS.id) this.counterReads += 1
        else this.batches.push(ids)
        await Promise.race([hold(), broken])
        if (ended) throw ended
        const outputs = ids.map((id) => this.#answer(id))
        for (const [i, output] of outputs.entries()) {
          onOutput(i, output)
          if (i === 0 && this.holdRest !== null) await Promise.race([this.holdRest, broken])
        }
        return outputs
      },
    })
    return {
      hostKey: { type: 'ssh-ed25519', fingerprint: `SHA256:${'A'.repeat(43)}` },
      shell: runner(() => this.hold),
      libvirtShell: runner(() => this.holdLibvirt),
      watch: (argvs, handlers) => {
        const name = argvs[0]?.[0] ?? ''
        this.watchStarts.push(name)
        if (this.watches.size >= this.freeChannels) return Promise.reject(crowdedOut({ address: 'kvm1', port: 22 }))
        if (this.missingTools.has(name)) {
          handlers.onReady()
          handlers.onEnd({ status: 127, said: `${name}: not found` })
        } else {
          this.watches.set(name, handlers)
          handlers.onReady()
        }
        return Promise.resolve(() => this.watches.delete(name))
      },
      sshConnection: () => null,
      ended: () => ended,
      onEnd: (listener) => {
        if (ended) listener(ended)
        else listeners.push(listener)
      },
      close: () => {
        if (!this.#links.has(entry)) return
        this.closes += 1
        entry.end(new AppError('host_unreachable', { message: 'closed by us' }))
      },
    }
  }

  /** The connection breaks. */
  cut(why: AppError): void {
    for (const link of [...this.#links]) link.end(why)
  }

  #answer(id: string): CommandOutput {
    const stdout = id === LINK_COUNTERS.id ? this.counters : this.texts[id as keyof typeof this.texts]
    return { status: 0, stdout, stderr: '', isTruncated: false, isTimedOut: false, durationMs: 1 }
  }
}

const commandOf = (id: SourceId): ReadCommand => ({
  id,
  source: id,
  argv: [id],
  display: id,
  tool: id,
  deadlineMs: 1000,
  maxBytes: 1000,
})
/** One command for each text but the guests'. */
export const TEST_COMMANDS: readonly ReadCommand[] = (['system', 'links', 'ovs'] as const).map(commandOf)
export const GUEST_COMMAND = commandOf('guests')

/** One watch for each of two texts. */
export const TEST_WATCHES: readonly WatchSpec[] = [
  { id: 'links', sources: ['links'], argvs: [['ip', 'monitor']], display: 'ip monitor' },
  { id: 'ovs', sources: ['ovs'], argvs: [['ovsdb-client', 'monitor']], display: 'ovsdb-client monitor' },
]
/** A line of the first one that makes `links` dirty. */
export const LINK_EVENT = '7: eth0: <UP>'

/** A state that has the texts in it; that of the system is a boot id, and a machine id behind it where there is one. */
export function observeTexts(facts: RawFacts, context: ObserveContext): NetworkState {
  const empty = observeHost({}, context)
  const [bootId = null, machineId = null] = facts.system?.stdout.split(' ') ?? []
  return {
    ...empty,
    system: { ...empty.system, bootId, machineId, uptimeSeconds: context.readAtMs },
    routes: [
      newRoute({
        family: 'inet',
        destination: facts.guests?.isPending ? 'pending' : (facts.guests?.stdout ?? 'none'),
        gateway: facts.ovs?.stdout ?? null,
        link: facts.links?.stdout ?? null,
      }),
    ],
  }
}

/** Everything a session needs around one TestHost, and the events it emits. */
export function testDeps(host: TestHost): { deps: SessionDeps; clock: FakeClock; events: SessionEvent[] } {
  const clock = new FakeClock()
  const events: SessionEvent[] = []
  return {
    clock,
    events,
    deps: {
      clock,
      random: () => 0.5,
      connecting: new Semaphore(20),
      commands: TEST_COMMANDS,
      watches: [],
      observe: observeTexts,
      resolveAuth: () => Promise.resolve({ kind: 'agent', socketPath: '/run/agent' }),
      openLink: (_settings, signal) => host.open(signal),
      emit: (event) => events.push(event),
    },
  }
}
