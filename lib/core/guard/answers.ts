import { compareDumps } from '../raw/compare-dumps'
import { differenceWords } from '../raw/difference-words'
import { parseDumps } from '../raw/dump-text'
import { NO_SCOPE } from '../raw/raw-scope'
import { readRecords } from '../raw/records'
import type { TransactionRehearsal } from './transaction'
import type { Parsed } from '../parse/parsed'
import { parsed, unparsed } from '../parse/parsed'

/** First line of what a verb of guard.sh answers, as words. */
const firstWords = (text: string): string[] => (text.split('\n', 1)[0] ?? '').trim().split(' ')

export type LockAnswer =
  | { kind: 'ours'; fence: number }
  | { kind: 'locked'; txn: string; secondsLeft: number; operator: string }
  /** The rollback of that change failed: the lock waits for a person. */
  | { kind: 'stuck'; txn: string; operator: string }
  | { kind: 'refused'; why: string }

/** Answer of `guard.sh lock`. */
export function parseLockAnswer(text: string): LockAnswer {
  const [kind, ...words] = firstWords(text)
  if (kind === 'fence' && /^\d+$/.test(words[0] ?? '')) return { kind: 'ours', fence: Number(words[0]) }
  if (kind === 'locked') {
    const [txn = '', left, ...operator] = words
    return { kind: 'locked', txn, secondsLeft: Math.max(0, Number(left) || 0), operator: operator.join(' ') }
  }
  if (kind === 'stuck') return { kind: 'stuck', txn: words[0] ?? '', operator: words.slice(1).join(' ') }
  return { kind: 'refused', why: refusal([kind ?? '', ...words]) }
}

/** Answer of a verb that either does what it was asked or says `refused WHY`. */
export type Answer = { ok: true; said: string } | { ok: false; why: string }

/** Answer of `arm`, `apply`, `extend`, `release`: `wanted` is the word that means yes. */
export function parseAnswer(text: string, wanted: string): Answer {
  const words = firstWords(text)
  return words[0] === wanted ? { ok: true, said: words.join(' ') } : { ok: false, why: refusal(words) }
}

/** Answer of `confirm`; asked again it says `already`. */
export function parseConfirmAnswer(text: string): Answer {
  const words = firstWords(text)
  const said = words.join(' ')
  return said === 'committed' || said === 'already committed' ? { ok: true, said } : { ok: false, why: refusal(words) }
}

const refusal = (words: readonly string[]): string => {
  const said = (words[0] === 'refused' ? words.slice(1) : words).join(' ')
  return said === '' ? 'the host said nothing' : said
}

export type DryRun = {
  /** Tools of the plan that are not on the host, in the context in which the rollback would run. */
  missing: string[]
  /** Undo actions whose object is, by their own check, not in its old state although nothing has been changed yet. */
  differing: { id: string; command: string }[]
  /** Every command a rollback of everything would run, in order. */
  commands: string[]
}

/** Output of `guard.sh dryrun`. A failure where rollback.sh did not come to its end. */
export function parseDryRun(text: string): Parsed<DryRun> {
  const lines = text.split('\n')
  const end = lines.findLast((line) => line.startsWith('dryrun '))
  const missing = lines.flatMap((line) => /^missing (\S+)$/.exec(line)?.[1] ?? [])
  if (end === undefined || (end !== 'dryrun 0' && missing.length === 0)) {
    return unparsed(
      `the dry run of the rollback failed: ${lines.filter(Boolean).slice(-3).join(' ')}`,
      `line ${lines.length}`,
    )
  }
  const actions = lines.flatMap((line) => {
    const [, said, id, command] = /^(same|differs|unread) (\d+\.\d+) (.*)$/.exec(line) ?? []
    return said === undefined || id === undefined || command === undefined ? [] : [{ said, id, command }]
  })
  return parsed({
    missing,
    differing: actions.filter(({ said }) => said === 'differs').map(({ id, command }) => ({ id, command })),
    commands: actions.map(({ command }) => command),
  })
}

/** `works`: all was as before; `fails`: it was not, or a command failed; `not`: nothing is proved either way. */
type Trial = { kind: 'works' } | { kind: 'fails' | 'not'; why: string }
/** Of the kernel's part and of Open vSwitch's. Null: there is no such part. */
export type RehearsalAnswer = { kernel: Trial | null; switch: Trial | null }

/** Output of `guard.sh rehearse`. */
export function parseRehearsal(text: string, asked: TransactionRehearsal): RehearsalAnswer {
  return {
    kernel: asked.kernel === null ? null : kernelTrial(text, asked.kernel.links),
    switch: asked.switch.length === 0 ? null : switchTrialOf(text),
  }
}

const not = (why: string): Trial => ({ kind: 'not', why })

function switchTrialOf(text: string): Trial {
  const [, said, why = ''] = /^switch (works|fails)(.*)$/m.exec(text) ?? []
  if (said === undefined) return not('Open vSwitch did not answer')
  return said === 'works' ? { kind: 'works' } : not(`Open vSwitch says ${why.trim()}`)
}

function kernelTrial(text: string, links: readonly string[]): Trial {
  const lines = text.trimEnd().split('\n')
  const after = (word: string): string | undefined =>
    lines
      .find((line) => line.startsWith(`${word} `))
      ?.slice(word.length + 1)
      .trim()
  if (lines.at(-1) !== 'end') return not('the host did not answer in full')
  const refused = after('not')
  if (refused !== undefined) return not(refused)
  for (const [word, what] of WHY_NOT) {
    const why = after(word)
    if (why !== undefined) return not(`${what}: ${why}`)
  }
  const { before, after: afterwards } = parseDumps(text)
  if (before === null || afterwards === null) return not('the stage could not be dumped')
  const scope = { ...NO_SCOPE, links: [...links] }
  const { differences, notCompared } = compareDumps(readRecords(before, scope), readRecords(afterwards, scope))
  if (differences.length > 0) return { kind: 'fails', why: differences.slice(0, 5).map(differenceWords).join('; ') }
  return notCompared.length > 0 ? not(`not compared: ${notCompared.join('; ')}`) : { kind: 'works' }
}

const WHY_NOT = [
  ['stage', 'the stage could not be made'],
  ['unlike', 'the stage is not like the host'],
  ['step', 'a step could not be taken on the stage'],
] as const
