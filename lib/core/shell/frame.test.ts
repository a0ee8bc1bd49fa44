import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RequestEvent, ShellRequest } from './frame'
import { bootstrapScript, encodeHello, encodeReply, encodeRequest, MAX_STDIN_BYTES, RequestDecoder } from './frame'
import { UnquotableError } from './quote'
import type { ReplyEvent } from './reply-decoder'
import { MAX_DISCARDED_BYTES, MAX_GARBAGE_BYTES, MAX_STDERR_BYTES, ReplyDecoder } from './reply-decoder'

const TOKEN = '0123456789abcdef0123456789abcdef'
const HELLO = encodeHello(TOKEN, { deadlines: 'k', sshConnection: '2001:db8::1 50022 2001:db8::2 22' })
const bytes = (text: string) => new TextEncoder().encode(text)
const text = (data: Uint8Array) => new TextDecoder().decode(data)
const request = (id: number, more: Partial<ShellRequest> = {}): ShellRequest => ({
  id,
  argv: ['ip', '-j', 'link'],
  deadlineMs: 20_000,
  maxBytes: 1000,
  ...more,
})

/** A decoder past its hello, and what it says to whole replies. */
function greeted(requests: readonly ShellRequest[]) {
  const decoder = new ReplyDecoder(TOKEN)
  decoder.push('stdout', HELLO.stdout)
  decoder.push('stderr', HELLO.stderr)
  requests.forEach((each) => decoder.expect(each))
  return decoder
}

describe('RequestDecoder', () => {
  it('reads the bootstrap and the requests behind it, byte by byte', () => {
    const sent = [
      request(1, { argv: ['virsh', "it's", '$(id)\n'], stdin: '<xml/>\n' }),
      request(2, { deadlineMs: 1500, maxBytes: 8 }),
    ]
    const wire = [bytes(bootstrapScript(TOKEN)), ...sent.map(encodeRequest)]
    const decoder = new RequestDecoder()
    const events = wire.flatMap((part) => [...part].flatMap((byte) => decoder.push(Uint8Array.of(byte))))
    expect(events).toEqual<RequestEvent[]>([
      { kind: 'bootstrap', token: TOKEN },
      { kind: 'request', request: { ...request(1), argv: ['virsh', "it's", '$(id)\n'], stdin: '<xml/>\n' } },
      { kind: 'request', request: { ...request(2), stdin: '', deadlineMs: 2000, maxBytes: 8 } },
    ])
  })

  it('refuses another script', () => {
    const decoder = new RequestDecoder()
    const script = bootstrapScript(TOKEN).replace('cd /', 'cd ~')
    expect(decoder.push(bytes(`${script}pb 1 1 1 '' id\n`))).toMatchObject([{ kind: 'fault' }])
    expect(decoder.push(encodeRequest(request(1)))).toEqual([])
  })
})

describe('encodeRequest', () => {
  it('refuses a command without a name, NUL, and too much standard input', () => {
    expect(() => encodeRequest(request(1, { argv: [] }))).toThrow(UnquotableError)
    expect(() => encodeRequest(request(1, { argv: [''] }))).toThrow(UnquotableError)
    expect(() => encodeRequest(request(1, { stdin: '\0' }))).toThrow(UnquotableError)
    expect(() => encodeRequest(request(1, { stdin: 'x'.repeat(MAX_STDIN_BYTES + 1) }))).toThrow(/standard input/)
  })
})

describe('bootstrapScript', () => {
  it('takes nothing but a token', () => {
    expect(() => bootstrapScript("x'; reboot; '")).toThrow(UnquotableError)
  })
})

describe('ReplyDecoder', () => {
  it('skips garbage, then says who we are connected as', () => {
    const decoder = new ReplyDecoder(TOKEN)
    expect(decoder.push('stdout', bytes('Welcome to @home\n@0123: '))).toEqual([])
    expect(decoder.push('stdout', HELLO.stdout)).toEqual([])
    decoder.push('stderr', bytes('bash: warning: setlocale\n'))
    expect(decoder.push('stderr', HELLO.stderr)).toEqual([
      {
        kind: 'hello',
        hello: { deadlines: 'k', sshConnection: '2001:db8::1 50022 2001:db8::2 22' },
        preamble: 'Welcome to @home\n@0123: ',
      },
    ])
  })

  it('gives the same replies however the streams are cut and interleaved', () => {
    const output = fc.uint8Array({ maxLength: 80 })
    const hostile = fc.constantFrom('@', `@${TOKEN.slice(0, 31)}`, `@${TOKEN}`, '@@', `@${TOKEN}\n`).map(bytes)
    const body = fc.oneof(output, hostile)
    fc.assert(
      fc.property(fc.array(fc.tuple(body, body), { maxLength: 6 }), fc.infiniteStream(fc.nat(40)), (outputs, cuts) => {
        const decoder = greeted(outputs.map((_, i) => request(i)))
        const wire = outputs.map(([stdout, stderr], id) =>
          encodeReply(TOKEN, { id, status: id, stdout, stderr, durationMs: 120 }),
        )
        const left = {
          stdout: wire.flatMap((reply) => [...reply.stdout]),
          stderr: wire.flatMap((reply) => [...reply.stderr]),
        }
        const events: ReplyEvent[] = []
        while (left.stdout.length + left.stderr.length > 0) {
          for (const stream of ['stdout', 'stderr'] as const) {
            const size = Number(cuts.next().value)
            events.push(...decoder.push(stream, Uint8Array.from(left[stream].splice(0, size))))
          }
        }
        expect(events).toEqual(
          outputs.map(([stdout, stderr], id) => ({
            kind: 'reply',
            reply: { id, status: id, stdout, stderr, isTruncated: false, isTimedOut: false, durationMs: 120 },
          })),
        )
      }),
    )
  })

  it('cuts at the cap and says so', () => {
    const decoder = greeted([request(1, { maxBytes: 4 }), request(2, { maxBytes: 5 })])
    const reply = { status: 0, stdout: bytes('12345'), stderr: bytes(''), durationMs: 0 }
    const frames = [1, 2].map((id) => encodeReply(TOKEN, { ...reply, id }))
    const events = frames.flatMap((frame) => [
      ...decoder.push('stderr', frame.stderr),
      ...decoder.push('stdout', frame.stdout),
    ])
    expect(events).toMatchObject([
      { reply: { id: 1, stdout: bytes('1234'), isTruncated: true } },
      { reply: { id: 2, stdout: bytes('12345'), isTruncated: false } },
    ])
  })

  it('bounds stderr', () => {
    const decoder = greeted([request(1)])
    const frame = encodeReply(TOKEN, {
      id: 1,
      status: 1,
      stdout: bytes(''),
      stderr: new Uint8Array(MAX_STDERR_BYTES + 9),
      durationMs: 0,
    })
    decoder.push('stdout', frame.stdout)
    const [event] = decoder.push('stderr', frame.stderr)
    expect(event).toMatchObject({ kind: 'reply', reply: { isTruncated: true } })
    expect(event?.kind === 'reply' && event.reply.stderr.length).toBe(MAX_STDERR_BYTES)
  })

  it.each([
    { status: 124, durationMs: 20_000, isTimedOut: true },
    { status: 143, durationMs: 20_010, isTimedOut: true },
    { status: 137, durationMs: 22_000, isTimedOut: true },
    { status: 124, durationMs: 10, isTimedOut: false },
    { status: 137, durationMs: 19_900, isTimedOut: false },
    { status: 1, durationMs: 20_000, isTimedOut: false },
  ])('tells a deadline from a status of its own: $status after $durationMs ms', ({ isTimedOut, ...ended }) => {
    const decoder = greeted([request(1)])
    const frame = encodeReply(TOKEN, { id: 1, stdout: bytes(''), stderr: bytes(''), ...ended })
    decoder.push('stdout', frame.stdout)
    expect(decoder.push('stderr', frame.stderr)).toMatchObject([{ reply: { isTimedOut } }])
  })

  it.each([
    ['an end line of another command', `@${TOKEN}:7:0.00:0.00\n`, `@${TOKEN}:7:0\n`],
    ['no status', `@${TOKEN}:1:0.00:0.00\n`, `@${TOKEN}:1:\n`],
    ['an odd status', `@${TOKEN}:1:0.00:0.00\n`, `@${TOKEN}:1:0x10\n`],
    ['a second hello', text(HELLO.stdout), text(HELLO.stderr)],
    ['a line that does not end', `@${TOKEN}:1:${'9'.repeat(2000)}`, `@${TOKEN}:1:0\n`],
  ])('gives the channel up at %s', (_, stdout, stderr) => {
    const decoder = greeted([request(1)])
    decoder.push('stderr', bytes(stderr))
    expect(decoder.push('stdout', bytes(stdout))).toMatchObject([{ kind: 'fault' }])
    expect(decoder.push('stdout', bytes(`@${TOKEN}:1:0.00:0.00\n`))).toEqual([])
  })

  it('gives the channel up when the greeting is of another version', () => {
    const decoder = new ReplyDecoder(TOKEN)
    decoder.push('stderr', HELLO.stderr)
    expect(decoder.push('stdout', bytes(`@${TOKEN}:hello:2:k:\n`))).toMatchObject([{ kind: 'fault' }])
  })

  it('throws away what nobody asked for, and gives up at far too much', () => {
    const decoder = greeted([])
    const megabyte = new Uint8Array(1_048_576)
    const events = Array.from({ length: MAX_DISCARDED_BYTES / megabyte.length + 1 }, () =>
      decoder.push('stdout', megabyte),
    )
    expect(events.flat()).toMatchObject([{ kind: 'fault' }])
    expect(MAX_GARBAGE_BYTES).toBeLessThan(megabyte.length)
  })
})
