import { createHash } from 'node:crypto'
import { BOOT_UNIT, INSTALL_BOOT_GUARD_SCRIPT } from '../../core/guard/boot-guard'
import * as scripts from '../../core/guard/host-scripts'
import { failed, ok } from '../machine/result'
import type { Result } from '../machine/result'
import type { Session } from '../machine/session'
import type { GuardHost } from './guard-context'
import { filesOf } from './guard-context'

/** What one of the console's constant scripts does, given its arguments and standard input. */
type Script = (host: GuardHost, args: readonly string[], stdin: string, session: Session) => Result

const refuse = (why: string): Result => failed(1, '', `refused ${why}\n`)

const facts: Script = ({ machine }, [root = '', run = '', ...tools], _stdin, session) => {
  const { machineId, bootId } = machine.state.system
  const { freeKbytes } = machine.state
  const lines = [
    `uid ${session.isRoot ? 0 : 1000}`,
    `boot ${bootId}`,
    `machine ${machineId}`,
    'launcher systemd',
    'launcher setsid',
    ...[root, run].flatMap((path) => [
      ...(session.isRoot ? [] : [`readonly ${path}`]),
      `kbytes ${freeKbytes} ${path}`,
      `inodes 3276800 3000000 ${path}`,
    ]),
    ...tools.filter((tool) => !machine.hasTool(tool)).map((tool) => `missing ${tool}`),
    'end',
  ]
  return ok(lines.map((line) => `${line}\n`).join(''))
}

const folders: Script = (host, [root = '', run = '', id = ''], _stdin, session) => {
  const files = filesOf(host)
  if (!session.isRoot) return refuse(`${root} is not a folder of ours`)
  if (files.hasFolder(`${root}/txn/${id}`)) return refuse('the folder of the transaction')
  for (const path of [`${root}/txn/${id}/log`, `${root}/txn/${id}/wal`, `${run}/${id}/log`]) files.write(path, '')
  return ok('ready\n')
}

const create: Script = (host, [path = ''], stdin) => {
  const files = filesOf(host)
  if (files.has(path)) return failed(2, `sh: 1: cannot create ${path}: File exists`)
  if (!files.hasFolder(path.replace(/\/[^/]*$/, '')))
    return failed(2, `sh: 1: cannot create ${path}: Directory nonexistent`)
  files.write(path, stdin)
  return ok()
}

const append: Script = (host, [path = ''], stdin) => {
  filesOf(host).append(path, stdin)
  return ok()
}

const sumOf = (text: string): string => createHash('sha256').update(text).digest('hex')

const check: Script = (host, [folder = ''], stdin) => {
  const files = filesOf(host)
  if (!files.hasFolder(folder)) return failed(1, `sh: 1: cd: can't cd to ${folder}`)
  const wanted = stdin.split('\n').flatMap((line) => {
    const [, sum, name] = /^([0-9a-f]{64}) {2}(.+)$/.exec(line) ?? []
    return sum === undefined || name === undefined ? [] : [{ sum, name }]
  })
  const lines = wanted.map(({ sum, name }) => ({ name, isGood: sumOf(files.read(`${folder}/${name}`)) === sum }))
  const text = lines.map(({ name, isGood }) => `${name}: ${isGood ? 'OK' : 'FAILED'}\n`).join('')
  return lines.every(({ isGood }) => isGood)
    ? ok(`${text}sound\n`)
    : failed(1, '', `${text}refused a file is not what was sent\n`)
}

const KEPT: readonly [string, readonly string[]][] = [
  ['ip-link.json', ['ip', '-d', '-j', 'link']],
  ['ip-addr.json', ['ip', '-j', 'addr']],
  ['bridge-vlan.json', ['bridge', '-j', 'vlan', 'show']],
]

const snapshot: Script = (host, [folder = '', copy = '']) => {
  const files = filesOf(host)
  for (const [name, argv] of KEPT) files.write(`${folder}/snapshot/${name}`, host.machine.run(argv).stdout)
  for (const name of files.names(folder).filter((file) => file.endsWith('.sh')))
    files.write(`${copy}/${name}`, files.read(`${folder}/${name}`))
  return ok('kept\n')
}

const logs: Script = (host, [folder = '']) => {
  const files = filesOf(host)
  if (!files.hasFolder(folder)) return failed(1, `sh: 1: cd: can't cd to ${folder}`)
  const texts = files
    .names(folder)
    .filter((name) => name === 'log' || name.startsWith('out.'))
    .flatMap((name) => {
      const text = files.read(`${folder}/${name}`).slice(0, 16_384)
      const lines = text.replace(/\n$/, '').split('\n')
      return text === '' ? [] : [`${name}\n${lines.map((line) => ` ${line}\n`).join('')}\n`]
    })
  return ok(`${texts.join('')}end\n`)
}

/** Removes the oldest transactions that have ended until KEEP are left. */
const sweep: Script = (host, [root = '', run = '', keep = '']) => {
  const files = filesOf(host)
  const ids = files.names(`${root}/txn`)
  const [owner] = files.line(`${root}/lock/owner`).split(' ')
  const isOpen = (id: string): boolean =>
    id === owner ||
    ['armed', 'firing', 'rollback_failed'].some((state) => files.has(`${root}/txn/${id}/state.d/${state}`))
  for (const id of ids.slice(0, Math.max(0, ids.length - Number(keep)))) {
    if (isOpen(id)) continue
    files.remove(`${root}/txn/${id}`)
    files.remove(`${run}/${id}`)
  }
  return ok()
}

export const BOOT_UNIT_FILE = `/etc/systemd/system/${BOOT_UNIT}`

const installBootGuard: Script = (host, [root = '', bootScript = '', unit = '']) => {
  const files = filesOf(host)
  files.write(`${root}/boot.sh`, bootScript)
  files.write(BOOT_UNIT_FILE, unit)
  return ok('installed\n')
}

const SCRIPTS: ReadonlyMap<string, Script> = new Map([
  [scripts.FACTS_SCRIPT, facts],
  [scripts.FOLDERS_SCRIPT, folders],
  [scripts.CREATE_SCRIPT, create],
  [scripts.APPEND_SCRIPT, append],
  [scripts.CHECK_SCRIPT, check],
  [scripts.SNAPSHOT_SCRIPT, snapshot],
  [scripts.LOGS_SCRIPT, logs],
  [scripts.SWEEP_SCRIPT, sweep],
  [INSTALL_BOOT_GUARD_SCRIPT, installBootGuard],
])

/** `sh -c SCRIPT sh ARGS...` where SCRIPT is one of the console's own; undefined where it is not. */
export const hostScript = (
  host: GuardHost,
  argv: readonly string[],
  stdin: string,
  session: Session,
): Result | undefined => {
  const [shell, flag, script = '', , ...args] = argv
  if (shell !== 'sh' || flag !== '-c') return undefined
  return SCRIPTS.get(script)?.(host, args, stdin, session)
}

/** Host scripts of the product that nothing here answers; a test keeps this empty. */
export const unansweredHostScripts = (): string[] =>
  Object.entries(scripts).flatMap(([name, script]) =>
    name.endsWith('_SCRIPT') && !SCRIPTS.has(String(script)) ? [name] : [],
  )
