import { describe, expect, it } from 'vitest'
import { switchTrials } from './switch-trial'
import type { GuardStep } from './transaction'

const vsctl = (...words: string[]) => ({ argv: ['ovs-vsctl', '--timeout=20', ...words] })
const step = (run: GuardStep['run'], undo: GuardStep['run']): GuardStep => ({
  ...{ summary: '', run, checks: [], isManagement: false, survivesReboot: true },
  undo: [{ summary: '', run: undo, isPartial: true }],
})
const lines = (steps: GuardStep[]): string[] => switchTrials(steps).map(({ argv }) => argv.join(' '))
const EVALUATED = 'ovs-vsctl --timeout=10 --no-wait --dry-run'

describe('what Open vSwitch evaluates beforehand', () => {
  it('is all steps as one, and all that takes them back as another, the newest first', () => {
    expect(
      lines([
        step([vsctl('--', 'add-br', 'br0')], [vsctl('--', '--if-exists', 'del-br', 'br0')]),
        step([{ argv: ['ip', 'link', 'set', 'dev', 'br0', 'up'] }], []),
        step([vsctl('--', 'add-port', 'br0', 'eth2')], [vsctl('--', '--if-exists', 'del-port', 'br0', 'eth2')]),
      ]),
    ).toEqual([
      `${EVALUATED} -- add-br br0 -- add-port br0 eth2`,
      `${EVALUATED} -- --if-exists del-port br0 eth2 -- --if-exists del-br br0`,
    ])
  })

  it('tells names of rows apart by their command, and leaves alone what only looks like one', () => {
    const make = vsctl(
      '--',
      '--id=@m',
      'create',
      'Mirror',
      'name="a @m"',
      '--',
      'add',
      'Bridge',
      'br0',
      'mirrors',
      '@m',
    )
    const [only] = lines([step([make, vsctl('--', 'set', 'Port', 'p', 'qos=@m')], [])])
    expect(only).toBe(
      `${EVALUATED} -- --id=@t0_m create Mirror name="a @m" -- add Bridge br0 mirrors @t0_m -- set Port p qos=@t1_m`,
    )
  })

  it('is not what gives a row its old identity, for that row is still there', () => {
    const same = vsctl('--', '--id=00000000-0000-4000-8000-000000000000', 'create', 'Bridge', 'name=br0')
    expect(lines([step([], [same])])).toEqual([])
  })

  it('is nothing where nothing is its own', () => {
    expect(lines([step([{ argv: ['ip', 'link'] }], [])])).toEqual([])
  })
})
