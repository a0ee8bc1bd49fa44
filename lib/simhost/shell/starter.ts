import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import type { Result } from '../machine/result'

/*
 * To start a process means to fork: the tables of all memory are copied, and every page that is written afterwards is a fault. For a
 * process as big as the console that is tens of milliseconds each time, so that a small one, started once, does it.
 */

export type Start = {
  file: string
  words: readonly string[]
  cwd: string
  env: NodeJS.ProcessEnv
  /** Its whole standard input; null: give() has it later. */
  input: string | null
  /** Whether anybody reads what it says. */
  isHeard: boolean
}

/** `born`: its pid, which is its process group's too; 0: it could not be started. Neither promise rejects. */
export type Started = {
  born: Promise<number>
  ended: Promise<Result>
  /** What is left for its standard input, and the end of it. */
  give: (input: string) => void
}

/** As a shell says of what is not there, and of what SIGTERM has ended. */
const NOT_STARTED = 127
const KILLED = 143

const HELPER = `
const { spawn } = require('node:child_process')
const inputs = new Map()
process.on('disconnect', () => process.exit())
process.on('message', ({ id, start, input }) => {
  if (start === undefined) return inputs.get(id)?.end(input)
  const { file, words, cwd, env, isHeard } = start
  const output = isHeard ? 'pipe' : 'ignore'
  const child = spawn(file, words, { cwd, env, detached: true, stdio: ['pipe', output, output] })
  const said = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr']) child[name]?.setEncoding('utf8').on('data', (text) => (said[name] += text))
  let isOver = false
  const end = (status) => {
    if (isOver) return
    isOver = true
    inputs.delete(id)
    process.send({ id, ended: { status, ...said } })
  }
  child.on('error', () => end(${NOT_STARTED}))
  child.on('close', (code) => end(code ?? ${KILLED}))
  inputs.set(id, child.stdin)
  child.stdin?.on('error', () => undefined)
  process.send({ id, born: child.pid ?? 0 })
  if (input !== null) child.stdin?.end(input)
})`

type Waiting = { isHeard: boolean; bear: (pid: number) => void; end: (result: Result) => void }
type Message = { id: number; born?: number; ended?: Result }

class Starter {
  readonly #helper: ChildProcess
  readonly #waiting = new Map<number, Waiting>()
  /** Those for whom this process lives on: until they are born, or have ended where they are heard. */
  readonly #held = new Set<number>()
  #count = 0

  constructor(onGone: () => void) {
    // Ctrl-C is for this process: the helper ends with the channel.
    this.#helper = spawn(process.execPath, ['-e', HELPER], {
      ...{ detached: true, env: { NODE_ENV: process.env.NODE_ENV } },
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    this.#helper.unref()
    this.#helper.channel?.unref()
    this.#helper.on('message', (message: Message) => this.#take(message))
    const fail = (): void => {
      onGone()
      for (const id of [...this.#waiting.keys()]) this.#end(id, { status: NOT_STARTED, stdout: '', stderr: '' })
    }
    // One error may follow another; the end comes once.
    this.#helper.on('error', fail).once('exit', fail)
  }

  start({ input, ...start }: Start): Started {
    const id = (this.#count += 1)
    const waiting: Waiting = { isHeard: start.isHeard, bear: () => undefined, end: () => undefined }
    const born = new Promise<number>((resolve) => (waiting.bear = resolve))
    const ended = new Promise<Result>((resolve) => (waiting.end = resolve))
    this.#waiting.set(id, waiting)
    this.#held.add(id)
    this.#helper.channel?.ref()
    this.#send({ id, start, input })
    return { born, ended, give: (text) => this.#send({ id, input: text }) }
  }

  #send(message: object): void {
    if (this.#helper.connected) this.#helper.send(message)
  }

  #take({ id, born, ended }: Message): void {
    const waiting = this.#waiting.get(id)
    if (born !== undefined) waiting?.bear(born)
    if (waiting?.isHeard === false) this.#letGo(id)
    if (ended !== undefined) this.#end(id, ended)
  }

  #letGo(id: number): void {
    this.#held.delete(id)
    if (this.#held.size === 0) this.#helper.channel?.unref()
  }

  #end(id: number, result: Result): void {
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    waiting?.bear(0)
    waiting?.end(result)
    this.#letGo(id)
  }
}

let starter: Starter | null = null

/** A process in a process group of its own. */
export function startProcess(start: Start): Started {
  const own = (starter ??= new Starter(() => {
    if (starter === own) starter = null
  }))
  return own.start(start)
}
