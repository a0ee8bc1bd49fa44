import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { describe, expect, it, vi } from 'vitest'
import { parseDryRun, parseLockAnswer } from './answers'
import { parseHostStatus } from './host-status'
import { bootId, guardFolder, ID, isLinux, machineId, OTHER, transaction } from './testing/guard-folder'

/* The real scripts in a real shell, in a folder of their own: what they change is lines of the file "world". */

const SHELLS = [['dash'], ['bash', '--posix'], ['busybox', 'sh']].filter(([name]) => existsSync(`/bin/${name}`))

// Each waits for processes of its own to end, however busy the machine is.
vi.setConfig({ testTimeout: 60_000 })

const place = guardFolder()
const { world, inWorld, addLine, install } = place

describe.runIf(isLinux)('the scripts', () => {
  it.each(SHELLS)('are POSIX sh: %s', (...shell) => {
    const [program = 'sh', ...args] = shell
    const hostile = addLine(`it's $(reboot) \`id\` \\ "x" *`)
    const { dir } = install(transaction([hostile, addLine('b')]))
    for (const name of readdirSync(dir).filter((file) => file.endsWith('.sh'))) {
      execFileSync(program, [...args, '-n', `${dir}/${name}`])
    }
    install(transaction([{ ...addLine('c'), checks: [], undo: [] }], OTHER))
    for (const name of ['apply', 'rollback', 'verify']) {
      execFileSync(program, [...args, '-n', `${place.path}/lib/txn/${OTHER}/${name}.sh`])
    }
  })

  it('apply, verify and confirm; asked again they say the same', async () => {
    const { guard, status, untilVerified, confirm } = install(transaction([addLine('a'), addLine('b')]))
    expect(parseLockAnswer(guard('lock', '60', 'Ada Lovelace'))).toEqual({ kind: 'ours', fence: 1 })
    expect(parseDryRun(guard('dryrun', 'setsid'))).toMatchObject({ ok: true, value: { missing: [], differing: [] } })
    expect(world()).toEqual(['old'])
    expect(guard('apply')).toMatch(/^refused/)
    expect(guard('arm', 'setsid', '60')).toBe('armed\n')
    expect(confirm()).toEqual({ ok: false, why: 'the change is not applied and verified' })
    expect(guard('apply')).toBe('started\n')
    await untilVerified()
    expect(world()).toEqual(['old', 'a', 'b'])
    expect(confirm('guessed')).toEqual({ ok: false, why: 'the nonce is another one' })
    expect(confirm()).toEqual({ ok: true, said: 'committed' })
    expect(confirm()).toEqual({ ok: true, said: 'already committed' })
    expect(guard('fire')).toBe('committed\n')
    expect(guard('release')).toBe('released\n')
    expect(status()).toMatchObject({ state: 'committed', isTimerRunning: false, holdsLock: false })
    expect(world()).toEqual(['old', 'a', 'b'])
  })

  it('tell when the steps have ended, and what came of them, to who waits for it', async () => {
    const waits = addLine('a', { settles: { ...inWorld('has', 'go'), seconds: 30 } })
    const { guard, untilUnlocked } = install(transaction([waits]))
    const ask = (what: string) => {
      const parsed = parseHostStatus(guard('status', '--await', what))
      if (!parsed.ok) throw new Error(parsed.message)
      return parsed.value
    }
    const last = (what: string) => ask(what).wal.at(-1)
    expect(ask('steps')).toMatchObject({ state: 'prepared', wal: [] })
    guard('lock', '60', 'ada')
    guard('arm', 'setsid', '60')
    guard('apply')
    // The step does not end: the answer comes all the same.
    expect(last('steps')).toEqual({ kind: 'begin', step: 1 })
    writeFileSync(`${place.path}/world`, 'go\n')
    await vi.waitFor(() => expect(last('steps')).not.toEqual({ kind: 'begin', step: 1 }), 10_000)
    await vi.waitFor(() => expect(last('verdict')).toEqual({ kind: 'verified', status: 1 }), 10_000)
    expect(existsSync(`${place.path}/run/${ID}/steps.ended`)).toBe(true)
    await untilUnlocked()
  })

  it('put everything back when the timer ends, newest first, and free the lock', async () => {
    const { guard, until, status, untilVerified, untilUnlocked } = install(transaction([addLine('a'), addLine('b')]))
    guard('lock', '60', 'ada')
    guard('arm', 'setsid', '2')
    guard('apply')
    await untilVerified()
    await until('rolled_back')
    expect(world()).toEqual(['old'])
    expect(status().rollback).toEqual([
      { outcome: 'undone', step: 2, action: 1 },
      { outcome: 'undone', step: 1, action: 1 },
    ])
    await untilUnlocked()
  })

  it('stop at the first step that fails and undo only what has begun', async () => {
    const broken = addLine('b', { run: [{ argv: ['false'] }] })
    const { guard, until, status } = install(transaction([addLine('a'), broken, addLine('c')]))
    guard('lock', '60', 'ada')
    guard('arm', 'setsid', '60')
    guard('apply')
    await until('rolled_back')
    expect(world()).toEqual(['old'])
    expect(status().wal).toEqual([
      { kind: 'begin', step: 1 },
      { kind: 'end', step: 1, status: 0 },
      { kind: 'begin', step: 2 },
      { kind: 'end', step: 2, status: 1 },
    ])
  })

  it('catch a step that lies, and one that does not settle', async () => {
    const lies = addLine('a', { run: [{ argv: ['true'] }] })
    const first = install(transaction([lies]))
    first.guard('lock', '60', 'ada')
    first.guard('arm', 'setsid', '60')
    first.guard('apply')
    await first.until('rolled_back')
    expect(first.status().wal.at(-1)).toEqual({ kind: 'verified', status: 1 })
    const slow = addLine('b', { settles: { ...inWorld('has', 'never'), seconds: 1 } })
    const second = install(transaction([slow], OTHER))
    second.guard('lock', '60', 'ada')
    second.guard('arm', 'setsid', '60')
    second.guard('apply')
    await second.until('rolled_back')
    expect(world()).toEqual(['old'])
  })

  it('leave alone what somebody else has changed', async () => {
    const step = addLine('a')
    const ours = step.undo.map((action) => ({ ...action, isOurs: [inWorld('has-not', 'theirs')] }))
    const { guard, untilVerified, status } = install(transaction([{ ...step, undo: ours }]))
    guard('lock', '60', 'ada')
    guard('arm', 'setsid', '60')
    guard('apply')
    await untilVerified()
    writeFileSync(`${place.path}/world`, 'a\ntheirs\n')
    expect(guard('fire')).toBe('rolled_back\n')
    expect(world()).toEqual(['a', 'theirs'])
    expect(status().rollback).toEqual([{ outcome: 'foreign', step: 1, action: 1 }])
  })

  it('say so, and keep the lock, when something stays open after three rounds', async () => {
    const stuck = addLine('a', {
      undo: [{ summary: 'no', run: [{ argv: ['false'] }], isBack: [inWorld('has-not', 'a')] }],
    })
    const { guard, untilVerified, status } = install(transaction([addLine('b'), stuck]))
    guard('lock', '60', 'ada')
    guard('arm', 'setsid', '60')
    guard('apply')
    await untilVerified()
    expect(guard('fire')).toBe('rollback_failed\n')
    expect(world()).toEqual(['old', 'a'])
    expect(status()).toMatchObject({ state: 'rollback_failed', holdsLock: true })
    expect(guard('release')).toBe('released\n')
  })

  it('one wins when confirm and fire come at the same instant', async () => {
    const { guard, untilVerified, dir } = install(transaction([addLine('a')]))
    guard('lock', '60', 'ada')
    guard('arm', 'setsid', '60')
    guard('apply')
    await untilVerified()
    const race = `cd ${dir}; for i in $(seq 40); do rm -f state.d/*; echo >state.d/armed
sh guard.sh confirm n0 ${machineId()} ${bootId()} >c & sh guard.sh fire >f; wait; echo "$(cat c) / $(cat f) / $(ls state.d)"; done`
    const rounds = execFileSync('sh', ['-c', race], { encoding: 'utf8' }).trim().split('\n')
    const isFair = (round: string) =>
      round === 'committed / committed / committed' || /^refused .* \/ rolled_back \/ rolled_back$/.test(round)
    expect(rounds.filter((round) => !isFair(round))).toEqual([])
    expect(rounds).toHaveLength(40)
  })

  it('keep no lock for what was given up while the lock was made', () => {
    const first = install(transaction([addLine('a')]))
    const second = install(transaction([addLine('b')], OTHER))
    // As a discard leaves it half way through, over another connection.
    mkdirSync(`${first.dir}/apply.begun`)
    expect(first.guard('lock', '60', 'ada')).toBe('refused the lock cannot be kept\n')
    expect(parseLockAnswer(second.guard('lock', '60', 'eve'))).toMatchObject({ kind: 'ours' })
  })

  it('take the lock again for a change that was kept: it may have to be stored once more', async () => {
    const { guard, untilVerified, confirm } = install(transaction([addLine('a')]))
    guard('lock', '60', 'ada')
    guard('arm', 'setsid', '60')
    guard('apply')
    await untilVerified()
    expect(confirm()).toMatchObject({ ok: true })
    guard('release')
    expect(parseLockAnswer(guard('lock', '60', 'ada'))).toEqual({ kind: 'ours', fence: 2 })
  })

  it('name the owner of the lock to others, whose numbers only grow', () => {
    const first = install(transaction([addLine('a')]))
    const second = install(transaction([addLine('b')], OTHER))
    first.guard('lock', '60', 'Ada Lovelace')
    const answer = parseLockAnswer(second.guard('lock', '60', 'eve'))
    expect(answer).toMatchObject({ kind: 'locked', txn: ID, operator: 'Ada Lovelace' })
    expect(second.guard('arm', 'setsid', '60')).toMatch(/^refused the lock/)
    first.guard('release')
    expect(parseLockAnswer(second.guard('lock', '60', 'eve'))).toEqual({ kind: 'ours', fence: 2 })
    expect(first.guard('arm', 'setsid', '60')).toMatch(/^refused the lock/)
  })

  it('after a reboot undo only what outlives one, and give the lock to who asks next', async () => {
    const kept = addLine('kept', { survivesReboot: true })
    const { guard, dir, untilVerified, status } = install(transaction([addLine('gone'), kept]))
    guard('lock', '60', 'ada')
    guard('arm', 'setsid', '60')
    guard('apply')
    await untilVerified()
    // The last that apply writes: what still wrote would bring the folder back.
    await expect.poll(() => existsSync(`${place.path}/run/${ID}/verdict.ended`), { timeout: 30_000 }).toBe(true)
    // What a reboot leaves behind: another boot id, nothing in /run, no process.
    const pid = Number(readFileSync(`${place.path}/run/${ID}/timer.1`, 'utf8').split(' ')[0])
    process.kill(-pid, 'SIGKILL')
    const old = '11111111-1111-4111-8111-111111111111'
    writeFileSync(`${dir}/host`, `${machineId()} ${old}\n`)
    writeFileSync(`${place.path}/lib/lock/owner`, `${ID} ${old} ada\n`)
    rmSync(`${place.path}/run`, { recursive: true })
    expect(status()).toMatchObject({ state: 'armed', isSameBoot: false, isTimerRunning: false })
    const second = install(transaction([addLine('b')], OTHER))
    expect(parseLockAnswer(second.guard('lock', '60', 'eve'))).toMatchObject({ kind: 'ours' })
    expect(world()).toEqual(['old', 'gone'])
    expect(status().state).toBe('rolled_back')
  })

  it('extend with a new timer before the old one is stopped', () => {
    const { guard, status } = install(transaction([addLine('a')]))
    guard('lock', '60', 'ada')
    guard('arm', 'setsid', '5')
    expect(guard('extend', '90')).toBe('extended 90\n')
    expect(status()).toMatchObject({ state: 'armed', isTimerRunning: true })
    expect(status().secondsLeft).toBeGreaterThan(80)
    expect(guard('extend', '9000')).toMatch(/^extended (600|599)\n$/)
    expect(guard('fire', '--timer', '1')).toBe('')
    expect(guard('fire')).toBe('rolled_back\n')
  })
})
