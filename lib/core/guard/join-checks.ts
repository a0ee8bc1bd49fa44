import type { Check } from '../objects/check'
import { quotePattern, renderCheck, renderChecksOfOne, renderCommand } from './render-command'
import { CHECK_SECONDS } from './transaction'

/*
 * A process for each question is what checks cost. What `ip` says of a link answers several; ovs-vsctl takes any number of
 * commands in one call, reads one state of the database for all of them, and prints their answers one after another.
 */

const VSCTL = ['ovs-vsctl', '--timeout=8'] as const
/** Far below what execve takes, far above what plans have. */
const MOST = 200

/** Checks that one call answers. */
export type JoinedChecks = {
  places: readonly number[]
  /** A shell function that is true where all of them hold. */
  render: (name: string) => string
  /** Where it is not true one of them does not hold. Otherwise they have to be asked one by one. */
  isDecisive: boolean
}

/** What can be asked together. A check is in one group at most, and no group has fewer than two. */
export function joinChecks(checks: readonly Check[]): JoinedChecks[] {
  const ofSwitch = SWITCH_CALLS.flatMap((call) => joinSwitch(checks, call))
  const joined = new Set(ofSwitch.flatMap(({ places }) => places))
  const byReading = new Map<string, number[]>()
  for (const [place, { read }] of checks.entries()) {
    const reading = JSON.stringify([read.argv, read.stdin ?? ''])
    if (!joined.has(place)) byReading.set(reading, [...(byReading.get(reading) ?? []), place])
  }
  const ofReadings = [...byReading.values()].map((places) => joinReading(checks, places))
  return [...ofSwitch, ...ofReadings].filter(({ places }) => places.length > 1)
}

function joinReading(checks: readonly Check[], places: readonly number[]): JoinedChecks {
  const [first, ...more] = pick(checks, places)
  if (first === undefined) throw new RangeError('there is nothing to ask')
  const expects = [first, ...more].map(({ expect }) => expect)
  return { places, isDecisive: true, render: (name) => renderChecksOfOne(name, first.read, expects) }
}

function joinSwitch(checks: readonly Check[], call: SwitchCall): JoinedChecks[] {
  const places = checks.flatMap((check, place) => (answerPattern(check, call) === null ? [] : [place]))
  return Array.from({ length: Math.ceil(places.length / MOST) }, (_, i) => {
    const some = places.slice(i * MOST, (i + 1) * MOST)
    return { places: some, isDecisive: false, render: (name) => renderSwitch(name, pick(checks, some), call) }
  })
}

/**
 * One row that is not there leaves all unanswered.
 *
 * `*` in a pattern matches newlines too. It cannot here: what is counted is asked with what prints a known number of lines.
 */
function renderSwitch(name: string, checks: readonly Check[], call: SwitchCall): string {
  const argv = [...VSCTL, ...checks.flatMap(({ read }) => ['--', ...read.argv.slice(VSCTL.length)])]
  const answers = checks.map((check) => answerPattern(check, call) ?? '').join('')
  // Command substitution takes the last newline off.
  const pattern = answers === '' ? "''" : answers.slice(0, -NEWLINE.length)
  const read = `got=$({ ${renderCommand({ argv }, CHECK_SECONDS)}; } 2>/dev/null)`
  return `${name}() { ${read} || return 1; case $got in ${pattern}) ;; *) return 1 ;; esac; }`
}

const NEWLINE = "'\n'"

/** Commands that can stand in one call, by how many lines each prints: one or a known number, none, one for each row it finds. */
type SwitchCall = readonly { words: readonly string[]; prints: 'lines' | 'nothing' | 'rows' }[]
const SWITCH_CALLS: readonly SwitchCall[] = [
  [
    { words: [...VSCTL, 'get'], prints: 'lines' },
    { words: [...VSCTL, 'port-to-br'], prints: 'lines' },
    { words: [...VSCTL, 'br-exists'], prints: 'nothing' },
  ],
  [{ words: [...VSCTL, '--bare', '--columns=name', 'find'], prints: 'rows' }],
]

/** What it prints if it holds, as a shell pattern with the newline after it; null: it cannot be asked in this call. */
function answerPattern({ read, expect }: Check, call: SwitchCall): string | null {
  const command = call.find(({ words }) => words.every((word, i) => read.argv[i] === word))
  if (command === undefined || (read.stdin ?? '') !== '') return null
  if (command.prints === 'nothing') return expect.kind === 'succeeds' ? '' : null
  if (expect.kind === 'is-count') return command.prints === 'lines' ? `[0-9]*${NEWLINE}` : null
  if (expect.kind !== 'is' || expect.texts.length !== 1) return null
  const text = (expect.texts[0] ?? '').replace(/\n+$/, '')
  return text === '' ? '' : `${quotePattern(text)}${NEWLINE}`
}

/** A shell function that is true where all of the checks hold, asked in as few calls as may be. */
export function renderChecks(name: string, checks: readonly Check[]): string {
  const groups = joinChecks(checks)
  const joined = new Set(groups.flatMap(({ places }) => places))
  const one = (place: number) => `${name}_${place + 1}`
  const calls = [
    ...groups.map(({ places, isDecisive }, i) =>
      isDecisive ? `${name}_all_${i + 1}` : `{ ${name}_all_${i + 1} || { ${places.map(one).join(' && ')}; }; }`,
    ),
    ...checks.flatMap((_, place) => (joined.has(place) ? [] : [one(place)])),
  ]
  const decided = new Set(groups.flatMap(({ places, isDecisive }) => (isDecisive ? places : [])))
  return [
    ...checks.flatMap((check, place) => (decided.has(place) ? [] : [renderCheck(one(place), check)])),
    ...groups.map(({ render }, i) => render(`${name}_all_${i + 1}`)),
    `${name}() { ${calls.join(' && ') || ':'}; }`,
  ].join('\n')
}

const pick = <T>(items: readonly T[], places: readonly number[]): T[] =>
  items.filter((_, place) => places.includes(place))
