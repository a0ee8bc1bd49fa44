import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import type { Page } from '@playwright/test'
import type { LabHost } from '../lab/lab'
import { whyNoNamespaceLab } from '../lab/lab'
import type { Bench, Budget, Figure } from './figures'
import { quantiles } from './figures'
import type { FollowedHost } from './followed-host'
import { withFollowedHost } from './followed-host'

const SAMPLES = Number(process.env['PATCHBAY_BENCH_SAMPLES'] ?? 300)
/** One look over OpenSSH for so many of ours: each costs a process. */
const LOOK_EVERY = 6

/** A change that is made and taken back, and where it shows. */
type Subject = {
  name: string
  make: string
  undo: string
  /** Finds something on the page while the change is made, and nothing while it is not. */
  selector: string
  /** What a person would type to see it. */
  look: string
  from: 'beganAt' | 'endedAt'
  budget: Budget
}

const SUBJECTS: readonly Subject[] = [
  {
    name: 'change → pixel, kernel link',
    make: 'ip link add benchk master benchbr type veth peer name benchp',
    undo: 'ip link del benchk',
    selector: '[data-node-id="bridge-port:benchbr/benchk"]',
    look: 'ip -br link',
    from: 'beganAt',
    budget: { p50: 60, p95: 150 },
  },
  {
    name: 'change → pixel, OVS port',
    make: 'ovs-vsctl add-port ovsbr1 bencho tag=125 -- set Interface bencho type=internal',
    undo: 'ovs-vsctl del-port ovsbr1 bencho',
    selector: '[data-node-id="bridge-port:ovsbr1/bencho"]',
    look: 'ovs-vsctl show',
    from: 'beganAt',
    budget: { p95: 200 },
  },
  {
    name: 'libvirt network starts or stops → pixel, after the command ends',
    make: 'virsh -q net-destroy benchnet',
    undo: 'virsh -q net-start benchnet',
    selector: '[data-node-id="network:benchnet"][data-health="off"]',
    look: 'virsh net-list --all',
    from: 'endedAt',
    budget: { p95: 100 },
  },
]

export const changeToPixel: Bench = {
  id: 'change-to-pixel',
  what: 'a change on a lab host until it is on the screen: kernel link, OVS port, libvirt event',
  whyNot: whyNoNamespaceLab,
  run: () =>
    withFollowedHost(
      (host) => host.seed('bench-subjects'),
      async (followed) => {
        const figures: Figure[] = []
        for (const subject of SUBJECTS) figures.push(await measure(subject, followed))
        return figures
      },
    ),
}

async function measure(subject: Subject, { host, shell, page }: FollowedHost): Promise<Figure> {
  const looker = await openSsh(host)
  const ours: number[] = []
  const looks: number[] = []
  try {
    for (let n = 0; n < SAMPLES; n += 1) {
      const isMade = n % 2 === 0
      const seen = await watchFor(page, subject.selector, isMade)
      const ran = await shell.run(isMade ? subject.make : subject.undo)
      ours.push((await seen()) - ran[subject.from])
      if (n % LOOK_EVERY === 0) looks.push(await looker.time(subject.look))
      // Longer than the pause after a reading, and never in step with it.
      await page.waitForTimeout(350 + ((n * 7919) % 300))
    }
  } finally {
    await looker.stop()
  }
  return {
    name: subject.name,
    unit: 'ms',
    samples: ours.length,
    ours: quantiles(ours),
    instead: { what: `one look, typed at once: ssh (open connection) '${subject.look}'`, quantiles: quantiles(looks) },
    budget: subject.budget,
  }
}

type InPage = { benchWatch: (selector: string, isWanted: boolean) => Promise<number>; benchSeen: Promise<number> }

/** Begins to wait in the page until the selector finds something (or nothing); gives what waits for the stamp of that frame. */
async function watchFor(page: Page, selector: string, isWanted: boolean): Promise<() => Promise<number>> {
  // in-page.js has put both there.
  await page.evaluate(
    ([wanted, is]) => {
      const inPage = window as unknown as InPage
      inPage.benchSeen = inPage.benchWatch(wanted, is)
    },
    [selector, isWanted] as const,
  )
  return () => page.evaluate(() => (window as unknown as InPage).benchSeen)
}

const run = promisify(execFile)

/** OpenSSH with a shared connection: the fastest look that a person has. */
async function openSsh({ address, port, privateKey }: LabHost) {
  const folder = mkdtempSync(path.join(tmpdir(), 'patchbay-bench-'))
  const key = path.join(folder, 'key')
  writeFileSync(key, privateKey, { mode: 0o600 })
  const options = [
    ...['-i', key, '-p', String(port), '-S', path.join(folder, 'control'), '-o', 'ControlMaster=auto'],
    ...['-o', 'ControlPersist=yes', '-o', 'StrictHostKeyChecking=no', '-o', 'UserKnownHostsFile=/dev/null'],
    ...['-o', 'LogLevel=ERROR', `root@${address}`],
  ]
  await run('ssh', [...options, 'true'])
  return {
    time: async (command: string) => {
      const beganAt = performance.now()
      await run('ssh', [...options, command])
      return performance.now() - beganAt
    },
    stop: async () => {
      await run('ssh', ['-O', 'exit', ...options]).catch(() => undefined) // it may have ended by itself
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
