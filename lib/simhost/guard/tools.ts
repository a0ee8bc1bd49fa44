import { createHash } from 'node:crypto'
import { readFileSync, renameSync } from 'node:fs'
import path from 'node:path'
import { failed, ok } from '../machine/result'
import type { Result } from '../machine/result'
import type { Session } from '../machine/session'
import type { Outcome } from '../served-host'
import type { Ask } from '../shell/asks'

/** What the simulated machine answers, where it has the tool. */
export const SIMULATED = [
  'ip',
  'bridge',
  'ovs-vsctl',
  'ovs-ofctl',
  'ovs-appctl',
  'ovsdb-client',
  'virsh',
  'tee',
] as const

/** Tools that have to say how the simulated machine is. */
export const ANSWERED = ['df', 'id', 'systemctl', 'systemd-run'] as const

/** `mv -T FROM TO`: rename(2). */
export const move = ({ cwd, argv }: Ask): Result => {
  const [from = '', to = ''] = argv.slice(1).filter((word) => word !== '-T')
  try {
    renameSync(path.resolve(cwd, from), path.resolve(cwd, to))
    return ok()
  } catch (error) {
    return failed(1, `mv: cannot move '${from}' to '${to}': ${error instanceof Error ? error.message : ''}`)
  }
}

/** `sha256sum -c -`. */
export const checkSums = ({ cwd, stdin }: Ask): Result => {
  const lines = stdin
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [sum, name = ''] = line.split('  ')
      return { name, isGood: sum === sumOf(path.resolve(cwd, name)) }
    })
  const text = lines.map(({ name, isGood }) => `${name}: ${isGood ? 'OK' : 'FAILED'}\n`).join('')
  return lines.every(({ isGood }) => isGood) ? ok(text) : { status: 1, stdout: text, stderr: '' }
}

const sumOf = (file: string): string | null => {
  try {
    return createHash('sha256').update(readFileSync(file)).digest('hex')
  } catch {
    return null // not there
  }
}

/** `df -Pk PATH...` and `df -Pi PATH...`. */
export const freeSpace = ({ argv }: Ask, freeKbytes: number): Result => {
  const [, option, ...places] = argv
  const [total, free] = option === '-Pi' ? [3_276_800, 3_000_000] : [20_000_000, freeKbytes]
  const rows = places.map((place) => `/dev/vda1 ${total} ${total - free} ${free} 50% ${place}\n`)
  return ok(`Filesystem Total Used Available Capacity Mounted on\n${rows.join('')}`)
}

export type Perform = (argv: readonly string[], stdin: string, session: Session) => Outcome

/** `ip|bridge -force -batch -`: one command a line; what fails does not end it. */
export const performBatch = (perform: Perform, argv: readonly string[], stdin: string, session: Session): Outcome => {
  const [tool = '', ...options] = argv
  if (options.join(' ') !== '-force -batch -') return perform(argv, stdin, session)
  const outcomes = stdin
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => perform([tool, ...line.split(' ')], '', session))
  const hasFailed = outcomes.some(({ result }) => result.status !== 0)
  return {
    result: {
      status: hasFailed ? 1 : 0,
      stdout: outcomes.map(({ result }) => result.stdout).join(''),
      stderr: outcomes
        .map(({ result }, i) => (result.status === 0 ? result.stderr : `${result.stderr}Command failed -:${i + 1}\n`))
        .join(''),
    },
    delayMs: outcomes.reduce((sum, { delayMs }) => sum + delayMs, 0),
    isHung: outcomes.some(({ isHung }) => isHung),
    isStuck: outcomes.some(({ isStuck }) => isStuck),
    isCut: false,
  }
}
