import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { PROPERTY_ADDRESS, propertyHost } from '../../simhost/testing/property-host'
import { parseIntents } from '../intents/intent'
import type { IntentInput } from '../intents/intent'
import { planChange } from '../plan/plan-change'
import { definitionsOf, observeCommandHost } from '../plan/testing/host'
import { parseRehearsal } from './answers'
import { transactionOf } from './from-plan'
import { renderFiles } from './render-files'
import type { GuardCommand, Transaction } from './transaction'

/* Real scripts with the machine's own ip(8), in namespaces of their own; where none can be made there is nothing to try. */
const canUnshare = spawnSync('unshare', ['--net', '--mount', 'ip', 'link', 'add', 'd0', 'type', 'bridge']).status === 0

const ID = '01K00000000000000000000001'
let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'rehearsal-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function rehearse(transaction: Transaction) {
  const paths = { root: `${folder}/lib`, run: `${folder}/run` }
  const dir = `${paths.root}/txn/${ID}`
  mkdirSync(`${dir}/state.d`, { recursive: true })
  mkdirSync(`${paths.run}/${ID}`, { recursive: true })
  for (const { name, text } of renderFiles(paths, transaction, { nonce: 'n', machineId: 'm', bootId: 'b' }))
    writeFileSync(`${dir}/${name}`, text)
  const said = spawnSync('sh', [`${dir}/guard.sh`, 'rehearse'], { encoding: 'utf8' })
  return parseRehearsal(said.stdout, transaction.rehearsal ?? { kernel: null, switch: [] }).kernel
}

function transactionFor(...input: IntentInput[]): Transaction {
  const host = propertyHost('9.0.0')
  const state = observeCommandHost(host, PROPERTY_ADDRESS)
  const intents = parseIntents(input)
  if (!intents.ok) throw new Error(JSON.stringify(intents.issues))
  const planned = planChange(state, intents.intents, { xml: definitionsOf(host, state) })
  if (!planned.ok) throw new Error(JSON.stringify(planned.issues))
  return transactionOf(ID, planned.plan)
}

function kernelOf({ rehearsal }: Transaction) {
  if (rehearsal?.kernel == null) throw new Error('nothing to rehearse')
  return rehearsal.kernel
}

/** The same transaction with other commands in one undo. */
function withUndo(
  transaction: Transaction,
  change: (run: readonly GuardCommand[]) => readonly GuardCommand[],
): Transaction {
  const kernel = kernelOf(transaction)
  const steps = kernel.steps.map((step) => ({
    ...step,
    undo: step.undo.map((action) => ({ ...action, run: change(action.run) })),
  }))
  return { ...transaction, rehearsal: { kernel: { ...kernel, steps }, switch: [] } }
}

const ADDRESS: IntentInput = { kind: 'address.set', link: 'eth0', addresses: ['192.0.2.40/24'] }

describe.runIf(canUnshare)('a rehearsal', () => {
  it.each<[string, IntentInput[]]>([
    [
      'a bridge of new links',
      [
        { kind: 'linuxBridge.set', name: 'br9', ports: ['eth2', 'eth3'] },
        { kind: 'address.set', link: 'br9', addresses: ['10.1.1.1/24'] },
      ],
    ],
    [
      'a bridge with one port more',
      [{ kind: 'linuxBridge.set', name: 'br1', stp: true, ports: ['eth2', 'vnet2', 'vnet3'] }],
    ],
    ['an address', [{ kind: 'address.set', link: 'eth2', addresses: ['10.1.1.1/24', '2001:db8::1/64'] }]],
  ])('finds %s as it was', (_, intents) => {
    expect(rehearse(transactionFor(...intents))).toEqual({ kind: 'works' })
  })

  it('finds what an undo leaves, in the words of the host', () => {
    const said = rehearse(
      withUndo(transactionFor({ kind: 'address.set', link: 'eth2', addresses: ['10.1.1.1/24'] }), () => []),
    )
    expect(said).toMatchObject({ kind: 'fails', why: expect.stringContaining('10.1.1.1') })
  })

  it('is none where the stage is not as the host', () => {
    const transaction = transactionFor({
      kind: 'linuxBridge.set',
      name: 'br1',
      stp: true,
      ports: ['eth2', 'vnet2', 'vnet3'],
    })
    const kernel = kernelOf(transaction)
    const stage = [...kernel.stage, { argv: ['ip', 'link', 'add', 'nosuch', 'type', 'nosuch'] }]
    expect(rehearse({ ...transaction, rehearsal: { kernel: { ...kernel, stage }, switch: [] } })).toMatchObject({
      kind: 'not',
      why: expect.stringContaining('Unknown device type'),
    })
  })

  it('touches nothing of the network that it was called from', () => {
    const links = (): string => spawnSync('ip', ['-o', 'link'], { encoding: 'utf8' }).stdout
    const before = links()
    rehearse(transactionFor(ADDRESS, { kind: 'linuxBridge.set', name: 'br9', ports: ['eth2', 'eth4'] }))
    expect(links()).toBe(before)
  })
})
