import { connect } from 'node:net'
import { Client } from 'ssh2'
import type { ClientChannel, ConnectConfig } from 'ssh2'
import { bootstrapScript, encodeRequest, SHELL_EXEC } from '../../core/shell/frame'
import type { ShellRequest } from '../../core/shell/frame'
import { ReplyDecoder } from '../../core/shell/reply-decoder'
import type { CommandOutput } from '../../core/observe/read-command'
import type { SimHost } from '../sim-host'

/** A small SSH client for the simulator's own tests: no relation to the console's. */
export const signIn = (host: SimHost, config: Partial<ConnectConfig> = {}): Promise<Client> =>
  new Promise((resolve, reject) => {
    const sock = connect(host.server.port, '127.0.0.1').setNoDelay(true)
    const client = new Client()
    client.once('ready', () => resolve(client)).on('error', reject)
    client.connect({ sock, username: 'root', password: host.access.password, hostVerifier: () => true, ...config })
  })

export const openChannel = (client: Client, command: string): Promise<ClientChannel> =>
  new Promise((resolve, reject) =>
    client.exec(command, (error, channel) => (error === undefined ? resolve(channel) : reject(error))),
  )

export type ExecResult = { status: number; stdout: string; stderr: string }

/** One plain exec to its end. The listeners are there before the status can come. */
export const exec = (client: Client, command: string, stdin = ''): Promise<ExecResult> =>
  new Promise((resolve, reject) => {
    client.exec(command, (error, channel) => {
      if (error !== undefined) {
        reject(error)
        return
      }
      const result: ExecResult = { status: -1, stdout: '', stderr: '' }
      channel.on('data', (chunk: Buffer) => (result.stdout += chunk.toString()))
      channel.stderr.on('data', (chunk: Buffer) => (result.stderr += chunk.toString()))
      channel.on('exit', (code: number | null) => (result.status = code ?? -1))
      channel.on('close', () => resolve(result))
      if (stdin !== '') channel.write(stdin)
    })
  })

const TOKEN = '0123456789abcdef'.repeat(2)

const toText = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8')

/** A batch over one framed shell; ends with what came when the channel closes early. */
export const framedBatch = async (
  client: Client,
  argvs: readonly (readonly string[])[],
  options: { exec?: string; deadlineMs?: number; maxBytes?: number; stdin?: string } = {},
): Promise<CommandOutput[]> => {
  const channel = await openChannel(client, options.exec ?? SHELL_EXEC)
  const decoder = new ReplyDecoder(TOKEN)
  const replies: CommandOutput[] = []
  const requests = argvs.map((argv, at): ShellRequest => ({
    id: at + 1,
    argv,
    stdin: options.stdin ?? '',
    deadlineMs: options.deadlineMs ?? 5_000,
    maxBytes: options.maxBytes ?? 16 * 1024 * 1024,
  }))
  return new Promise((resolve) => {
    const take = (stream: 'stdout' | 'stderr') => (chunk: Buffer) => {
      for (const event of decoder.push(stream, chunk)) {
        if (event.kind !== 'reply') continue
        const { stdout, stderr, durationMs, ...rest } = event.reply
        replies.push({ ...rest, stdout: toText(stdout), stderr: toText(stderr), durationMs: durationMs ?? 0 })
      }
      if (replies.length === requests.length) channel.end()
    }
    channel.on('data', take('stdout'))
    channel.stderr.on('data', take('stderr'))
    channel.on('error', () => undefined) // 'close' follows
    channel.on('close', () => resolve(replies))
    channel.write(bootstrapScript(TOKEN))
    for (const request of requests) {
      decoder.expect(request)
      channel.write(encodeRequest(request))
    }
  })
}
