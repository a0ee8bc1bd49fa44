/**
 * Many commands over one shell: the wire format between the console and `/bin/sh -s` at the far end of an SSH channel.
 *
 * An SSH `exec` per command costs a channel, a login shell and its start-up files each time. One shell kept open costs them
 * once; the price is that we must find out where one command's output ends. This file is that answer, for both ends: the
 * console encodes requests and decodes replies, the simulated host does the reverse.
 *
 * TO THE HOST. First the bootstrap: a constant POSIX script but for the channel's token, which defines one function, `pb`.
 * Then any number of requests, each one line of shell (with newlines inside quotes where an argument has them):
 *
 *     pb ID SECONDS LIMIT STDIN ARG0 ARG1 ...
 *
 * STDIN is text for the command's standard input, '' for none (</dev/null): a command never reads the channel. LIMIT is one
 * byte more than the reply may have, so that a reply of LIMIT bytes is known to be cut. Nothing is interpolated anywhere
 * else: quote.ts makes the words, the shell reads words. Requests may be written many at a time; they run one after another.
 *
 * FROM THE HOST. SSH carries two streams, and both are used. Each is: garbage (a banner, what .bashrc prints), a hello line,
 * then for each request in order the command's own bytes, untouched, and an end line:
 *
 *     stdout:  @TOKEN:hello:1:DEADLINES:SSH_CONNECTION     ... bytes ...  @TOKEN:ID:STARTED:ENDED
 *     stderr:  @TOKEN:hello                                ... bytes ...  @TOKEN:ID:STATUS
 *
 * A reply is complete when both of its end lines are there. STARTED and ENDED are /proc/uptime, read by a builtin; they give
 * the duration without a fork. DEADLINES names how deadlines are kept: k (`timeout -k`), t (`timeout` alone), w (a watchdog
 * subshell, where there is no `timeout`).
 *
 * WHY END LINES AND NOT LENGTHS. To send a length first, the host must hold the whole output: in a shell variable (loses NUL,
 * dash reads 128 bytes at a time) or in a file (a place to write, to protect, to clean, and `wc` and `cat` for each).
 * Streaming needs neither, keeps every byte, and lets memory be bounded at both ends. What lengths would give, that output
 * cannot be mistaken for a frame, the token gives: 128 random bits made for each channel, sent only on the shell's standard
 * input, never exported, never in an argv (printf is a builtin). A command prints data that others chose, guest names, LLDP
 * strings; none of these others has seen the token. (A *program* of the same user that wants to attack could ptrace the shell;
 * no framing helps there.) Anything else that starts with the token is a fault and ends the channel.
 *
 * COST. Per command: `timeout` and `head` (the host's side of the cap), about 1 ms together. All other work is builtins.
 *
 * WHAT IS NOT PROMISED. When a channel dies, requests without both end lines may or may not have run. The shell stops at its
 * first failed end line, so queued requests behind a dead channel do not go on running; where order matters, send the next
 * request only after the last reply. A process that a command leaves behind with our stdout keeps the pipe to `head` open:
 * the reply then waits until the console gives the channel up.
 */
import { quoteArgv, quoteText, UnquotableError, WordDecoder } from './quote'
import { mayBeWatchScript, parseWatchScript } from './watch-script'

/** What SSH `exec` is given. Constants: nothing variable is ever in an exec string. */
export const SHELL_EXEC = 'exec /bin/sh -s'
/**
 * sudo clears SSH_CONNECTION, so it is printed first. Single quotes mean the same to sh, zsh, csh and fish, whichever of them
 * the login shell is; `$` and `"` are for /bin/sh alone. What sudo says is to be understood, whatever the host's language.
 */
export const SUDO_SHELL_EXEC = `exec /bin/sh -c 'echo "PATCHBAY_SSH=$SSH_CONNECTION"; export LC_ALL=C; exec sudo -n -- /bin/sh -s'`

export const FRAME_VERSION = 1
/** Standard input of one command; it travels as a quoted word, and bash reads its script byte by byte. */
export const MAX_STDIN_BYTES = 1_048_576
/** Seconds between SIGTERM and SIGKILL at a deadline. Longer delays the next command; shorter robs virsh of its clean exit. */
export const KILL_AFTER_SECONDS = 2

export type ShellRequest = {
  /** Unique and growing within a channel. */
  id: number
  argv: readonly string[]
  /** '' and undefined both mean: nothing to read. */
  stdin?: string
  /** Rounded up to whole seconds on the host (busybox knows no fractions). */
  deadlineMs: number
  /** Cap of stdout. */
  maxBytes: number
}

/** Far more than any watch; the simulated host holds no more than this of a script it does not know. */
const MAX_WATCH_SCRIPT = 65_536
const TOKEN = /^[0-9a-f]{32}$/
const encoder = new TextEncoder()

/** Whole seconds that a deadline becomes on the host. */
export function deadlineSeconds(deadlineMs: number): number {
  return Math.max(1, Math.ceil(deadlineMs / 1000))
}

/** The script that turns `/bin/sh -s` into our end of the line. `token`: 32 lower-case hex digits, fresh for each channel. */
export function bootstrapScript(token: string): string {
  if (!TOKEN.test(token)) throw new UnquotableError('a channel token is 32 lower-case hex digits')
  return `${BOOTSTRAP_HEAD}${token}${BOOTSTRAP_BODY}`
}

// Options come in the environment too (SHELLOPTS, exported): errexit would end the shell at the first command that fails.
// unset: a name that came with the environment stays exported when it is assigned.
const BOOTSTRAP_HEAD = 'set +aCefuvx; unset T U b c d i n; T='
// `timeout` is tried, not looked up: busybox has it in several dialects. `4<&0`: an asynchronous command gets /dev/null as
// its standard input unless it is redirected (POSIX, 2.9.3.1). The watchdog's own sleep must not outlive it, hence the trap.
const BOOTSTRAP_BODY = `
LC_ALL=C
PATH=/usr/sbin:/usr/bin:/sbin:/bin\${PATH:+:$PATH}
export LC_ALL PATH
cd /
if timeout -k 1 9 true; then K=k
t() { timeout -k ${KILL_AFTER_SECONDS} "$@"; }
elif timeout 9 true; then K=t
t() { timeout "$@"; }
else K=w
t() { d=$1; shift
{ "$@" <&4 4<&- & } 4<&0
p=$!
( trap 'kill $z; exit' TERM; sleep "$d" & z=$!; wait $z; kill $p; sleep ${KILL_AFTER_SECONDS} & z=$!; wait $z; kill -9 $p ) </dev/null >/dev/null 2>&1 &
w=$!
wait $p; s=$?
kill $w; wait $w
return $s; } 2>/dev/null
fi </dev/null >/dev/null 2>&1
if [ -r /proc/uptime ]; then
u() { read -r U _ </proc/uptime; }
else
u() { U=; }
fi
e() { printf '@%s:%s:%s\\n' "$T" "$i" "$1" >&2; }
pb() { i=$1 d=$2 c=$3 n=$4; shift 4
u; b=$U
if [ -n "$n" ]; then
{ printf %s "$n" 2>/dev/null | t "$d" "$@"; e $?; } | head -c "$c"
else
{ t "$d" "$@" </dev/null; e $?; } | head -c "$c"
fi
u; printf '@%s:%s:%s:%s\\n' "$T" "$i" "$b" "$U" || exit 1; }
printf '@%s:hello\\n' "$T" >&2
printf '@%s:hello:${FRAME_VERSION}:%s:%s\\n' "$T" "$K" "$SSH_CONNECTION"
`

/** One request as bytes for the channel. Throws UnquotableError where quote.ts does, and for an empty argv. */
export function encodeRequest({ id, argv, stdin = '', deadlineMs, maxBytes }: ShellRequest): Uint8Array {
  if (argv.length === 0 || argv[0] === '') throw new UnquotableError('a command needs a name')
  const stdinBytes = encoder.encode(stdin).length
  if (stdinBytes > MAX_STDIN_BYTES) {
    throw new UnquotableError(`standard input may have ${MAX_STDIN_BYTES} bytes, this has ${stdinBytes}`)
  }
  const head = `pb ${id} ${deadlineSeconds(deadlineMs)} ${maxBytes + 1}`
  return encoder.encode(`${head} ${quoteText(stdin)} ${quoteArgv(argv)}\n`)
}

/** What the shell says of itself when it is ready. */
export type Hello = {
  deadlines: 'k' | 't' | 'w'
  /** "client-address client-port server-address server-port" (ssh(1), ENVIRONMENT), or null. */
  sshConnection: string | null
}

/** The bytes of each stream. */
export type StreamBytes = { stdout: Uint8Array; stderr: Uint8Array }

/** The host's first lines, as the simulated host sends them. Under sudo `sshConnection` is null: see SUDO_SHELL_EXEC. */
export function encodeHello(token: string, { deadlines, sshConnection }: Hello): StreamBytes {
  return {
    stdout: encoder.encode(`@${token}:hello:${FRAME_VERSION}:${deadlines}:${sshConnection ?? ''}\n`),
    stderr: encoder.encode(`@${token}:hello\n`),
  }
}

export type EncodableReply = {
  id: number
  /** 0–255, as a shell's `$?`; 124 when `timeout` ended the command. */
  status: number
  stdout: Uint8Array
  stderr: Uint8Array
  durationMs: number
}

/** A reply as the shell would stream it; the caller has cut stdout at the request's `maxBytes + 1` already. */
export function encodeReply(token: string, { id, status, stdout, stderr, durationMs }: EncodableReply): StreamBytes {
  const ended = (durationMs / 1000).toFixed(2)
  return {
    stdout: joinBytes(stdout, encoder.encode(`@${token}:${id}:0.00:${ended}\n`)),
    stderr: joinBytes(stderr, encoder.encode(`@${token}:${id}:${status}\n`)),
  }
}

export type RequestEvent =
  | { kind: 'bootstrap'; token: string }
  | { kind: 'request'; request: Required<ShellRequest> }
  /** The channel is a watch (watch-script.ts): nothing but its end follows. */
  | { kind: 'watch'; argvs: string[][] }
  | { kind: 'fault'; message: string }

/**
 * The host's end for the simulated host: bytes of the channel in, bootstrap and requests out. It understands what this file
 * encodes, and watch scripts, and nothing else; after a `fault` it stays silent, as a shell that met a syntax error would.
 */
export class RequestDecoder {
  readonly #text = new TextDecoder('utf-8', { ignoreBOM: true })
  readonly #words = new WordDecoder()
  #script: string | null = ''
  #isOver = false

  push(chunk: Uint8Array): RequestEvent[] {
    if (this.#isOver) return []
    const events: RequestEvent[] = []
    let text = this.#text.decode(chunk, { stream: true })
    if (this.#script !== null) {
      this.#script += text
      if (mayBeWatchScript(this.#script)) return this.#watch(this.#script)
      const length = bootstrapScript('0'.repeat(32)).length
      if (this.#script.length < length) return events
      const token = this.#script.slice(BOOTSTRAP_HEAD.length, BOOTSTRAP_HEAD.length + 32)
      if (!TOKEN.test(token) || this.#script.slice(0, length) !== bootstrapScript(token)) {
        return this.#fail('this is not the bootstrap script of frame.ts')
      }
      events.push({ kind: 'bootstrap', token })
      text = this.#script.slice(length)
      this.#script = null
    }
    for (const words of this.#words.push(text)) {
      const request = toRequest(words)
      if (request === null) return [...events, ...this.#fail(`not a request: ${words.slice(0, 4).join(' ')}`)]
      events.push({ kind: 'request', request })
    }
    return events
  }

  #watch(script: string): RequestEvent[] {
    const argvs = parseWatchScript(script)
    if (argvs === null)
      return script.length > MAX_WATCH_SCRIPT ? this.#fail('this is not the script of watch-script.ts') : []
    this.#isOver = true
    return [{ kind: 'watch', argvs }]
  }

  #fail(message: string): RequestEvent[] {
    this.#isOver = true
    return [{ kind: 'fault', message }]
  }
}

function toRequest(words: readonly string[]): Required<ShellRequest> | null {
  const [name, id, seconds, limit, stdin, ...argv] = words
  const numbers = [id, seconds, limit].map(Number)
  if (name !== 'pb' || stdin === undefined || argv.length === 0 || !numbers.every(Number.isSafeInteger)) return null
  return { id: Number(id), deadlineMs: Number(seconds) * 1000, maxBytes: Number(limit) - 1, stdin, argv }
}

export function joinBytes(first: Uint8Array, second: Uint8Array): Uint8Array {
  const joined = new Uint8Array(first.length + second.length)
  joined.set(first)
  joined.set(second, first.length)
  return joined
}
