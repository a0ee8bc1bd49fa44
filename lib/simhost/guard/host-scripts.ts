import { createHash } from 'node:crypto'
import { BOOT_UNIT, INSTALL_BOOT_GUARD_SCRIPT } from '../../core/guard/boot-guard'
import * as scripts from '../../core/guard/host-scripts'
import { failed, ok } from '../machine/result'
import type { Result } from '../machine/result'
import type { Session } from '../machine/session'
import { WordDecoder } from '../../core/shell/quote'
import { dump } from './dump'
import type { HostFiles } from './files'
import type { GuardHost } from './guard-context'
import { filesOf, openTransaction } from './guard-context'
import { guardVerb } from './verbs'

/** What one of the console's constant scripts does, given its arguments and standard input. */
type Script = (host: GuardHost, args: readonly string[], stdin: string, session: Session) => Result

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

const sumOf = (text: string): string => createHash('sha256').update(text).digest('hex')

/** What failed ends the script there: it throws its Result. */
class Ended extends Error {
  constructor(readonly result: Result) {
    super()
  }
}

const refuse = (why: string, stderr = ''): never => {
  throw new Ended(failed(1, stderr, `refused ${why}\n`))
}

type Place = { files: HostFiles; host: GuardHost; isRoot: boolean; root: string; dir: string; run: string }

/** The functions of UPLOAD_SCRIPT; each gives what it prints. */
const CALLS: Readonly<Record<string, (place: Place, first: string, second: string) => string>> = {
  folders: ({ files, isRoot, root, dir, run }) => {
    if (!isRoot) return refuse(`${root} is not a folder of ours`)
    if (files.hasFolder(dir)) return refuse('the folder of the transaction')
    for (const path of [`${dir}/log`, `${dir}/wal`, `${run}/log`]) files.write(path, '')
    return 'ready\n'
  },
  // Dumped once the manifest is there, which says what: nothing else runs in between.
  keep: () => '',
  put: ({ files, dir }, name, text) => {
    const path = `${dir}/${name}`
    if (files.has(path)) return refuse(`${name} cannot be written`, `sh: 1: cannot create ${path}: File exists`)
    if (!files.hasFolder(dir))
      return refuse(`${name} cannot be written`, `sh: 1: cannot create ${path}: Directory nonexistent`)
    files.write(path, text)
    return ''
  },
  more: ({ files, dir }, name, text) => {
    files.append(`${dir}/${name}`, text)
    return ''
  },
  sound: ({ files, host, dir, run }, sums) => {
    const lines = sums.split('\n').flatMap((line) => {
      const [, sum, name] = /^([0-9a-f]{64}) {2}(.+)$/.exec(line) ?? []
      return sum === undefined || name === undefined
        ? []
        : [{ name, isGood: sumOf(files.read(`${dir}/${name}`)) === sum }]
    })
    if (!lines.every(({ isGood }) => isGood)) return refuse('a file is not what was sent')
    for (const name of files.names(dir).filter((file) => file.endsWith('.sh')))
      files.write(`${run}/${name}`, files.read(`${dir}/${name}`))
    const ctx = openTransaction(host, dir)
    if (ctx !== null) dump(ctx, 'before')
    return `${lines.map(({ name }) => `${name}: OK\n`).join('')}sound\n`
  },
}

const upload: Script = (host, [root = '', run = '', id = ''], stdin, session) => {
  const place: Place = {
    ...{ files: filesOf(host), host, isRoot: session.isRoot, root },
    ...{ dir: `${root}/txn/${id}`, run: `${run}/${id}` },
  }
  let said = ''
  try {
    for (const [name = '', first = '', second = ''] of new WordDecoder().push(`${stdin}\n`)) {
      const call = CALLS[name]
      if (call === undefined) return failed(127, `sh: 1: ${name}: not found`, said)
      said += call(place, first, second)
    }
    return ok(said)
  } catch (error) {
    if (error instanceof Ended) return { ...error.result, stdout: said + error.result.stdout }
    throw error
  }
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

/** Gives the lock back, tells the logs, and removes the oldest transactions that have ended until KEEP are left. */
const releaseAndSweep: Script = (host, [folder = '', root = '', run = '', keep = ''], stdin, session) => {
  const files = filesOf(host)
  const ctx = openTransaction(host, folder)
  const released = ctx === null ? '' : guardVerb(ctx, 'release', []).stdout
  const told = logs(host, [folder], stdin, session).stdout
  const ids = files.names(`${root}/txn`)
  const [owner] = files.line(`${root}/lock/owner`).split(' ')
  const isOpen = (id: string): boolean =>
    id === owner ||
    folder.endsWith(`/${id}`) ||
    ['armed', 'firing', 'rollback_failed'].some((state) => files.has(`${root}/txn/${id}/state.d/${state}`))
  for (const id of ids.slice(0, Math.max(0, ids.length - Number(keep)))) {
    if (isOpen(id)) continue
    files.remove(`${root}/txn/${id}`)
    files.remove(`${run}/${id}`)
  }
  return ok(released + told)
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
  [scripts.UPLOAD_SCRIPT, upload],
  [scripts.LOGS_SCRIPT, logs],
  [scripts.RELEASE_SCRIPT, releaseAndSweep],
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
