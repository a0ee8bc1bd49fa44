import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { management, nic } from '../../simhost/hosts/build'
import { SimHost } from '../../simhost/sim-host'
import { transactionOf } from '../guard/from-plan'
import type { Check } from '../objects/check'
import { verifyPlan, verifyUndo } from '../verify/verify-plan'
import { observeCommandHost } from './testing/host'
import type { IntentInput } from '../intents/intent'
import { parseIntents } from '../intents/intent'
import { NO_XML, planChange } from './plan-change'
import { planUndo } from './plan-undo'
import type { Command, Plan } from './step'
import { undoCommands } from './step'

const ADDRESS = '192.0.2.31'

/** A host whose eth1 has what these commands give it; those that are not possible are left out, as a person would see them fail. */
function hostWith(commands: readonly string[]): SimHost {
  const host = new SimHost({ name: 'kvm1' })
  management(host.machine, ADDRESS)
  for (const name of ['eth1', 'eth2']) nic(host.machine, name)
  for (const line of ['ip link set eth1 up', 'ip link set eth2 up', 'ip addr add 198.18.0.1/24 dev eth2', ...commands])
    host.run(line.split(' '))
  return host
}

/** `ip`'s own words. Routes of one table may be listed in another order after they have been written again. */
function dumps(host: SimHost): unknown {
  const read = (...argv: string[]): string => host.run(['ip', ...argv]).stdout
  const lines = (text: string): string[] => text.split('\n').sort()
  return {
    addresses: JSON.parse(read('-d', '-j', 'addr', 'show', 'dev', 'eth1')) as unknown,
    json: (JSON.parse(read('-j', 'route', 'show', 'table', 'all')) as unknown[])
      .map((row) => JSON.stringify(row))
      .sort(),
    text: lines(read('route', 'show', 'table', 'all')),
    text6: lines(read('-6', 'route', 'show', 'table', 'all')),
  }
}

const perform = (host: SimHost, commands: readonly Command[]): void => {
  for (const { argv, stdin } of commands) {
    const { status, stderr } = host.run(argv, stdin)
    if (status !== 0) throw new Error(`${argv.join(' ')}: status ${status}, ${stderr}`)
  }
}

function holds(host: SimHost, { read, expect: wanted }: Check): boolean {
  const { status, stdout } = host.run(read.argv)
  const text = stdout.replace(/\n+$/, '')
  if (wanted.kind === 'fails') return status !== 0
  if (status !== 0) return false
  if (wanted.kind === 'succeeds') return true
  if (wanted.kind === 'is-count') return /^[0-9]/.test(text)
  const has = wanted.texts.some((each) => (wanted.kind.startsWith('is') ? text === each : text.includes(each)))
  return wanted.kind.endsWith('not') ? !has : has
}

const failing = (host: SimHost, checks: readonly Check[]): string[] =>
  checks.filter((check) => !holds(host, check)).map(({ summary, read }) => `${summary}: ${read.argv.join(' ')}`)

function planned(host: SimHost, input: readonly IntentInput[]) {
  const intents = parseIntents(input)
  if (!intents.ok) throw new Error(JSON.stringify(intents.issues))
  return planChange(observeCommandHost(host, ADDRESS), intents.intents, { xml: NO_XML })
}

const moveTo = (kind: 'ovsBridge.set' | 'linuxBridge.set'): IntentInput[] => [
  { kind, name: 'br9' },
  { kind: 'uplink.move', nic: 'eth1', bridge: 'br9' },
]

/** The whole life of a move: what the host is asked, how it is undone at once, and how it is undone later. */
function checkMove(host: SimHost, plan: Plan): void {
  const transaction = transactionOf('t', plan)
  const state = observeCommandHost(host, ADDRESS)
  const before = dumps(host)
  const backChecks = transaction.steps.flatMap(({ undo }) => undo.flatMap(({ isBack = [] }) => isBack))
  expect(failing(host, backChecks)).toEqual([])
  const run = plan.steps.map((step) => step.run)
  perform(host, run)
  expect(verifyPlan(plan, observeCommandHost(host, ADDRESS))).toEqual([])
  expect(failing(host, transaction.checks)).toEqual([])
  perform(host, undoCommands(plan.steps))
  expect(dumps(host)).toEqual(before)
  expect(failing(host, backChecks)).toEqual([])
  perform(host, run)
  const undo = planUndo(observeCommandHost(host, ADDRESS), plan, { xml: NO_XML })
  if (!undo.ok) throw new Error(JSON.stringify(undo.issues))
  perform(
    host,
    undo.plan.steps.map((step) => step.run),
  )
  expect(verifyUndo(plan, observeCommandHost(host, ADDRESS))).toEqual([])
  expect(dumps(host)).toEqual(before)
  expect(observeCommandHost(host, ADDRESS).routes.length).toBe(state.routes.length)
}

const octet = fc.integer({ min: 2, max: 250 })
const anAddress = fc
  .tuple(
    octet,
    fc.constantFrom(
      '203.0.113.N/24',
      '203.0.113.N/32',
      '203.0.113.N peer 203.0.113.1/32',
      '10.7.N.2 peer 10.7.N.1/24',
      '10.N.0.2/24 noprefixroute',
      '10.N.0.2/24 metric 77 brd +',
      '10.N.0.2/16 label eth1:N',
      '169.254.N.7/16 scope link',
      '10.9.9.N/32 scope host',
      '10.N.1.2/24 valid_lft 900 preferred_lft 600',
      '2001:db8:N::2/64',
      '2001:db8:N::2/64 nodad home',
      '2001:db8:N::2/64 noprefixroute metric 99',
      '2001:db8:N::2 peer 2001:db8:N::1/128',
    ),
  )
  .map(([n, text]) => `ip addr add ${text.replaceAll('N', String(n))} dev eth1`)
const aTarget = fc.constantFrom('default', '10.200.N.0/24', '192.0.2.N', '198.51.100.0/24')
const aWay = fc.constantFrom(
  'dev eth1',
  'via 203.0.113.1 dev eth1',
  'via 172.31.1.1 dev eth1 onlink',
  'via 203.0.113.1 dev eth1 src 203.0.113.9',
  'dev eth1 proto kernel scope link src 203.0.113.9',
  'via inet6 fe80::1 dev eth1',
  'nexthop via 203.0.113.1 dev eth1 weight 3 nexthop via 198.18.0.2 dev eth2 weight 1',
  'via 198.18.0.2 dev eth2 src 203.0.113.9',
)
const anOption = fc.constantFrom('', ' mtu 1400', ' advmss 1300 initcwnd 20', ' rtt 20ms congctl cubic', ' realms 3/4')
const more = fc.constantFrom('', ' table 66', ' proto static', ' tos 0x10', ' table 66 proto static')
const aRoute = fc.oneof(
  fc
    .tuple(octet, aTarget, aWay, anOption, more, fc.constantFrom('', ' metric 50', ' metric 100'))
    .map(([n, target, way, option, rest, metric]) => {
      // Next hops come last.
      const [first = '', ...hops] = way.split(/ (?=nexthop)/)
      const [head, tail] = first.startsWith('nexthop') ? ['', [first, ...hops].join(' ')] : [` ${first}`, '']
      return `ip route add ${target.replace('N', String(n))}${head}${metric}${option}${rest}${tail === '' ? '' : ` ${tail}`}`
    }),
  fc
    .tuple(octet, fc.constantFrom('', ' metric 10', ' pref high', ' mtu 1400', ' proto ra expires 900'))
    .map(([n, rest]) => `ip -6 route add 2001:db8:f${n}::/48 via fe80::1 dev eth1${rest}`),
  octet.map((n) => `ip route add local 10.99.${n}.0/24 dev eth1`),
  octet.map((n) => `ip route add blackhole 10.98.${n}.0/24`),
)

describe('the uplink of a host, with whatever addresses and routes it has', () => {
  it('moves into a bridge and comes back as `ip` printed it, or is refused with the reason', () => {
    let moved = 0
    fc.assert(
      fc.property(
        fc.constantFrom('ovsBridge.set' as const, 'linuxBridge.set' as const),
        fc.array(anAddress, { minLength: 1, maxLength: 5 }),
        fc.array(aRoute, { maxLength: 8 }),
        (kind, addresses, routes) => {
          const host = hostWith(['ip addr add 203.0.113.9/32 dev eth1', ...addresses, ...routes])
          const result = planned(host, moveTo(kind))
          if (!result.ok) {
            for (const { code } of result.issues) expect(code).toBe('not_restorable')
            return
          }
          checkMove(host, result.plan)
          moved += 1
        },
      ),
      { numRuns: 25 },
    )
    expect(moved).toBeGreaterThan(8)
  }, 120_000)

  it('moves with a point-to-point address, a gateway that no address reaches, and tables of their own', () => {
    const host = hostWith([
      'ip addr add 203.0.113.10 peer 203.0.113.1 dev eth1',
      'ip addr add 10.9.9.9/32 dev eth1 scope host',
      'ip route add 198.51.100.0/24 via 203.0.113.1 dev eth1 mtu 1400',
      'ip route add default via 172.31.1.1 dev eth1 onlink metric 50',
      'ip route add 10.66.0.0/16 via 203.0.113.1 dev eth1 table 66',
    ])
    const result = planned(host, moveTo('linuxBridge.set'))
    if (!result.ok) throw new Error(JSON.stringify(result.issues))
    const lines = result.plan.steps.map(({ run }) => run.argv.join(' '))
    expect(lines).toContain('ip addr replace 203.0.113.10 peer 203.0.113.1/32 dev br9')
    expect(lines).toContain('ip addr replace 10.9.9.9/32 dev br9 scope host')
    expect(lines).toContain('ip route replace default via 172.31.1.1 dev br9 metric 50 onlink')
    expect(lines).toContain('ip route replace 198.51.100.0/24 via 203.0.113.1 dev br9 mtu 1400')
    expect(lines).toContain('ip route replace 10.66.0.0/16 via 203.0.113.1 dev br9 table 66')
    checkMove(host, result.plan)
  })

  it('keeps an address that the kernel takes for a secondary one of what goes, by its peer, and its routes', () => {
    const host = hostWith([
      'ip addr add 203.0.113.11 peer 203.0.113.1 dev eth1',
      'ip addr add 203.0.113.10 peer 203.0.113.1 dev eth1',
      'ip route add default via 203.0.113.1 dev eth1',
      'ip route add 198.51.100.0/24 via 198.18.0.2 dev eth2 src 203.0.113.10',
    ])
    const result = planned(host, [{ kind: 'address.set', link: 'eth1', addresses: ['203.0.113.10/32'] }])
    if (!result.ok) throw new Error(JSON.stringify(result.issues))
    const routes = () => host.run(['ip', 'route']).stdout.split('\n').sort()
    const before = routes()
    const [first] = result.plan.steps
    // The host puts things back from wherever it was stopped.
    perform(host, first === undefined ? [] : [first.run, ...undoCommands([first])])
    expect(routes()).toEqual(before)
    perform(
      host,
      result.plan.steps.map((step) => step.run),
    )
    expect(verifyPlan(result.plan, observeCommandHost(host, ADDRESS))).toEqual([])
    expect(failing(host, transactionOf('t', result.plan).checks)).toEqual([])
    expect(host.run(['ip', 'addr', 'show', 'dev', 'eth1']).stdout).toContain('203.0.113.10 peer 203.0.113.1/32')
    expect(routes()).toEqual(before.filter((line) => !line.includes('src 203.0.113.11')))
  })
})
