import { spawn, spawnSync } from 'node:child_process'
import * as fs from 'node:fs'
import { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pipeNames } from './asks'
import { askedTools, ASKING_TOOLS, findTool, KEEPER, MKFIFO, ownTools } from './stubs'

const FOLDERS = [
  'asks',
  'bin',
  'copies',
  'groups',
  'proc/sys/kernel/random',
  'sys/class/net',
  'var/lib',
  'run/systemd/system',
]

/** A path of a host at its beginning: not in the middle of another path or word. */
const HOST_PATH = /(?<![\w./}-])\/(?:etc|proc|run|sys|var)(?![\w-])/g
const SCRIPTS_PATH = 'PATH=/usr/sbin:/usr/bin:/sbin:/bin'

/** It stands in scripts without quotes. */
const plainTmpdir = (): string => {
  const folder = fs.realpathSync(tmpdir())
  return /^[\w./+-]+$/.test(folder) ? folder : '/tmp'
}

/**
 * The folder that a simulated host has for its root while scripts run on it. It goes with the host, and with this process however that
 * ends: a keeper waits for the end of a pipe, ends every process group of the host and removes the folder.
 */
export class RootFolder {
  readonly path = fs.mkdtempSync(path.join(plainTmpdir(), 'patchbay-sim-'))
  readonly bin = `${this.path}/bin`
  readonly #keeper

  /** `tools`: what this process answers for the host. */
  constructor(tools: readonly string[]) {
    for (const folder of [...FOLDERS, 'etc/systemd/system']) fs.mkdirSync(`${this.path}/${folder}`, { recursive: true })
    spawnSync(MKFIFO, ['door', ...pipeNames(0)], { cwd: `${this.path}/asks` })
    this.write('/asks/next', '0\n')
    for (const [name, render] of Object.entries(ASKING_TOOLS)) {
      fs.writeFileSync(`${this.bin}/${name}`, render(this.path))
      fs.chmodSync(`${this.bin}/${name}`, 0o755)
    }
    for (const tool of [...tools, ...askedTools()]) fs.symlinkSync('.ask', `${this.bin}/${tool}`)
    for (const tool of ownTools()) {
      const file = findTool(tool)
      if (file !== null) fs.symlinkSync(file, `${this.bin}/${tool}`)
    }
    this.#keeper = spawn('/bin/sh', ['-c', KEEPER, 'sh', this.path], {
      cwd: this.path,
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    })
    this.#keeper.unref()
    // A pipe to a process is a socket, which may be let go of (child_process.spawn).
    if (this.#keeper.stdin instanceof Socket) this.#keeper.stdin.unref()
  }

  /** A script of the host, or words of one, for a shell of this machine: paths lead into the folder. Twice is as once. */
  lead(text: string): string {
    return text
      .replaceAll(SCRIPTS_PATH, `PATH=${this.bin}`)
      .replace(HOST_PATH, (found, at: number) => (text.startsWith(this.path, at) ? found : this.path + found))
  }

  /** The opposite, for all that leaves the folder. */
  plain(text: string): string {
    return text.replaceAll(this.path, '')
  }

  has(file: string): boolean {
    return fs.existsSync(this.path + file)
  }

  /** Null where there is no such file. */
  read(file: string): string | null {
    try {
      return fs.readFileSync(this.path + file, 'utf8')
    } catch {
      return null // not there, or a folder
    }
  }

  names(folder: string): string[] {
    return this.has(folder) ? fs.readdirSync(this.path + folder).sort() : []
  }

  /** At once for who reads it. */
  write(file: string, text: string): void {
    fs.writeFileSync(`${this.path}${file}.new`, text)
    fs.renameSync(`${this.path}${file}.new`, this.path + file)
  }

  /** A script of the host, for a shell of this machine: the copy whose paths lead into the folder. */
  copy(file: string): string {
    const copy = `/copies/${file.slice(1).replaceAll('/', '_')}`
    const led = this.lead(this.read(file) ?? '')
    if (this.read(copy) !== led) this.write(copy, led)
    return this.path + copy
  }

  makeFolder(file: string): void {
    fs.mkdirSync(this.path + file, { recursive: true })
  }

  remove(file: string): void {
    fs.rmSync(this.path + file, { recursive: true, force: true })
  }

  /** Every process group of the host has ended, and the folder is gone. */
  async end(): Promise<void> {
    const ended = new Promise((resolve) => this.#keeper.once('exit', resolve))
    this.#keeper.ref()
    this.#keeper.stdin?.end()
    await ended
  }
}
