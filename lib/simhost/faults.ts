import type { Result } from './machine/result'

/** How a host can be difficult. `match` is looked for in the command as typed ("ip -d -j addr show") and in its reading id ("links.addr"). */
export type Fault = { match: string | RegExp } & (
  | /** Ends at its deadline with status 124, as `timeout` ends it. */ { kind: 'hang' }
  | /** Never ends: a process in uninterruptible sleep. The whole channel hangs. */ { kind: 'stuck' }
  | { kind: 'slow'; delayMs: number }
  | /** Half of the output, and then the connection is gone. */ { kind: 'cut' }
  | /** 50 MB of text; over stderr nothing caps it but the console. */ { kind: 'flood'; stream: 'stdout' | 'stderr' }
  | /** JSON that ends in the middle. */ { kind: 'garble' }
  | /** XML documents that begin with a DOCTYPE and an entity. */ { kind: 'doctype' }
  | { kind: 'refuse'; status: number; stderr: string }
)

const FLOOD_BYTES = 50 * 1024 * 1024

export const matches = ({ match }: Fault, words: readonly string[]): boolean =>
  words.some((text) => (typeof match === 'string' ? text.includes(match) : match.test(text)))

const ENTITY = `<!DOCTYPE domain [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n`

/** What the fault makes of a command's output. `hang`, `stuck`, `slow` and `cut` are about time and belong to the channel. */
export const distort = (fault: Fault, result: Result): Result => {
  switch (fault.kind) {
    case 'garble':
      return { ...result, stdout: `${result.stdout.slice(0, Math.floor(result.stdout.length * 0.6))}{{{` }
    case 'doctype':
      return { ...result, stdout: result.stdout.replace(/<(domain|network)[ >]/g, (open) => `${ENTITY}${open}`) }
    case 'flood': {
      const text = 'all work and no play makes a dull bridge\n'.repeat(Math.ceil(FLOOD_BYTES / 41))
      return { ...result, [fault.stream]: text }
    }
    case 'refuse':
      return { status: fault.status, stdout: '', stderr: fault.stderr }
    case 'hang':
    case 'stuck':
    case 'slow':
    case 'cut':
      return result
  }
}
