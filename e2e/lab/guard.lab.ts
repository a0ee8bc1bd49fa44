import { expect, test } from '@playwright/test'
import type { ChangeOutcome, Failpoint } from '@/lib/server/change/change-types'
import { ChangeControl } from '@/lib/server/change/change-control'
import { resumeChange } from '@/lib/server/change/resume-change'
import { runChange } from '@/lib/server/change/run-change'
import * as plans from './guard-plans'
import { greets, labDeps, msUntilGreeted, requestFor } from './guard-host'
import type { LabHost } from './lab'
import { NamespaceLab, whyNoNamespaceLab } from './lab'
import { rawDumps } from './raw-dumps'

const reason = whyNoNamespaceLab()
test.skip(reason !== null, reason ?? '')

const NET = '198.21'
let lab: NamespaceLab
let host: LabHost
let before: unknown
const cidr = () => `${host.address}/24`

test.beforeAll(async () => {
  lab = await NamespaceLab.up(1, { prefix: 'labg', net: NET })
  host = lab.host(0)
  await host.exec('ovs-vsctl', 'add-br', 'br0')
  await host.exec('ovs-vsctl', 'add-port', 'br0', 'eth1', 'tag=10')
})
test.afterAll(async () => {
  await lab?.down()
})
test.beforeEach(async () => {
  // Duplicate address detection goes on for a while after a link has come up.
  await expect.poll(() => host.exec('ip', '-6', 'addr', 'show', 'tentative')).toBe('')
  before = rawDumps(host)
})

const ports = async () => (await host.exec('ovs-vsctl', 'list-ports', 'br0')).split('\n').filter(Boolean)
const removePort = (name: string) => host.exec('ovs-vsctl', '--if-exists', 'del-port', 'br0', name)
const isUnlocked = async () =>
  (await host.exec('sh', '-c', '[ -e /var/lib/patchbay/lock ] && echo locked || echo free')).trim()
const guards = async () =>
  (await host.exec('sh', '-c', 'for f in /proc/[0-9]*/cmdline; do tr "\\0" " " <$f 2>/dev/null; echo; done'))
    .split('\n')
    .filter((line) => line.includes('/txn/') && line.includes('guard.sh'))

/** Rolled back means: everything as it was, the lock free, no guard left behind. */
async function expectOldState(outcome: ChangeOutcome) {
  expect(outcome, `${outcome.reason}\n${outcome.hostLog}`).toMatchObject({ state: 'rolled_back' })
  await expect.poll(() => rawDumps(host)).toEqual(before)
  expect(await isUnlocked()).toBe('free')
  expect(await guards()).toEqual([])
}

test('an OVS port is added and confirmed over a connection made after the change', async () => {
  const { deps, events, links } = await labDeps(host)
  const outcome = await runChange(requestFor(plans.transaction([plans.addOvsPort('br0', 'eth3')])), deps)
  expect(outcome, `${outcome.reason}\n${outcome.hostLog}`).toMatchObject({
    state: 'confirmed',
    reason: null,
    isPersisted: true,
  })
  expect(outcome.steps).toEqual([{ status: 'done', exitStatus: 0 }])
  expect(outcome.bootGuard).toMatch(/no systemd/)
  expect(links).toHaveLength(2)
  expect(events.flatMap((event) => (event.kind === 'phase' ? [event.phase] : []))).toEqual([
    ...['preflight', 'upload', 'lock', 'rehearse', 'arm', 'apply', 'confirm', 'release'],
  ])
  expect(await ports()).toEqual(['eth1', 'eth3'])
  expect(await isUnlocked()).toBe('free')
  expect(await guards()).toEqual([])
  await removePort('eth3')
})

test('without confirmation the host puts it back by itself, within T', async () => {
  const { deps } = await labDeps(host)
  const connect = deps.connect
  let isCut = false
  deps.connect = (options) => (isCut ? Promise.reject(new Error('the console is gone')) : connect(options))
  deps.failpoint = (name) => {
    if (name === 'after_arm') isCut = true
  }
  deps.timings = { ...deps.timings, recoveryMs: 30_000 }
  const outcome = await runChange(
    requestFor(plans.transaction([plans.addOvsPort('br0', 'eth3')]), { windowSeconds: 3 }),
    deps,
  )
  expect(outcome.state).toBe('rolled_back') // told over the connection that was open before
  await expectOldState(outcome)
})

for (const [name, steps] of [
  ['is set down', () => [plans.linkDown('mgmt0')]],
  ['loses its address', () => [plans.removeAddress('mgmt0', cidr())]],
  ['moves into a bridge that is down', () => plans.intoBridgeThatIsDown('mgmt0', 'brx', cidr())],
] as const) {
  test(`management NIC ${name}: the host is reachable again within T + 3 s, as it was`, async () => {
    const windowSeconds = 5
    let armedAt = 0
    const { deps } = await labDeps(host, {
      failpoint: (point) => {
        if (point === 'after_arm') armedAt = performance.now()
      },
    })
    const transaction = plans.transaction(steps(), { backChecks: plans.managementChecks('mgmt0', cidr()) })
    const running = runChange(requestFor(transaction, { risk: 'R1', windowSeconds }), deps)
    await expect.poll(() => armedAt, { intervals: [20] }).toBeGreaterThan(0)
    await expect.poll(() => greets(host.address), { intervals: [50] }).toBe(false)
    await msUntilGreeted(host.address, 20_000)
    expect(performance.now() - armedAt).toBeLessThan((windowSeconds + 3) * 1000)
    await expectOldState(await running)
  })
}

test('R1: an address is added on the management NIC, confirmed by two connections', async () => {
  const { deps, links } = await labDeps(host)
  const transaction = plans.transaction([plans.addAddress('mgmt0', `${NET}.0.77/24`)])
  const outcome = await runChange(requestFor(transaction, { risk: 'R1' }), deps)
  expect(outcome, `${outcome.reason}\n${outcome.hostLog}`).toMatchObject({ state: 'confirmed' })
  expect(links).toHaveLength(3)
  await host.exec('ip', 'addr', 'del', `${NET}.0.77/24`, 'dev', 'mgmt0')
})

test('R2: the management address moves and is confirmed at the new one', async () => {
  const { deps } = await labDeps(host)
  const moved = `${NET}.0.88/24`
  const steps = [plans.removeAddress('mgmt0', cidr()), plans.addAddress('mgmt0', moved)]
  const unnamed = await runChange(requestFor(plans.transaction(steps), { risk: 'R2' }), deps)
  expect(unnamed).toMatchObject({ state: 'failed', error: 'preflight_failed' })
  const outcome = await runChange(
    requestFor(plans.transaction(steps), { risk: 'R2', confirmAddress: `${NET}.0.88` }),
    deps,
  )
  expect(outcome, `${outcome.reason}\n${outcome.hostLog}`).toMatchObject({ state: 'confirmed' })
  // In this order: a secondary address goes when the primary one does.
  await host.exec('ip', 'addr', 'del', moved, 'dev', 'mgmt0')
  await host.exec('ip', 'addr', 'add', cidr(), 'dev', 'mgmt0')
  await msUntilGreeted(host.address, 20_000)
})

test('a step that lies is caught by reading back', async () => {
  const { deps } = await labDeps(host)
  const transaction = plans.transaction([plans.addOvsPort('br0', 'eth3'), plans.addOvsPort('br0', 'nosuch0')])
  const outcome = await runChange(requestFor(transaction), deps)
  expect(outcome.reason).toMatch(/All steps ended well, and yet the host is not as planned: .*nosuch0/)
  expect(outcome.steps.map(({ status }) => status)).toEqual(['done', 'done'])
  await expectOldState(outcome)
})

test('a step that fails stops the apply and is rolled back at once', async () => {
  const { deps } = await labDeps(host)
  const steps = [
    plans.addOvsPort('br0', 'eth3'),
    plans.step('Break', ['ovs-vsctl add-port nosuchbridge eth4']),
    plans.addOvsPort('br0', 'eth4'),
  ]
  const outcome = await runChange(requestFor(plans.transaction(steps), { windowSeconds: 300 }), deps)
  expect(outcome.reason).toMatch(/Step 2 \(Break\) failed with status 1: .*nosuchbridge/)
  expect(outcome.steps.map(({ status }) => status)).toEqual(['done', 'failed', 'waiting'])
  await expectOldState(outcome)
})

test('the connection is killed on both sides mid-apply: the change goes on and is confirmed', async () => {
  const { deps, links } = await labDeps(host)
  let isKilled = false
  deps.failpoint = async (name) => {
    if (name !== 'mid_apply' || isKilled) return
    isKilled = true
    const kill =
      'for p in /proc/[0-9]*; do case $(tr "\\0" " " <$p/cmdline 2>/dev/null) in "sshd: root"*) kill -9 ${p#/proc/};; esac; done; true'
    await host.exec('sh', '-c', kill)
    for (const link of links) link.close()
  }
  const steps = [plans.step('Take a second', ['sleep 1']), plans.addOvsPort('br0', 'eth3')]
  const outcome = await runChange(requestFor(plans.transaction(steps)), deps)
  expect(isKilled).toBe(true)
  expect(outcome, `${outcome.reason}\n${outcome.hostLog}`).toMatchObject({ state: 'confirmed' })
  await removePort('eth3')
})

test('what others change within the window survives the rollback', async () => {
  const { deps } = await labDeps(host, {
    findDiscrepancies: () => Promise.resolve(['as the test wants it']),
    failpoint: async (name) => {
      if (name !== 'after_apply') return
      await host.exec('ovs-vsctl', 'add-port', 'br0', 'eth4')
      await host.exec('ovs-vsctl', 'set', 'port', 'eth1', 'tag=99')
    },
  })
  const steps = [plans.setTag('eth1', 10, 20), plans.addOvsPort('br0', 'eth3')]
  const outcome = await runChange(requestFor(plans.transaction(steps), { windowSeconds: 4 }), deps)
  expect(outcome, `${outcome.reason}\n${outcome.hostLog}`).toMatchObject({ state: 'rolled_back' })
  expect(outcome.reason).toMatch(/Left alone.*Tag 20 on eth1/)
  expect(await ports()).toEqual(['eth1', 'eth4'])
  expect((await host.exec('ovs-vsctl', 'get', 'port', 'eth1', 'tag')).trim()).toBe('99')
  await removePort('eth4')
  await host.exec('ovs-vsctl', 'set', 'port', 'eth1', 'tag=10')
})

test('a second operator is told who holds the host; the first keeps, after more time', async () => {
  const { deps, events } = await labDeps(host)
  const control = new ChangeControl()
  const request = requestFor(plans.transaction([plans.addOvsPort('br0', 'eth3')]), {
    mode: 'manual',
    operator: 'Ada Lovelace',
    windowSeconds: 30,
  })
  const running = runChange(request, deps, control)
  const isWaiting = () => events.some((event) => event.kind === 'state' && event.state === 'awaiting_confirmation')
  await expect.poll(isWaiting).toBe(true)
  const other = await runChange(
    requestFor(plans.transaction([plans.addOvsPort('br0', 'eth4')])),
    (await labDeps(host)).deps,
  )
  expect(other).toMatchObject({ state: 'failed', error: 'host_locked' })
  expect(other.reason).toContain('Ada Lovelace')
  await control.extend(60)
  const secondsLeft = () => events.flatMap((event) => (event.kind === 'window' ? [event.secondsLeft] : [])).at(-1)
  await expect.poll(secondsLeft).toBeGreaterThan(40)
  control.keep()
  expect(await running).toMatchObject({ state: 'confirmed' })
  expect(await guards()).toEqual([])
  await removePort('eth3')
})

test('undo now', async () => {
  const { deps, events } = await labDeps(host)
  const control = new ChangeControl()
  const running = runChange(
    requestFor(plans.transaction([plans.addOvsPort('br0', 'eth3')]), { mode: 'manual', windowSeconds: 300 }),
    deps,
    control,
  )
  await expect
    .poll(() => events.some((event) => event.kind === 'state' && event.state === 'awaiting_confirmation'))
    .toBe(true)
  control.undo()
  await expectOldState(await running)
})

test('a plan made on an older state is refused', async () => {
  const { deps } = await labDeps(host, { readFingerprint: () => Promise.resolve('newer') })
  const outcome = await runChange(requestFor(plans.transaction([plans.addOvsPort('br0', 'eth3')])), deps)
  expect(outcome).toMatchObject({ state: 'stale', error: 'stale_plan' })
  expect(await isUnlocked()).toBe('free')
  expect(rawDumps(host)).toEqual(before)
})

test('a rollback that would not know the old state is refused', async () => {
  const { deps } = await labDeps(host)
  const outcome = await runChange(requestFor(plans.transaction([plans.addOvsPort('br0', 'eth1')])), deps)
  expect(outcome).toMatchObject({ state: 'failed', error: 'guard_failed' })
  expect(outcome.reason).toContain('would not know the old state')
})

test('a user with sudo, whose guard outlives the login', async () => {
  const { deps } = await labDeps(host, {}, { username: 'lab', sudo: true })
  const outcome = await runChange(requestFor(plans.transaction([plans.addOvsPort('br0', 'eth3')])), deps)
  expect(outcome, `${outcome.reason}\n${outcome.hostLog}`).toMatchObject({ state: 'confirmed' })
  await removePort('eth3')
  before = rawDumps(host)
  const cut = await labDeps(host, {}, { username: 'lab', sudo: true })
  const transaction = plans.transaction([plans.linkDown('mgmt0')])
  await expectOldState(await runChange(requestFor(transaction, { risk: 'R1', windowSeconds: 3 }), cut.deps))
})

test('a user without rights is refused before anything happens', async () => {
  const { deps } = await labDeps(host, {}, { username: 'guest' })
  const outcome = await runChange(requestFor(plans.transaction([plans.addOvsPort('br0', 'eth3')])), deps)
  expect(outcome).toMatchObject({ state: 'failed', error: 'preflight_failed' })
  expect(outcome.reason).toContain('sudo')
})

test('a full disk is refused; one that fills up within the window ends in the old or the new state', async () => {
  const fill = () => host.exec('sh', '-c', 'head -c 9G /dev/zero >/run/filler 2>/dev/null; true')
  const empty = () => host.exec('rm', '-f', '/run/filler')
  try {
    await fill()
    const { deps } = await labDeps(host)
    const refused = await runChange(requestFor(plans.transaction([plans.addOvsPort('br0', 'eth3')])), deps)
    expect(refused).toMatchObject({ state: 'failed', error: 'preflight_failed' })
    expect(refused.reason).toMatch(/KiB left/)
    await empty()
    const late = await labDeps(host, {
      failpoint: async (name) => (name === 'after_arm' ? void (await fill()) : undefined),
    })
    const outcome = await runChange(requestFor(plans.transaction([plans.addOvsPort('br0', 'eth3')])), late.deps)
    await empty()
    expect(['confirmed', 'rolled_back']).toContain(outcome.state)
    if (outcome.state === 'rolled_back') await expectOldState(outcome)
    else expect(await ports()).toEqual(['eth1', 'eth3'])
  } finally {
    await empty()
    await removePort('eth3')
  }
})

const FAILPOINTS: Failpoint[] = [
  ...(['after_preflight', 'after_upload', 'after_lock', 'after_arm', 'mid_apply'] as const),
  ...(['after_apply', 'before_confirm', 'after_claim', 'after_persist'] as const),
]
for (const point of FAILPOINTS) {
  test(`the console dies at ${point}: after its restart the host is in the old or the new state, and free`, async () => {
    const dying = await labDeps(host)
    const request = requestFor(plans.transaction([plans.addOvsPort('br0', 'eth3')]), { windowSeconds: 60 })
    let persisted = 0
    const persist = () => Promise.resolve(void (persisted += 1))
    // As a process that is killed: nothing more is done, and its connections break.
    await new Promise<void>((resolve, reject) => {
      const failpoint = (name: Failpoint) =>
        name === point
          ? new Promise<void>(() => {
              for (const link of dying.links) link.close()
              resolve()
            })
          : undefined
      runChange(request, { ...dying.deps, persist, failpoint }).then(
        () => reject(new Error(`${point} was not met`)),
        reject,
      )
    })
    const outcome = await resumeChange(request, { ...(await labDeps(host)).deps, persist })
    if (point === 'after_claim' || point === 'after_persist') {
      expect(outcome, `${outcome.reason}`).toMatchObject({ state: 'confirmed' })
      expect(persisted).toBeGreaterThan(0)
      expect(await ports()).toEqual(['eth1', 'eth3'])
      await removePort('eth3')
    } else {
      expect(['rolled_back', 'failed'], `${outcome.reason}`).toContain(outcome.state)
      await expect.poll(() => rawDumps(host)).toEqual(before)
    }
    expect(await isUnlocked()).toBe('free')
    expect(await guards()).toEqual([])
    expect((await resumeChange(request, (await labDeps(host)).deps)).state).toBe(outcome.state)
  })
}

test('confirm and fire at the same instant, 200 times: exactly one wins', async () => {
  const { deps } = await labDeps(host)
  const request = requestFor(plans.transaction([plans.step('Nothing', ['true'])]))
  expect(await runChange(request, deps)).toMatchObject({ state: 'confirmed' })
  const race = `
    cd /var/lib/patchbay/txn/${request.transaction.id} || exit 1
    read -r host <host
    for i in $(seq 200); do
      rm -f state.d/*; echo armed >state.d/armed
      sh guard.sh confirm ${request.nonce} $host >/tmp/confirm & a=$!
      sh guard.sh fire >/tmp/fire & wait $a $!
      echo "$(cat /tmp/confirm) / $(cat /tmp/fire) / $(ls state.d)"
    done; rm -f /tmp/confirm /tmp/fire`
  const rounds = (await host.exec('sh', '-c', race)).trim().split('\n')
  const confirmed = rounds.filter((round) => round === 'committed / committed / committed')
  const fired = rounds.filter((round) => /^refused .* \/ rolled_back \/ rolled_back$/.test(round))
  expect(rounds.filter((round) => ![...confirmed, ...fired].includes(round))).toEqual([])
  expect(rounds).toHaveLength(200)
})
