import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import * as scripts from '../../core/guard/host-scripts'
import { renderFiles } from '../../core/guard/render-files'
import type { Transaction } from '../../core/guard/transaction'
import { HOST_PATHS, txnFolder } from '../../core/guard/transaction'
import { quoteText } from '../../core/shell/quote'
import { SimHost } from '../sim-host'
import { checkSums, move, performBatch } from './tools'

const ID = '01ARZ3NDEKTSV4RRFFQ69G5FAV'
const FOLDER = txnFolder(HOST_PATHS, ID)

let host: SimHost
beforeEach(() => {
  host = new SimHost({ name: 'kvm1' })
})
afterEach(() => host.guard.end())

const plan = (over: Partial<Transaction['steps'][number]> = {}): Transaction => ({
  id: ID,
  steps: [
    {
      summary: 'Make br1',
      run: [{ argv: ['ip', 'link', 'add', 'br1', 'type', 'bridge'] }],
      undo: [],
      checks: [],
      isManagement: false,
      survivesReboot: false,
      ...over,
    },
  ],
  checks: [],
  backChecks: [],
})

const upload = (calls: string) =>
  host.runScript(['sh', '-c', scripts.UPLOAD_SCRIPT, 'sh', HOST_PATHS.root, HOST_PATHS.run, ID], calls)

/** Uploads what the product makes of a transaction, changed on the way; gives what comes of `guard.sh status`. */
async function uploaded(transaction: Transaction, change = (_name: string, text: string): string => text) {
  const files = renderFiles(HOST_PATHS, transaction, { nonce: 'n', machineId: 'm', bootId: 'b' })
  const all = [...files, { name: 'manifest.json', text: JSON.stringify({ transaction }) }]
  const puts = all.map(({ name, text }) => `put ${name} ${quoteText(change(name, text))}`)
  const said = await upload(['folders', ...puts].join('\n'))
  if (said.stdout !== 'ready\n') return said
  return host.runScript(['sh', `${FOLDER}/guard.sh`, 'status'])
}

const REFUSED = { status: 126, stdout: '', stderr: expect.stringContaining('runs the scripts of Patchbay alone') }

describe('a simulated host runs the scripts of the product', () => {
  it('as they were uploaded', async () => {
    expect((await uploaded(plan())).stdout).toMatch(/^txn 01ARZ3NDEKTSV4RRFFQ69G5FAV\nstate prepared\n(.*\n)*end\n$/)
  })

  it('and no script with anything else in it', async () => {
    const more = (name: string, text: string) => (name === 'guard.sh' ? `${text}echo more\n` : text)
    expect(await uploaded(plan(), more)).toEqual(REFUSED)
  })

  it('nor one that makes more of a number than it is', async () => {
    const seconds: unknown = '1 true; echo more #'
    expect(await uploaded(plan({ timeoutSeconds: seconds as number }))).toEqual(REFUSED)
  })

  it('nor with a tool that it does not simulate', async () => {
    expect(await uploaded(plan({ run: [{ argv: ['rm', '-rf', '/somewhere'] }] }))).toEqual(REFUSED)
  })

  it('and is no shell for anybody', async () => {
    expect(await host.runScript(['sh', '-c', 'echo more', 'sh'])).toMatchObject({ status: 127 })
    expect(await host.runScript(['sh', '/etc/profile'])).toMatchObject({ status: 2 })
    expect(await host.runScript(['sh', '-c', scripts.LOGS_SCRIPT, 'sh', '/home'])).toMatchObject({ status: 127 })
    expect(await upload('folders\necho more\n')).toMatchObject({ status: 2, stdout: '' })
    expect(await upload('put $(id) x\n')).toMatchObject({ status: 2, stdout: '' })
    expect(await upload('put ../x x\n')).toMatchObject({ status: 2, stdout: '' })
  })
})

it('a batch goes on after what fails, and says which line that was', () => {
  const batch = 'link add br1 type bridge\nlink set nosuch up\nlink set br1 up\n'
  const perform = (argv: readonly string[], stdin: string) => ({
    ...{ result: host.run(argv, stdin), delayMs: 1, isHung: false, isStuck: false, isCut: false },
  })
  const session = { userName: 'root', isRoot: true, isSudo: false, sshConnection: null }
  const { result, delayMs } = performBatch(perform, ['ip', '-force', '-batch', '-'], batch, session)
  expect(result).toMatchObject({ status: 1, stderr: expect.stringMatching(/nosuch.*\nCommand failed -:2\n$/) })
  expect(delayMs).toBe(3)
  expect(host.machine.state.links.get('br1')?.isUp).toBe(true)
})

describe('tools that not every machine has', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'sim-tools-'))
    writeFileSync(path.join(folder, 'a'), 'text')
  })
  afterEach(() => rmSync(folder, { recursive: true }))
  const ask = (argv: string[], stdin = '') => ({ pid: 1, run: '1', seconds: null, space: '', cwd: folder, argv, stdin })

  it('mv -T renames, and says where it cannot', () => {
    expect(move(ask(['mv', '-T', 'a', 'b']))).toEqual({ status: 0, stdout: '', stderr: '' })
    expect(readFileSync(path.join(folder, 'b'), 'utf8')).toBe('text')
    expect(move(ask(['mv', '-T', 'a', 'b']))).toMatchObject({ status: 1, stderr: expect.stringContaining("'a'") })
  })

  it('sha256sum -c - compares', () => {
    const sum = '982d9e3eb996f559e633f4d194def3761d909f5a3b647d1a851fead67c32c9d1'
    expect(checkSums(ask(['sha256sum', '-c', '-'], `${sum}  a\n`))).toEqual({
      status: 0,
      stdout: 'a: OK\n',
      stderr: '',
    })
    expect(checkSums(ask(['sha256sum', '-c', '-'], `${sum}  none\n`))).toMatchObject({ status: 1 })
  })
})
