import { quotePattern, renderCheck, renderCommand } from './render-command'
import type { Check } from './transaction'
import { CHECK_SECONDS } from './transaction'

/*
 * A process for each question is what checks cost. ovs-vsctl takes any number of commands in one call, reads one state of the
 * database for all of them, and prints their answers one after another.
 */

const VSCTL = ['ovs-vsctl', '--timeout=8'] as const
/** One line for each column, always; `find` may print any number. */
const GET = [...VSCTL, 'get'] as const
/** Far below what execve takes, far above what plans have. */
const MOST = 200

/** Checks that one call can answer, by their places; a list for each call. Never fewer than two together. */
export function joinable(checks: readonly Check[]): number[][] {
  const places = checks.flatMap((check, place) => (answerPattern(check) === null ? [] : [place]))
  const groups = Array.from({ length: Math.ceil(places.length / MOST) }, (_, i) =>
    places.slice(i * MOST, (i + 1) * MOST),
  )
  return groups.filter(({ length }) => length > 1)
}

/**
 * A shell function that is true where all of these hold. Where it is not, they have to be asked one by one: one row that is not
 * there leaves all unanswered.
 *
 * `*` in a pattern matches newlines too. It cannot here: `get` prints as many lines as the pattern has, one for each column.
 */
export function renderJoined(name: string, checks: readonly Check[]): string {
  const argv = [...VSCTL, ...checks.flatMap(({ read }) => ['--', ...read.argv.slice(VSCTL.length)])]
  // Command substitution takes the last newline off.
  const pattern = checks
    .map((check) => answerPattern(check) ?? '')
    .join('')
    .slice(0, -NEWLINE.length)
  const read = `got=$({ ${renderCommand({ argv }, CHECK_SECONDS)}; } 2>/dev/null)`
  return `${name}() { ${read} || return 1; case $got in ${pattern}) ;; *) return 1 ;; esac; }`
}

const NEWLINE = "'\n'"

/** What it prints if it holds, as a shell pattern with the newline after it; null: it cannot be asked together with others. */
function answerPattern({ read, expect }: Check): string | null {
  if (!GET.every((word, i) => read.argv[i] === word) || (read.stdin ?? '') !== '') return null
  if (expect.kind === 'is-count') return `[0-9]*${NEWLINE}`
  if (expect.kind !== 'is' || expect.texts.length !== 1) return null
  return `${quotePattern((expect.texts[0] ?? '').replace(/\n+$/, ''))}${NEWLINE}`
}

/** A shell function that is true where all of the checks hold, asked in as few calls as may be. */
export function renderChecks(name: string, checks: readonly Check[]): string {
  const groups = joinable(checks)
  const joined = new Set(groups.flat())
  const one = (place: number) => `${name}_${place + 1}`
  const calls = [
    ...groups.map((places, i) => `{ ${name}_all_${i + 1} || { ${places.map(one).join(' && ')}; }; }`),
    ...checks.flatMap((_, place) => (joined.has(place) ? [] : [one(place)])),
  ]
  return [
    ...checks.map((check, place) => renderCheck(one(place), check)),
    ...groups.map((places, i) => renderJoined(`${name}_all_${i + 1}`, pick(checks, places))),
    `${name}() { ${calls.join(' && ') || ':'}; }`,
  ].join('\n')
}

export const pick = <T>(items: readonly T[], places: readonly number[]): T[] =>
  items.filter((_, place) => places.includes(place))
