// For tests only: the guard's scripts in a real shell, in a folder that stands for the host.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach } from 'vitest'
import type { Check } from '../../objects/check'
import { parseConfirmAnswer } from '../answers'
import { parseHostStatus } from '../host-status'
import { renderFiles } from '../render-files'
import type { GuardStep, Transaction } from '../transaction'

export const ID = '01K00000000000000000000001'
export const OTHER = '01K00000000000000000000002'
export const isLinux = process.platform === 'linux'

export const transaction = (steps: GuardStep[], id = ID): Transaction => ({ id, steps, checks: [], backChecks: [] })

export const machineId = () => {
  try {
    return readFileSync('/etc/machine-id', 'utf8').trim() || 'none'
  } catch {
    return 'none' // a machine without one is a case of its own in the scripts
  }
}
export const bootId = () => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()

/** A new folder for each test; what transactions change in it is lines of its file "world". */
export function guardFolder() {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'guard-'))
    writeFileSync(`${folder}/world`, 'old\n')
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  const world = () => readFileSync(`${folder}/world`, 'utf8').trim().split('\n')
  const inWorld = (kind: 'has' | 'has-not', text: string): Check => ({
    summary: `the world ${kind} ${text}`,
    read: { argv: ['cat', `${folder}/world`] },
    expect: { kind, texts: [text] },
  })
  const addLine = (text: string, over: Partial<GuardStep> = {}): GuardStep => ({
    summary: `Add ${text}`,
    run: [{ argv: ['tee', '-a', `${folder}/world`], stdin: `${text}\n` }],
    undo: [
      {
        summary: `Remove ${text}`,
        run: [{ argv: ['sed', '-i', `/^${text}$/d`, `${folder}/world`] }],
        isBack: [inWorld('has-not', text)],
      },
    ],
    checks: [inWorld('has', text)],
    isManagement: false,
    survivesReboot: false,
    ...over,
  })

  /** Puts a transaction in place and gives what calls its guard. */
  function install(txn: Transaction, { boot = bootId() } = {}) {
    const paths = { root: `${folder}/lib`, run: `${folder}/run` }
    const dir = `${paths.root}/txn/${txn.id}`
    mkdirSync(`${dir}/state.d`, { recursive: true })
    mkdirSync(`${paths.run}/${txn.id}`, { recursive: true })
    for (const { name, text } of renderFiles(paths, txn, { nonce: 'n0', machineId: machineId(), bootId: boot }, 1)) {
      writeFileSync(`${dir}/${name}`, text)
    }
    writeFileSync(`${dir}/wal`, '')
    const guard = (...args: string[]) => spawnSync('sh', [`${dir}/guard.sh`, ...args], { encoding: 'utf8' }).stdout
    const status = () => {
      const parsed = parseHostStatus(guard('status'))
      if (!parsed.ok) throw new Error(parsed.message)
      return parsed.value
    }
    const until = async (state: string) => {
      for (const from = Date.now(); status().state !== state;) {
        if (Date.now() - from > 30_000) throw new Error(`still ${status().state}, wanted ${state}`)
      }
    }
    const untilVerified = async () => {
      for (const from = Date.now(); !status().wal.some(({ kind }) => kind === 'verified');) {
        if (Date.now() - from > 30_000) throw new Error(`not verified: ${JSON.stringify(status())}`)
      }
    }
    // The state is on the disk before the lock goes.
    const untilUnlocked = async () => {
      for (const from = Date.now(); status().holdsLock;) {
        if (Date.now() - from > 30_000) throw new Error('still locked')
      }
    }
    const confirm = (nonce = 'n0') => parseConfirmAnswer(guard('confirm', nonce, machineId(), bootId()))
    return { dir, guard, status, until, untilVerified, untilUnlocked, confirm }
  }

  return {
    get path() {
      return folder
    },
    world,
    inWorld,
    addLine,
    install,
  }
}
