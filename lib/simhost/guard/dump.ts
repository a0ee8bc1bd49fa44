import { dumpReaders } from '../../core/raw/dump-readers'
import { NO_SCOPE } from '../../core/raw/raw-scope'
import type { GuardContext } from './guard-context'
import { isRebooted } from './rollback'

/** dump.sh: the words of the host's own tools, a file each. A shell is not simulated: what a script wraps is run. */
export const dump = (ctx: GuardContext, what: string): void => {
  if (isRebooted(ctx)) return
  const { files, dir, host, transaction } = ctx
  files.remove(`${dir}/raw.${what}`)
  for (const { name, argv, socket } of dumpReaders(transaction.raw ?? NO_SCOPE)) {
    const plain = unwrapped(name, argv)
    if (plain === null || !host.machine.hasTool(plain[0] ?? '')) continue
    const { status, stdout } = host.machine.run(plain)
    const isIdle = status === 1 && socket !== undefined && host.machine.state.stopped.has('ovsdb-server')
    files.write(`${dir}/raw.${what}/${name}`, `${stdout}\nrc ${isIdle ? 'idle' : status}\n`)
  }
  files.write(`${dir}/raw.${what}/end`, 'end\n')
}

/** Null: the simulated host has no such thing. */
function unwrapped(name: string, argv: readonly string[]): readonly string[] | null {
  const [, , , , ...args] = argv
  switch (name.replace(/\.\d+$/, '')) {
    case 'sysfs':
    case 'groups':
      return null
    case 'flows':
      return ['ovs-ofctl', 'dump-flows', ...args]
    case 'net':
    case 'net-info':
    case 'net-stored':
    case 'guest':
    case 'guest-stored':
      return ['virsh', '-q', '-c', 'qemu:///system', ...args]
    default:
      return argv
  }
}

/** What `guard.sh raw` prints. */
export const rawLines = ({ files, dir }: GuardContext): string =>
  ['before', 'after']
    .flatMap((what) =>
      files.names(`${dir}/raw.${what}`).flatMap((name) =>
        files
          .read(`${dir}/raw.${what}/${name}`)
          .replace(/\n$/, '')
          .split('\n')
          .map((line) => `raw.${what}/${name}:${line}\n`),
      ),
    )
    .join('')
