import 'server-only'
import { SHELL_EXEC, SUDO_SHELL_EXEC } from '@/lib/core/shell/frame'
import type { CommandOutput } from '@/lib/core/observe/read-command'
import { AppError } from '../errors'
import type { SshConnection } from './connection'
import { formatTarget, shellFailed } from './errors'
import { openingFailed } from './opening'
import type { ChannelDeath, ShellChannelOptions, ShellCommand, TimedReply } from './shell-channel'
import { ShellChannel } from './shell-channel'

export type ShellOptions = Partial<ShellChannelOptions> & {
  /** Run everything as root through `sudo -n`. */
  sudo: boolean
}

/** The part of a shell that readers and writers need; tests give their own. */
export type CommandRunner = {
  /** Outputs in the order of the commands; `onOutput` has each as it comes. */
  run: (
    commands: readonly ShellCommand[],
    onOutput?: (index: number, output: CommandOutput) => void,
  ) => Promise<CommandOutput[]>
}

/**
 * Hung commands that one batch survives. More: a host that hangs altogether takes minutes to be called so; fewer: a libvirt that
 * hangs, with its two commands, takes the whole host away.
 */
const MAX_HANGS = 2

/**
 * A host's command shell: one channel, opened when first used and again after it died. Commands run one after another, in the
 * order of the calls.
 *
 * A command that outlives its deadline even on the host, or floods us, costs the channel; its output says so (`status` null)
 * and the commands behind it run in a new channel. They had not begun: the old shell was busy, and stops at its next line.
 */
export class HostShell implements CommandRunner {
  readonly #connection: SshConnection
  readonly #sudo: boolean
  readonly #options: ShellChannelOptions
  #opening: Promise<ShellChannel> | null = null
  #sshConnection: string | null = null

  constructor(connection: SshConnection, { sudo, helloTimeoutMs = 20_000, graceMs = 5_000 }: ShellOptions) {
    this.#connection = connection
    this.#sudo = sudo
    this.#options = { helloTimeoutMs, graceMs }
  }

  /** $SSH_CONNECTION as the host's sshd set it: "client-address client-port server-address server-port". Null before open(). */
  get sshConnection(): string | null {
    return this.#sshConnection
  }

  /** Opens the channel now. Throws `shell_failed` or `sudo_refused`. run() does it by itself. */
  async open(): Promise<void> {
    await this.#channel()
  }

  /**
   * Runs commands in one write. Throws `shell_failed` when the channel or the connection ends meanwhile: whether the command
   * under way has run is then unknown, those behind it have not. Where that matters, run one command at a time. Throws
   * `command_timeout` when a third command outlives its deadline even on the host: that host ends nothing any more.
   */
  async run(
    commands: readonly ShellCommand[],
    onOutput: (index: number, output: CommandOutput) => void = () => undefined,
  ): Promise<CommandOutput[]> {
    const outputs: CommandOutput[] = []
    const give = (output: CommandOutput) => onOutput(outputs.push(output) - 1, output)
    let hangs = 0
    while (outputs.length < commands.length) {
      const channel = await this.#channel()
      const rest = commands.slice(outputs.length)
      const { death, isCulpritOurs } = await channel.send(rest, (reply) => give(toOutput(reply)))
      if (death === null) continue
      if (death.kind === 'closed' || death.kind === 'broken') throw this.#channelLost(death)
      if (!isCulpritOurs) continue
      if (death.kind === 'hang') hangs += 1
      if (hangs > MAX_HANGS) throw this.#hostHangs()
      give(lostOutput(death, commands[outputs.length]))
    }
    return outputs
  }

  close(): void {
    void this.#opening?.then(
      (channel) => channel.close(),
      () => undefined, // whoever asked for it was told
    )
  }

  /** The open channel, or a new one. Callers that wait together share one opening, and its failure. */
  async #channel(): Promise<ShellChannel> {
    for (;;) {
      const opening = (this.#opening ??= this.#openChannel())
      const forget = () => {
        if (this.#opening === opening) this.#opening = null
      }
      const channel = await opening.catch((error: unknown) => {
        forget()
        throw error
      })
      if (!channel.isDead) return channel
      forget()
    }
  }

  async #openChannel(): Promise<ShellChannel> {
    const channel = new ShellChannel(
      await this.#connection.openShell(this.#sudo ? SUDO_SHELL_EXEC : SHELL_EXEC),
      this.#options,
    )
    const outcome = await channel.greeted()
    if (!outcome.ok) throw this.#openingFailed(outcome.death, outcome.heard)
    this.#sshConnection = outcome.hello.sshConnection ?? /^PATCHBAY_SSH=(.+)$/m.exec(outcome.preamble)?.[1] ?? null
    return channel
  }

  #openingFailed({ kind }: ChannelDeath, heard: string): AppError {
    const { target, ended } = this.#connection
    if (ended !== null)
      return shellFailed(target, `the connection ended before the shell was ready. ${ended.message}`, ended)
    const waitedSeconds = this.#options.helloTimeoutMs / 1000
    return openingFailed({ target, death: kind, heard, sudo: this.#sudo, waitedSeconds })
  }

  #hostHangs(): AppError {
    const { target } = this.#connection
    return new AppError('command_timeout', {
      message: `${formatTarget(target)}: commands do not end, and cannot be ended. Does the host hang, or its disk?`,
      details: { ...target },
    })
  }

  #channelLost({ kind, said }: ChannelDeath): AppError {
    const { target, ended } = this.#connection
    if (ended !== null) return shellFailed(target, `the connection ended while commands ran. ${ended.message}`, ended)
    if (kind === 'broken') return shellFailed(target, `the command channel broke its protocol: ${said}.`)
    return shellFailed(target, 'the command channel ended while commands ran.')
  }
}

function toOutput(reply: TimedReply): CommandOutput {
  return {
    status: reply.isTimedOut ? null : reply.status,
    stdout: decode(reply.stdout),
    stderr: decode(reply.stderr),
    isTruncated: reply.isTruncated,
    isTimedOut: reply.isTimedOut,
    durationMs: reply.durationMs ?? Math.round(reply.elapsedMs),
  }
}

function lostOutput({ kind }: ChannelDeath, command: ShellCommand | undefined): CommandOutput {
  return {
    status: null,
    stdout: '',
    stderr: '',
    isTruncated: kind === 'flood',
    isTimedOut: kind === 'hang',
    durationMs: command?.deadlineMs ?? 0,
  }
}

/** Bytes that are not UTF-8 become U+FFFD; nothing is dropped. */
function decode(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
}
