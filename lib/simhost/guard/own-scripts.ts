import { BOOT_UNIT, INSTALL_BOOT_GUARD_SCRIPT, renderBootScript, renderBootUnit } from '../../core/guard/boot-guard'
import * as scripts from '../../core/guard/host-scripts'
import type { HostFile } from '../../core/guard/render-files'
import { renderFiles } from '../../core/guard/render-files'
import type { Transaction } from '../../core/guard/transaction'
import { HOST_PATHS, toolsOf } from '../../core/guard/transaction'
import { WordDecoder, quoteText } from '../../core/shell/quote'

/* A simulated host runs the product's own scripts and no others: it is no shell on this machine for whoever can sign in. */

const { root: ROOT, run: RUN } = HOST_PATHS
export const BOOT_SCRIPT = `${ROOT}/boot.sh`
export const BOOT_UNIT_FILE = `/etc/systemd/system/${BOOT_UNIT}`
const TXN = /^[0-9A-HJKMNP-TV-Z]{26}$/
const FOLDER = /^\/var\/lib\/patchbay\/txn\/([0-9A-HJKMNP-TV-Z]{26})$/
const CALLS: ReadonlySet<string> = new Set(['folders', 'put', 'more', 'keep', 'sound'])
const FILE_NAME = /^[a-z][a-z.]*$/

/** Is what the arguments of one of the product's constant scripts name the product's own? */
const ARGUMENTS: ReadonlyMap<string, (args: readonly string[]) => boolean> = new Map([
  [scripts.FACTS_SCRIPT, ([root, run, ...tools]) => root === '/var/lib' && run === '/run' && !tools.some(isPath)],
  [scripts.UPLOAD_SCRIPT, ([root, run, id = '']) => root === ROOT && run === RUN && TXN.test(id)],
  [scripts.LOGS_SCRIPT, ([folder = '', ...more]) => FOLDER.test(folder) && more.length === 0],
  [
    scripts.RELEASE_SCRIPT,
    ([folder = '', root, run, keep = '']) => FOLDER.test(folder) && root === ROOT && run === RUN && /^\d+$/.test(keep),
  ],
  [
    INSTALL_BOOT_GUARD_SCRIPT,
    ([root, script, unit]) =>
      root === ROOT && script === renderBootScript(HOST_PATHS) && unit === renderBootUnit(HOST_PATHS),
  ],
])

const isPath = (word: string): boolean => word.includes('/')

/** `sh -c SCRIPT sh ARGS...` of the product. */
export const isOwnScript = (argv: readonly string[]): boolean => {
  const [shell, flag, script = '', , ...args] = argv
  return shell === 'sh' && flag === '-c' && (ARGUMENTS.get(script)?.(args) ?? false)
}

/** What UPLOAD_SCRIPT is given, in words that no shell looks into; null: not its calls. */
export const ownCalls = (stdin: string): string | null => {
  const calls = new WordDecoder().push(`${stdin}\n`)
  const isOwn = calls.every(
    ([name = '', file = '']) => CALLS.has(name) && (!['put', 'more'].includes(name) || FILE_NAME.test(file)),
  )
  return isOwn ? calls.map((words) => `${words.map(quoteText).join(' ')}\n`).join('') : null
}

/** Files of the host; null: it is not there. */
type Files = { read: (file: string) => string | null }

/** The transaction in a folder, from what the console has uploaded. Null: not there yet, damaged, or with tools of this machine. */
export const readTransaction = (
  files: Files,
  folder: string,
  isSimulated: (tool: string) => boolean,
): Transaction | null => {
  try {
    const manifest: unknown = JSON.parse(files.read(`${folder}/manifest.json`) ?? '', plainNumber)
    // The shape is what the product typed: what is rendered of it is compared below.
    const { transaction } = manifest as { transaction: Transaction }
    const { links = [] } = transaction.raw ?? {}
    return toolsOf(transaction).every(isSimulated) && !links.some(isPath) ? transaction : null
  } catch {
    return null
  }
}

/** Numbers are the only values that scripts have without quotes. */
const plainNumber = (key: string, value: unknown): unknown => {
  if (/seconds$/i.test(key) && typeof value !== 'number') throw new TypeError(`${key} is no number`)
  return value
}

const TRIES = /\$try -ge (\d+) /

/** Whether a file is, to the letter, what the product makes of the transaction beside it. */
export const isOwnFile = (files: Files, file: string, isSimulated: (tool: string) => boolean): boolean => {
  const text = files.read(file)
  if (file === BOOT_SCRIPT) return text === renderBootScript(HOST_PATHS)
  const at = file.lastIndexOf('/')
  const [folder, name] = [file.slice(0, at), file.slice(at + 1)]
  return text !== null && rendered(files, folder, isSimulated).some((own) => own.name === name && own.text === text)
}

const rendered = (files: Files, folder: string, isSimulated: (tool: string) => boolean): HostFile[] => {
  const transaction = FOLDER.test(folder) ? readTransaction(files, folder, isSimulated) : null
  if (transaction === null || !folder.endsWith(`/${transaction.id}`)) return []
  const tries = TRIES.exec(files.read(`${folder}/verify.sh`) ?? '')?.[1]
  try {
    // No script has the proof in it.
    const proof = { nonce: '', machineId: '', bootId: '' }
    return renderFiles(HOST_PATHS, transaction, proof, tries === undefined ? undefined : Number(tries))
  } catch {
    return [] // nothing that the product would have made
  }
}
