import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { describe, expect, it, vi } from 'vitest'
import { parseLockAnswer } from './answers'
import { renderBootScript } from './boot-guard'
import { bootId, guardFolder, ID, isLinux, machineId, OTHER, transaction } from './testing/guard-folder'
import type { GuardStep, Transaction } from './transaction'

/* A rollback that fails at first: an undo that works only once the file "free" is there. */

vi.setConfig({ testTimeout: 60_000 })

const place = guardFolder()
const { world, inWorld, addLine, install } = place

const PATIENCE = { timeout: 30_000 }
const free = () => writeFileSync(`${place.path}/free`, '')
const hasMotd = () => existsSync(`${place.path}/motd.d/patchbay-${ID}`)

const stuckLine = (text: string, over: Partial<GuardStep> = {}): GuardStep => {
  const remove = `[ -e ${place.path}/free ] && sed -i /^${text}$/d ${place.path}/world`
  const undo = { summary: `Remove ${text}`, run: [{ argv: ['sh', '-c', remove] }], isBack: [inWorld('has-not', text)] }
  return addLine(text, { undo: [undo], ...over })
}

/** Applied and fired, with a rollback that has failed. */
async function failed(txn: Transaction) {
  const host = install(txn)
  host.guard('lock', '60', 'Ada Lovelace')
  host.guard('arm', 'setsid', '60')
  host.guard('apply')
  await host.untilVerified()
  expect(host.guard('fire')).toBe('rollback_failed\n')
  return host
}

const cutOff = (): Transaction => ({
  ...transaction([stuckLine('a', { isManagement: true })]),
  backChecks: [inWorld('has', 'old'), inWorld('has-not', 'a')],
})

describe.runIf(isLinux)('a rollback that failed', () => {
  it('is tried again by the host itself until the way to it is back', async () => {
    const { status, until, untilUnlocked } = await failed(cutOff())
    await expect.poll(() => status().isRecovering, PATIENCE).toBe(true)
    expect(status().holdsLock).toBe(true)
    expect(status().rollback).toEqual([
      { outcome: 'open', step: 1, action: 1 },
      { outcome: 'open', step: 0, action: 2 },
    ])
    expect(hasMotd()).toBe(true)
    free()
    await until('rolled_back')
    await untilUnlocked()
    expect(world()).toEqual(['old'])
    expect(hasMotd()).toBe(false)
    await expect.poll(() => status().isRecovering, PATIENCE).toBe(false)
  })

  it('is no more tried by the host itself once the way is back, though something else is left', async () => {
    const step = stuckLine('b')
    const { status } = await failed({ ...cutOff(), steps: [step, ...cutOff().steps] })
    // The way is back, the other object is not.
    execFileSync('sed', ['-i', '/^a$/d', `${place.path}/world`])
    await expect.poll(() => status().isRecovering, PATIENCE).toBe(false)
    expect(status()).toMatchObject({ state: 'rollback_failed', holdsLock: true })
    expect(status().rollback).toContainEqual({ outcome: 'open', step: 1, action: 1 })
  })

  it('waits for a person where the host is reached: again, there and from afar', async () => {
    const { guard, dir, status, until, untilUnlocked } = await failed(transaction([addLine('b'), stuckLine('a')]))
    expect(world()).toEqual(['old', 'a'])
    expect(status().isRecovering).toBe(false)
    expect(spawnSync('sh', [`${dir}/guard.sh`, 'again'], { encoding: 'utf8' })).toMatchObject({
      ...{ status: 1, stdout: 'rollback_failed\n' },
    })
    free()
    expect(guard('retry')).toBe('asked\n')
    await until('rolled_back')
    await untilUnlocked()
    expect(world()).toEqual(['old'])
    expect(guard('retry')).toBe('refused this transaction is rolled_back\n')
    expect(guard('again')).toBe('refused this transaction is rolled_back\n')
  })

  it('is tried once, when two ask at the same instant', async () => {
    const { dir } = await failed(transaction([stuckLine('a')]))
    free()
    const race = `cd ${dir}; for i in $(seq 10); do
sh guard.sh again >1 & sh guard.sh again >2 & wait; cat 1 2 | sort | tr '\\n' ' '; ls state.d
mv state.d/rolled_back state.d/rollback_failed; mv lock.released ../../lock; done`
    const rounds = execFileSync('sh', ['-c', race], { encoding: 'utf8' }).trim().split('\n')
    const isFair = (round: string) =>
      /^refused this transaction is (firing|rolled_back) rolled_back rolled_back$/.test(round)
    expect(rounds.filter((round) => !isFair(round))).toEqual([])
    expect(rounds).toHaveLength(10)
  })

  it('is left as it is when a person wants that: the lock goes, and nobody tries any more', async () => {
    const { guard, dir, status } = await failed(cutOff())
    const next = install(transaction([addLine('c')], OTHER))
    expect(parseLockAnswer(next.guard('lock', '60', 'eve'))).toEqual({
      ...{ kind: 'stuck', txn: ID, operator: 'Ada Lovelace' },
    })
    // Between two of its own tries.
    await expect.poll(() => guard('release', '--failed', 'Grace Hopper'), PATIENCE).toBe('released\n')
    expect(status()).toMatchObject({ state: 'rollback_failed', holdsLock: false })
    expect(hasMotd()).toBe(false)
    expect(execFileSync('cat', [`${dir}/log`], { encoding: 'utf8' })).toContain(
      'left as it is, as Grace Hopper wants it',
    )
    expect(parseLockAnswer(next.guard('lock', '60', 'eve'))).toMatchObject({ kind: 'ours' })
    free()
    expect(guard('again')).toBe('refused the lock is not ours\n')
    await expect.poll(() => status().isRecovering, PATIENCE).toBe(false)
    expect(status().state).toBe('rollback_failed')
    expect(world()).toEqual(['old', 'a'])
  })

  it.each(['its boot unit', 'who asks for the lock next'])(
    'is tried after a reboot for what outlives one, by %s',
    async (who) => {
      const kept = stuckLine('kept', { survivesReboot: true })
      const { dir, status } = await failed(transaction([stuckLine('gone'), kept]))
      const old = '11111111-1111-4111-8111-111111111111'
      expect(old).not.toBe(bootId())
      writeFileSync(`${dir}/host`, `${machineId()} ${old}\n`)
      writeFileSync(`${place.path}/lib/lock/owner`, `${ID} ${old} ada\n`)
      rmSync(`${place.path}/run`, { recursive: true })
      free()
      if (who === 'its boot unit') {
        const paths = { root: `${place.path}/lib`, run: `${place.path}/run` }
        execFileSync('sh', ['-c', renderBootScript(paths)])
        expect(existsSync(`${paths.root}/lock`)).toBe(false)
      } else {
        const next = install(transaction([addLine('b')], OTHER))
        expect(parseLockAnswer(next.guard('lock', '60', 'eve'))).toMatchObject({ kind: 'ours' })
      }
      expect(status()).toMatchObject({ state: 'rolled_back', isSameBoot: false })
      expect(world()).toEqual(['old', 'gone'])
    },
  )
})
