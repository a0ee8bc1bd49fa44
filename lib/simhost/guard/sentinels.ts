import { failed, ok } from '../machine/result'
import type { Result } from '../machine/result'

/**
 * Names that a test or a demo gives to something it makes, to see a change go wrong. They work on any simulated host, in any
 * command that changes something, and only where the name is an argument of its own.
 */
export const SENTINEL = {
  /** Making it fails. */
  failsApply: 'br-fail-apply',
  /** Making it says that all is well, and nothing was made. */
  lies: 'br-lies',
  /** It is made, and cannot be removed: the rollback fails. */
  failsUndo: 'br-fail-undo',
  /** Making it takes seven seconds. */
  slow: 'br-slow-apply',
  /** While it is there nobody reaches the host, whatever the plan says of the management path. */
  cutsLink: 'br-cuts-link',
  /** Nothing that names it can be stored for the next start of the host. */
  failsStore: 'net-fail-store',
} as const

const SLOW_MS = 7_000

const MAKES = new Set(['add', 'add-br', 'add-port', 'add-bond', 'net-create', 'create'])
const REMOVES = new Set(['del', 'delete', 'del-br', 'del-port', 'net-destroy'])
const STORES = new Set(['net-define', 'define'])

/** What a sentinel among the arguments makes of a command; null: it runs as it is. */
export const sentinelResult = (argv: readonly string[], stdin: string): Result | null => {
  const does = (verbs: ReadonlySet<string>): boolean => argv.some((word) => verbs.has(word))
  const names = (name: string): boolean => argv.includes(name) || stdin.includes(`<name>${name}</name>`)
  if (does(MAKES) && names(SENTINEL.failsApply)) return failed(2, 'RTNETLINK answers: Device or resource busy')
  if ((does(MAKES) || argv.includes('set')) && names(SENTINEL.lies)) return ok()
  if (does(REMOVES) && names(SENTINEL.failsUndo)) return failed(2, 'RTNETLINK answers: Device or resource busy')
  if (does(STORES) && names(SENTINEL.failsStore))
    return failed(
      1,
      `error: cannot write config file '/etc/libvirt/qemu/networks/${SENTINEL.failsStore}.xml': No space left on device`,
    )
  return null
}

export const sentinelDelayMs = (argv: readonly string[]): number =>
  argv.includes(SENTINEL.slow) && argv.some((word) => MAKES.has(word)) ? SLOW_MS : 0
