import {
  closeSync,
  constants,
  existsSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { quoteText } from '../../core/shell/quote'
import { startProcess } from './starter'
import { MKFIFO } from './stubs'
import type { Result } from '../machine/result'

/** A tool of the simulated host that waits for its answer. */
export type Ask = {
  pid: number
  /** Of which run (host-shell.ts) it is a part. */
  run: string
  /** Its deadline; null: it has none. */
  seconds: number | null
  /** The network namespace that it is in: the pid of who made it. '': the host's own. */
  space: string
  cwd: string
  argv: string[]
  stdin: string
}

const POOL = 64
/** Pipes for answers that are made at one time; two times lie ready at the beginning. */
export const pipeNames = (time: number): string[] =>
  Array.from({ length: time === 0 ? 2 * POOL : POOL }, (_, i) => String(time * POOL + i))

/** What a tool came to, as the shell text that its process runs. */
export const sayResult = ({ status, stdout, stderr }: Result): string =>
  [
    ...(stdout === '' ? [] : [`printf %s ${quoteText(soundText(stdout))}`]),
    ...(stderr === '' ? [] : [`printf %s ${quoteText(soundText(stderr))} >&2`]),
    `exit ${status}\n`,
  ].join('\n')

/** No shell can hold NUL, nor half of a surrogate pair. */
const soundText = (text: string): string => Buffer.from(text.replaceAll('\0', ''), 'utf8').toString('utf8')

/** Answers what tools ask until the end, which it gives. `answer` never rejects; null: the process has no need of an answer. */
export const listenForAsks = (folder: string, answer: (ask: Ask) => Promise<string>): (() => void) => {
  // Open for writing as well: the last tool that leaves does not end it.
  const door = new Socket({ fd: openSync(`${folder}/door`, constants.O_RDWR | constants.O_NONBLOCK), writable: false })
  door.unref()
  let text = ''
  let next = 0
  /** The next tools need not look further back, and find pipes that lie ready. */
  const advance = (taken: number): void => {
    if (taken < next) return
    const time = Math.floor((taken + 1) / POOL)
    if (time > Math.floor(next / POOL))
      startProcess({
        file: MKFIFO,
        words: pipeNames(time + 1),
        cwd: folder,
        env: { NODE_ENV: process.env.NODE_ENV },
        input: '',
        isHeard: false,
      })
    next = taken + 1
    writeFileSync(`${folder}/next.new`, `${next}\n`)
    renameSync(`${folder}/next.new`, `${folder}/next`)
  }
  door.on('data', (chunk) => {
    const lines = (text + chunk.toString()).split('\n')
    text = lines.pop() ?? ''
    for (const line of lines) {
      const ask = takeAsk(folder, line)
      if (ask === null) continue
      advance(Number(line))
      void answer(ask).then((said) => deliver(`${folder}/${line}`, ask.pid, said))
    }
  })
  door.on('error', () => door.destroy())
  return () => door.destroy()
}

const takeAsk = (folder: string, name: string): Ask | null => {
  const file = `${folder}/${name}`
  if (!/^\d+$/.test(name) || !existsSync(`${file}.words`)) return null
  const [pid = '', run = '', seconds = '', space = '', cwd = '', ...argv] = readFileSync(`${file}.words`, 'utf8')
    .split('\0')
    .slice(0, -1)
  const stdin = existsSync(`${file}.stdin`) ? readFileSync(`${file}.stdin`, 'utf8') : ''
  for (const part of ['words', 'stdin']) rmSync(`${file}.${part}`, { force: true })
  return { pid: Number(pid), run, seconds: seconds === '' ? null : Number(seconds), space, cwd, argv, stdin }
}

export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** It opens its end right after it has asked, unless it was killed. */
const deliver = async (file: string, pid: number, text: string): Promise<void> => {
  const bytes = Buffer.from(text)
  let fd: number | null = null
  try {
    for (let written = 0; written < bytes.length;) {
      const wrote = attempt(() => {
        fd ??= openSync(file, constants.O_WRONLY | constants.O_NONBLOCK)
        return writeSync(fd, bytes, written)
      })
      if (wrote === 'gone' || (wrote === 'not yet' && !isAlive(pid))) break
      if (wrote === 'not yet') await sleep(1, undefined, { ref: false })
      else written += wrote
    }
  } finally {
    if (fd !== null) closeSync(fd)
    rmSync(file, { force: true })
    rmSync(`${file}.taken`, { force: true })
  }
}

const attempt = (act: () => number): number | 'not yet' | 'gone' => {
  try {
    return act()
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException // of the file system: nothing else is called
    return code === 'ENXIO' || code === 'EAGAIN' ? 'not yet' : 'gone'
  }
}
