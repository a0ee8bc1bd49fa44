import { renderProcNetDev } from '../kernel/counters'
import { failed, ok } from './result'
import type { Result } from './result'
import type { World } from './world'

/** The few coreutils that plans and probes use, over the machine's own files. Undefined: not one of them. */
export const fileCommand = (
  world: World,
  name: string,
  words: readonly string[],
  stdin: string,
): Result | undefined => {
  const { state, now } = world
  const textOf = (path: string): string | undefined =>
    path === '/proc/net/dev' ? renderProcNetDev(world) : (state.files.get(path) ?? world.readDisk(path) ?? undefined)
  const paths = words.filter((word) => !word.startsWith('-'))
  const [path = ''] = paths
  switch (name) {
    case 'true':
      return ok()
    case 'false':
      return failed(1, '')
    case 'echo':
      return ok(`${words.join(' ')}\n`)
    case 'date':
      return ok(`${((now() + state.system.clockOffsetMs) / 1000).toFixed(9)}\n`)
    case 'cat': {
      if (paths.length === 0) return ok(stdin)
      const missing = paths.find((file) => textOf(file) === undefined)
      const text = paths.map((file) => textOf(file) ?? '').join('')
      return missing === undefined
        ? ok(text)
        : { ...failed(1, `cat: ${missing}: No such file or directory`), stdout: text }
    }
    case 'tee':
      if (setBondPrimary(world, path, stdin.trim())) return ok(stdin)
      state.files.set(path, stdin)
      return ok(stdin)
    case 'rm':
      for (const file of paths) state.files.delete(file)
      return ok()
    case 'mkdir':
    case 'chmod':
    case 'sync':
      return ok()
    default:
      return undefined
  }
}

/** /sys/class/net/BOND/bonding/primary; an empty line takes it away (bonding.txt). False: another file. */
const setBondPrimary = (world: World, path: string, primary: string): boolean => {
  const [, name = ''] = /^\/sys\/class\/net\/([^/]+)\/bonding\/primary$/.exec(path) ?? []
  const detail = world.state.links.get(name)?.detail
  if (detail?.kind !== 'bond') return false
  world.updateLink(name, { detail: { ...detail, primary: primary === '' ? null : primary } })
  return true
}
