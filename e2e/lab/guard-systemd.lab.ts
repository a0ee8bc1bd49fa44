import { expect, test } from '@playwright/test'
import type { ChangeRequest } from '@/lib/server/change/change-types'
import { resumeChange } from '@/lib/server/change/resume-change'
import { runChange } from '@/lib/server/change/run-change'
import { labDeps, requestFor } from './guard-host'
import * as plans from './guard-plans'
import type { LabHost } from './lab'
import { UmlLab, whyNoUmlLab } from './lab'
import { rawDumps } from './raw-dumps'

/* The guard's other launcher: timers of systemd, and its unit that runs at boot. On a Debian that systemd has booted. */

const reason = whyNoUmlLab()
test.skip(reason !== null, reason ?? '')
test.describe.configure({ mode: 'serial', timeout: 1_200_000 }) // the first one builds the image

let lab: UmlLab
let host: LabHost
test.beforeAll(async () => {
  test.setTimeout(1_200_000)
  lab = await UmlLab.up('guard-systemd', 6, 'bookworm', 'systemd')
  host = lab.host
  await host.exec('ovs-vsctl add-br br0 -- add-port br0 acc tag=10 -- set interface acc type=internal')
})
test.afterAll(async () => {
  await lab?.down()
})

/** An emulated host, whose systemd takes its time. */
const depsOf = (over: Parameters<typeof labDeps>[1] = {}) =>
  labDeps(host, { timings: { connectMs: 20_000, replyMs: 8_000, confirmSpacingMs: 300, recoveryMs: 60_000 }, ...over })

const steps = () => [plans.setTag('acc', 10, 20), plans.addOvsPort('br0', 'dm0')]
const tag = async () => (await host.exec('ovs-vsctl get port acc tag')).trim()
const ports = async () => (await host.exec('ovs-vsctl list-ports br0')).trim().split('\n')
const makeNic = () => host.exec('ip link add dm0 type dummy')
const units = async () => (await host.exec("systemctl list-units --all --plain --no-legend 'patchbay-guard-0*'")).trim()
const isUnlocked = async () => (await host.exec('[ -e /var/lib/patchbay/lock ] && echo locked || echo free')).trim()

test('armed as a timer of systemd, proved, and gone once it is confirmed', async () => {
  await makeNic()
  let armed = ''
  const { deps } = await depsOf({
    failpoint: async (point) => {
      if (point === 'after_arm') armed = await units()
    },
  })
  const request = requestFor(plans.transaction(steps()), { windowSeconds: 120 })
  const outcome = await runChange(request, deps)
  expect(outcome, `${outcome.reason}\n${outcome.hostLog}`).toMatchObject({ state: 'confirmed' })
  expect(armed).toMatch(new RegExp(`patchbay-guard-${request.transaction.id}-1\\.timer\\s+loaded\\s+active\\s+waiting`))
  expect(outcome.bootGuard).toMatch(/a systemd unit puts back/)
  expect(await units()).toBe('')
  expect([await tag(), await ports(), await isUnlocked()]).toEqual(['20', ['acc', 'dm0'], 'free'])
  await host.exec('ovs-vsctl set port acc tag=10 -- del-port dm0')
})

test('without confirmation the timer puts it back at the end of the window', async () => {
  const before = rawDumps(host)
  const { deps } = await depsOf()
  let isCut = false
  const connect = deps.connect
  deps.connect = (options) => (isCut ? Promise.reject(new Error('the console is gone')) : connect(options))
  deps.failpoint = (name) => {
    if (name === 'after_arm') isCut = true
  }
  const outcome = await runChange(requestFor(plans.transaction(steps()), { windowSeconds: 45 }), deps)
  expect(outcome, `${outcome.reason}\n${outcome.hostLog}`).toMatchObject({ state: 'rolled_back' })
  await expect.poll(() => rawDumps(host)).toEqual(before)
  await expect.poll(isUnlocked).toBe('free')
})

/** Applies and verifies the change, and then the console is gone for good. */
async function applyAndDie(request: ChangeRequest): Promise<void> {
  const dying = await depsOf()
  await new Promise<void>((resolve, reject) => {
    const failpoint: (typeof dying.deps)['failpoint'] = (name) =>
      name === 'after_apply'
        ? new Promise<void>(() => {
            for (const link of dying.links) link.close()
            resolve()
          })
        : undefined
    runChange(request, { ...dying.deps, failpoint }).then(() => reject(new Error('the change ended')), reject)
  })
}

for (const [how, restart] of [
  [
    'reboots',
    async () => {
      const boot = await host.exec('cat /proc/sys/kernel/random/boot_id')
      host.attempt(['systemctl reboot'])
      // While it is down there is nobody to ask.
      const isAnotherBoot = () => host.exec('test -e /run/lab-ready && cat /proc/sys/kernel/random/boot_id')
      await expect.poll(() => isAnotherBoot().catch(() => boot), { timeout: 420_000 }).not.toBe(boot)
    },
  ],
  [
    'loses its power',
    async () => {
      // Open vSwitch does not wait for the disk; a change that never reached it is nothing to put back.
      await host.exec('sync "$(readlink -f /etc/openvswitch/conf.db)"')
      await lab.powerCycle()
    },
  ],
] as const) {
  test(`the host ${how} within the window: its boot unit puts back what Open vSwitch has stored`, async () => {
    host.attempt(['ip link add dm0 type dummy'])
    const request = requestFor(plans.transaction(steps()), { windowSeconds: 600 })
    await applyAndDie(request)
    expect([await tag(), await ports()]).toEqual(['20', ['acc', 'dm0']])
    await restart()
    await expect.poll(tag, { timeout: 240_000 }).toBe('10')
    await expect.poll(ports).toEqual(['acc'])
    await expect.poll(isUnlocked, { timeout: 240_000 }).toBe('free') // the unit's script takes its time while a host boots
    expect(await resumeChange(request, (await depsOf()).deps)).toMatchObject({ state: 'rolled_back' })
  })
}
