import { describe, expect, it } from 'vitest'
import { parseAnswer, parseConfirmAnswer, parseDryRun, parseLockAnswer } from './answers'
import { findObstacles, parseHostFacts } from './host-facts'
import { failedChecks, parseHostLog } from './host-log'
import { parseHostStatus } from './host-status'
import { requireTxnId } from './transaction'
import { applyVerdict, parseWal, stepProgress } from './wal'
import { windowSeconds } from './window'

describe('the write-ahead log', () => {
  it('tells how far it came', () => {
    const wal = parseWal('B 1\nE 1 0\nB 2\n')
    expect(stepProgress(wal, 3).map(({ status }) => status)).toEqual(['done', 'running', 'waiting'])
    expect(applyVerdict(wal)).toBeNull()
    expect(applyVerdict(parseWal('B 1\nE 1 7\n'))).toBe('step-failed')
    expect(applyVerdict(parseWal('B 1\nE 1 0\nV 0\n'))).toBe('verified')
    expect(applyVerdict(parseWal('B 1\nE 1 0\nV 1\n'))).toBe('not-as-planned')
  })

  it('says nothing from damaged lines', () => {
    expect(parseWal('B\nB x\nE 1\nB 1 2 3\nV\n__proto__ 1\nB 99999999999\n\0\0B 2')).toEqual([])
  })
})

describe('guard.sh status', () => {
  const text =
    'txn X\nstate armed\nboot same\nleft 12\ntimer runs\nfire none\nlock ours\nwal B 1\nrollback open 1.1 1\nrollback undone 1.1 0\nend\n'

  it('is read, the last report of each object counts', () => {
    expect(parseHostStatus(text)).toEqual({
      ok: true,
      value: {
        ...{ txn: 'X', state: 'armed', isSameBoot: true, secondsLeft: 12, isTimerRunning: true, isFireRunning: false },
        ...{
          holdsLock: true,
          isRecovering: false,
          wal: [{ kind: 'begin', step: 1 }],
          rollback: [{ outcome: 'undone', step: 1, action: 1 }],
        },
      },
    })
  })

  it.each(['', 'state armed\n', 'state hacked\nend\n', "sh: 0: cannot open 'guard.sh'", text.slice(0, 40)])(
    'is refused when it is cut or something else: %j',
    (cut) => {
      expect(parseHostStatus(cut).ok).toBe(false)
    },
  )
})

describe('answers', () => {
  it('of the lock', () => {
    expect(parseLockAnswer('fence 7\n')).toEqual({ kind: 'ours', fence: 7 })
    expect(parseLockAnswer('locked T 41 Ada Lovelace\n')).toEqual({
      ...{ kind: 'locked', txn: 'T', secondsLeft: 41, operator: 'Ada Lovelace' },
    })
    expect(parseLockAnswer('')).toEqual({ kind: 'refused', why: 'the host said nothing' })
    expect(parseLockAnswer('fence many')).toEqual({ kind: 'refused', why: 'fence many' })
  })

  it('of the others', () => {
    expect(parseAnswer('armed\n', 'armed')).toEqual({ ok: true, said: 'armed' })
    expect(parseAnswer('refused the lock is not ours\n', 'armed')).toEqual({ ok: false, why: 'the lock is not ours' })
    expect(parseConfirmAnswer('already committed\n').ok).toBe(true)
    expect(parseConfirmAnswer('committed by eve\n').ok).toBe(false)
  })

  it('of the dry run', () => {
    const text = 'same 2.1 ip link del dev a\ndiffers 1.1 ip link set dev b up\ndryrun 0\n'
    expect(parseDryRun(text)).toEqual({
      ok: true,
      value: {
        missing: [],
        differing: [{ id: '1.1', command: 'ip link set dev b up' }],
        commands: ['ip link del dev a', 'ip link set dev b up'],
      },
    })
    expect(parseDryRun('same 1.1 x\nmissing ovs-vsctl\ndryrun 1\n')).toMatchObject({
      ok: true,
      value: { missing: ['ovs-vsctl'] },
    })
    expect(parseDryRun('same 1.1 x\n').ok).toBe(false)
    expect(parseDryRun('rollback.sh: 12: Syntax error\ndryrun 2\n').ok).toBe(false)
  })
})

describe('host facts', () => {
  const text = (over: string) =>
    `uid 0\nboot 50269242-99a6-4a01-89e8-f6f1069fc1f8\nmachine abc\nlauncher setsid\nkbytes 50000 /var/lib\ninodes 100 90 /var/lib\n${over}end\n`

  it('name each obstacle and what would be right', () => {
    const facts = parseHostFacts(text('kbytes 100 /run\nreadonly /run\nmissing virsh\n'))
    expect(facts.ok && findObstacles(facts.value)).toEqual([
      'The change needs tools that are not there: virsh.',
      '/run is read-only or not there: the guard could not note what it does.',
      '/var/lib has 90 inodes left; 200 are needed.',
      '/run has 100 KiB left; 16384 are needed so that a rollback cannot run out of space.',
    ])
  })

  it('take a file system without inodes as it is', () => {
    const facts = parseHostFacts(text('kbytes 50000 /x\ninodes 0 0 /x\n'))
    expect(facts.ok && facts.value.space.at(-1)).toEqual({ path: '/x', freeKbytes: 50000, freeInodes: null })
  })

  it('are not taken from half an answer', () => {
    expect(parseHostFacts('uid 0\n').ok).toBe(false)
    expect(parseHostFacts('uid 0\nboot x\nend\n').ok).toBe(false)
  })
})

it('a log whose text poses as a heading is still text', () => {
  const files = parseHostLog(
    'log\n 1 armed\n\nout.1\n out.2\n boo\nout.verify\n holds 1\n fails 2 eth3 is up: down\nend\n',
  )
  expect([...files.keys()]).toEqual(['log', 'out.1', 'out.verify'])
  expect(files.get('out.1')).toBe('out.2\nboo\n')
  expect(failedChecks(files)).toEqual(['eth3 is up: down'])
})

it('T follows what has to settle, within its limits', () => {
  const facts = { stepSeconds: 5, hasStp: false, hasDhcp: false, hasLacp: false, isManual: false }
  expect(windowSeconds(facts)).toBe(45)
  expect(windowSeconds({ ...facts, hasStp: true, hasDhcp: true, hasLacp: true })).toBe(105)
  expect(windowSeconds({ ...facts, stepSeconds: 5000 })).toBe(600)
  expect(windowSeconds({ ...facts, isManual: true })).toBe(300)
})

it('an id that is no ULID never becomes a path', () => {
  expect(() => requireTxnId('../../etc')).toThrow(RangeError)
  expect(requireTxnId('01K00000000000000000000001')).toHaveLength(26)
})
