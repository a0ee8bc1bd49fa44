// For tests only: a change as the console has it carried out, without the connection.
import type { RehearsalAnswer } from '../../core/guard/answers'
import { parseDryRun, parseRehearsal } from '../../core/guard/answers'
import { transactionOf } from '../../core/guard/from-plan'
import * as scripts from '../../core/guard/host-scripts'
import { parseHostStatus } from '../../core/guard/host-status'
import { renderFiles } from '../../core/guard/render-files'
import type { Transaction } from '../../core/guard/transaction'
import { HOST_PATHS, txnFolder } from '../../core/guard/transaction'
import { parseWal, applyVerdict } from '../../core/guard/wal'
import type { Plan } from '../../core/plan/step'
import { quoteText } from '../../core/shell/quote'
import type { SimHost } from '../sim-host'

const ID = '01ARZ3NDEKTSV4RRFFQ69G5FAV'
const FOLDER = txnFolder(HOST_PATHS, ID)

const script = async (host: SimHost, text: string, args: readonly string[], stdin = ''): Promise<string> => {
  const { status, stdout, stderr } = await host.runScript(['sh', '-c', text, 'sh', ...args], stdin)
  if (status !== 0) throw new Error(`a host script ended with ${status}: ${stderr || stdout}`)
  return stdout
}
const verb = async (host: SimHost, ...args: string[]): Promise<string> =>
  (await host.runScript(['sh', `${FOLDER}/guard.sh`, ...args])).stdout

export type Rehearsed = { differing: readonly { command: string }[]; verdict: string | null; log: string }

/** Uploads everything, and gives the transaction. */
const upload = async (host: SimHost, plan: Plan): Promise<Transaction> => {
  Object.assign(host.guard.host.pace, { stepMs: 0, secondMs: 20 })
  const transaction = transactionOf(ID, plan)
  const { machineId, bootId } = host.machine.state.system
  const files = renderFiles(HOST_PATHS, transaction, { nonce: 'n', machineId, bootId })
  const all = [...files, { name: 'manifest.json', text: JSON.stringify({ transaction }) }]
  const calls = ['folders', ...all.map(({ name, text }) => `put ${name} ${quoteText(text)}`)].join('\n')
  await script(host, scripts.UPLOAD_SCRIPT, [HOST_PATHS.root, HOST_PATHS.run, ID], calls)
  return transaction
}

/** What a rehearsal on the host proves of a plan. */
export const rehearsePlan = async (host: SimHost, plan: Plan): Promise<RehearsalAnswer> => {
  const { rehearsal } = await upload(host, plan)
  const said = await verb(host, 'rehearse')
  await verb(host, 'discard')
  await host.guard.end()
  return parseRehearsal(said, rehearsal ?? { kernel: null, switch: [] })
}

/** Uploads, locks, rehearses, arms and applies, as fast as the host's shell can. */
export const applyGuarded = async (host: SimHost, plan: Plan): Promise<Rehearsed> => {
  await upload(host, plan)
  const locked = await verb(host, 'lock', '60', 'ada')
  const rehearsal = parseDryRun(await verb(host, 'dryrun', 'systemd'))
  const armed = await verb(host, 'arm', 'systemd', '60')
  const started = await verb(host, 'apply')
  if (!rehearsal.ok || started !== 'started\n') throw new Error(`not armed: ${locked}${armed}${started}`)
  const status = async () => parseHostStatus(await verb(host, 'status', '--await', 'verdict'))
  for (let said = await status(); said.ok && said.value.state === 'armed'; said = await status())
    if (said.value.wal.some(({ kind }) => kind === 'verified')) break
  return {
    differing: rehearsal.value.differing,
    verdict: applyVerdict(parseWal(host.run(['cat', `${FOLDER}/wal`]).stdout)),
    log: await script(host, scripts.LOGS_SCRIPT, [FOLDER]),
  }
}

/** Has the guard put it back. Gives its answer, and what it reports of each object. */
export const undoGuarded = async (host: SimHost): Promise<{ answer: string; report: string }> => {
  const answer = await verb(host, 'fire')
  const report = host.run(['cat', `${HOST_PATHS.run}/${ID}/rollback`]).stdout
  await script(host, scripts.RELEASE_SCRIPT, [FOLDER, HOST_PATHS.root, HOST_PATHS.run, '0'])
  await host.guard.end()
  return { answer, report }
}

/** libvirt makes taps by itself: their names are its choice. */
export const namesOf = (changes: Plan['changes']): string[] =>
  changes
    .filter(({ name }) => !/^(vnet|macvtap|virbr)\d/.test(name))
    .map(({ kind, owner, name }) => `${kind} ${owner ?? ''} ${name}`)
