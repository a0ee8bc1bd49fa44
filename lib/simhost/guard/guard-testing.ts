// For tests only: a change as the console has it carried out, without the connection.
import { parseDryRun } from '../../core/guard/answers'
import { transactionOf } from '../../core/guard/from-plan'
import * as scripts from '../../core/guard/host-scripts'
import { renderFiles } from '../../core/guard/render-files'
import { HOST_PATHS, txnFolder } from '../../core/guard/transaction'
import { parseWal, applyVerdict } from '../../core/guard/wal'
import type { Plan } from '../../core/plan/step'
import { quoteText } from '../../core/shell/quote'
import type { SimHost } from '../sim-host'
import { apply } from './apply'
import { runNow } from './course'
import { openTransaction } from './guard-context'

const ID = '01ARZ3NDEKTSV4RRFFQ69G5FAV'
const FOLDER = txnFolder(HOST_PATHS, ID)

const script = (host: SimHost, text: string, args: readonly string[], stdin = ''): string => {
  const { status, stdout, stderr } = host.run(['sh', '-c', text, 'sh', ...args], stdin)
  if (status !== 0) throw new Error(`a host script ended with ${status}: ${stderr || stdout}`)
  return stdout
}
const verb = (host: SimHost, ...args: string[]): string => host.run(['sh', `${FOLDER}/guard.sh`, ...args]).stdout

export type Rehearsed = { differing: readonly { command: string }[]; verdict: string | null; log: string }

/** Uploads, locks, rehearses, arms and applies at once, waiting for nothing. */
export const applyGuarded = (host: SimHost, plan: Plan): Rehearsed => {
  const transaction = transactionOf(ID, plan)
  const { machineId, bootId } = host.machine.state.system
  const files = renderFiles(HOST_PATHS, transaction, { nonce: 'n', machineId, bootId })
  const all = [...files, { name: 'manifest.json', text: JSON.stringify({ transaction }) }]
  const calls = ['folders', ...all.map(({ name, text }) => `put ${name} ${quoteText(text)}`)].join('\n')
  script(host, scripts.UPLOAD_SCRIPT, [HOST_PATHS.root, HOST_PATHS.run, ID], calls)
  const locked = verb(host, 'lock', '60', 'ada')
  const rehearsal = parseDryRun(verb(host, 'dryrun', 'systemd'))
  const armed = verb(host, 'arm', 'systemd', '60')
  const context = openTransaction(host.guard.host, FOLDER)
  if (context === null || !rehearsal.ok) throw new Error(`not armed: ${locked}${armed}`)
  runNow(apply(context))
  return {
    differing: rehearsal.value.differing,
    verdict: applyVerdict(parseWal(host.run(['cat', `${FOLDER}/wal`]).stdout)),
    log: script(host, scripts.LOGS_SCRIPT, [FOLDER]),
  }
}

/** Has the guard put it back. Gives its answer, and what it reports of each object. */
export const undoGuarded = (host: SimHost): { answer: string; report: string } => {
  const answer = verb(host, 'fire')
  const report = host.run(['cat', `${HOST_PATHS.run}/${ID}/rollback`]).stdout
  script(host, scripts.RELEASE_SCRIPT, [FOLDER, HOST_PATHS.root, HOST_PATHS.run, '0'])
  return { answer, report }
}

/** libvirt makes taps by itself: their names are its choice. */
export const namesOf = (changes: Plan['changes']): string[] =>
  changes
    .filter(({ name }) => !/^(vnet|macvtap|virbr)\d/.test(name))
    .map(({ kind, owner, name }) => `${kind} ${owner ?? ''} ${name}`)
