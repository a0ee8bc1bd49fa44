import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { quoteArgv } from '@/lib/core/shell/quote'
import type { ChangeDeps } from '@/lib/server/change/change-types'
import { runChange } from '@/lib/server/change/run-change'
import { labDeps, requestFor } from '../lab/guard-host'
import { step, transaction } from '../lab/guard-plans'
import { NamespaceLab, whyNoNamespaceLab } from '../lab/lab'
import type { LabHost } from '../lab/lab'
import { installAnsible } from '../run/install-ansible.mjs'
import { quantiles } from './figures'
import type { Bench, Figure } from './figures'

const run = promisify(execFile)
const ROUNDS = 15
const ANSIBLE_ROUNDS = 5
const TIMES_OF_A_SCRIPT = 2
const TIMES_FASTER_THAN_ANSIBLE = 5

/** Twenty changes of Open vSwitch and the kernel that can be made over and over, and what takes each back. */
const CHANGES = Array.from({ length: 10 }, (_, i) => [
  {
    run: `ovs-vsctl add-port br0 p${i} tag=${100 + i} -- set interface p${i} type=internal`,
    undo: `ovs-vsctl --if-exists del-port br0 p${i}`,
  },
  { run: `ip link set dev p${i} up mtu ${1400 + i}`, undo: 'true' },
]).flat()

const TEAR_DOWN = [
  'ovs-vsctl',
  ...CHANGES.filter((_, i) => i % 2 === 0).flatMap((_, i) => ['--', '--if-exists', 'del-port', 'br0', `p${i}`]),
]

const guarded = () =>
  transaction(
    CHANGES.map((change) =>
      step(change.run, [change.run], {
        undo: [{ summary: change.undo, run: [{ argv: change.undo.split(' ') }] }],
        survivesReboot: change.run.startsWith('ovs-vsctl'),
      }),
    ),
  )

/**
 * Where the time went, of 1.7 s on a busy machine of two cores: the steps themselves with their log on disk 43 %, two sign-ins
 * with their login shells 25 %, upload and its proofs 16 %, claim and release 8 %, lock, rehearsal and timer 8 %. It is the
 * processes that cost: 220 on the host, of which the bare script needs 40.
 */
export const guardedChange: Bench = {
  id: 'guarded-change',
  what: 'a change of 20 steps, guarded and confirmed',
  whyNot: whyNoNamespaceLab,
  run: measure,
}

async function measure(): Promise<Figure[]> {
  const lab = await NamespaceLab.up(1, { prefix: 'labq', net: '198.27' })
  const folder = mkdtempSync(path.join(tmpdir(), 'patchbay-bench-'))
  try {
    const host = lab.host(0)
    await host.exec('ovs-vsctl', 'add-br', 'br0')
    const ssh = sshTo(host, folder)
    const { deps } = await labDeps(host)
    const noAnsible = installAnsible()
    const ours: number[] = []
    const script: number[] = []
    const ansible: number[] = []
    // In turns, so that what else the machine does falls on all of them.
    for (let round = 0; round < ROUNDS; round += 1) {
      ours.push(await timed(host, () => applyGuarded(deps)))
      script.push(await timed(host, () => ssh(CHANGES.map((change) => `${change.run} || exit 1`).join('\n'))))
      if (noAnsible === null && round < ANSIBLE_ROUNDS) ansible.push(await timed(host, () => playbook(host, folder)))
    }
    const name = 'a change of 20 steps, guarded and confirmed'
    const common = { unit: 'ms' as const, samples: ours.length, ours: quantiles(ours) }
    const figures: Figure[] = [
      {
        ...{ name, ...common, budget: { ratio: TIMES_OF_A_SCRIPT } },
        instead: { what: 'the same commands in one script over ssh', quantiles: quantiles(script) },
      },
    ]
    if (noAnsible === null)
      figures.push({
        ...{ name: `${name}, beside Ansible`, ...common, budget: { ratio: 1 / TIMES_FASTER_THAN_ANSIBLE } },
        instead: { what: `the same 20 tasks with Ansible, n = ${ansible.length}`, quantiles: quantiles(ansible) },
      })
    else console.log(`skipped: the same 20 tasks with Ansible: ${noAnsible}`)
    return figures
  } finally {
    await lab.down()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Milliseconds of the work, on a host that is bare again afterwards. */
async function timed(host: LabHost, work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await work()
  const ms = performance.now() - startedAt
  await host.exec(...TEAR_DOWN)
  return ms
}

async function applyGuarded(deps: ChangeDeps): Promise<void> {
  const outcome = await runChange(requestFor(guarded(), { windowSeconds: 60 }), deps)
  if (outcome.state !== 'confirmed') throw new Error(`${outcome.state}: ${outcome.reason ?? ''}\n${outcome.hostLog}`)
}

const keyFile = (host: LabHost, folder: string): string => {
  const file = path.join(folder, 'key')
  writeFileSync(file, host.privateKey, { mode: 0o600 })
  return file
}
const SSH_OPTIONS = ['-o', 'StrictHostKeyChecking=no', '-o', 'UserKnownHostsFile=/dev/null', '-o', 'LogLevel=ERROR']

function sshTo(host: LabHost, folder: string) {
  const options = ['-q', '-i', keyFile(host, folder), ...SSH_OPTIONS, `root@${host.address}`]
  return (script: string) => run('ssh', [...options, script])
}

/** As an administrator writes it: one play, one task for each command. */
function playbook(host: LabHost, folder: string): Promise<unknown> {
  const play = path.join(folder, 'play.yml')
  const tasks = CHANGES.map((change, i) => ({ name: `step ${i + 1}`, 'ansible.builtin.command': change.run }))
  writeFileSync(play, JSON.stringify([{ hosts: 'all', gather_facts: false, tasks }]))
  const inventory = `${host.address},`
  const args = [
    '-i',
    inventory,
    '-u',
    'root',
    '--private-key',
    keyFile(host, folder),
    `--ssh-common-args=${quoteArgv(SSH_OPTIONS)}`,
    play,
  ]
  return run('ansible-playbook', args, {
    env: { ...process.env, ANSIBLE_HOST_KEY_CHECKING: 'False', LC_ALL: 'C.UTF-8' },
  })
}
