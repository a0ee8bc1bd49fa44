'use client'

import { Fragment, useState } from 'react'
import { CopyButton } from '@/components/ui/CopyButton'
import { Icon } from '@/components/ui/Icon'
import { Spinner } from '@/components/ui/Spinner'
import type { Change, ChangeStep } from '@/lib/contract/changes'
import type { Step } from '@/lib/core/plan/step'
import { isGivenUp } from '../change-words'
import { commandText, progressWords, SCOPE_WORDS, undoTexts } from '../step-text'
import { PanelSection } from './PanelSection'

/** The exact commands in order; while they run, how far they are. */
export function StepsSection({ change }: { change: Change }) {
  const [isUndoShown, setIsUndoShown] = useState(false)
  const { plan, steps } = change
  const states = new Map(steps.map((step) => [step.id, step]))
  const hasBegun = change.status !== 'planned' && change.status !== 'stale'
  return (
    <PanelSection title="Steps" aside={hasBegun ? progressWords(steps) : 'what is stored comes after you keep it'}>
      <ol aria-label="Steps" className="flex flex-col gap-2">
        {plan.steps.map((step, index) => (
          <StepRow
            key={step.id}
            step={step}
            number={index + 1}
            state={states.get(step.id)}
            isUndoShown={isUndoShown}
            isCommandShown={!hasBegun}
          />
        ))}
      </ol>
      {plan.steps.length > 0 && (
        <p className="text-11 text-fg-2">
          {!isGivenUp(change) && `The undo is on ${change.hostName} before step 1. `}
          <button
            type="button"
            aria-expanded={isUndoShown}
            onClick={() => setIsUndoShown(!isUndoShown)}
            className="rounded-chip text-accent hover:underline"
          >
            {isUndoShown ? 'Hide undo' : 'Show undo'}
          </button>
        </p>
      )}
    </PanelSection>
  )
}

type StepRowProps = {
  step: Step
  number: number
  state: ChangeStep | undefined
  isUndoShown: boolean
  /** Once it runs the commands are one click away: what counts then is how far it is. */
  isCommandShown: boolean
}

function StepRow({ step, number, state, isUndoShown, isCommandShown }: StepRowProps) {
  const status = state?.status ?? 'waiting'
  const command = <CommandBox argv={step.run.argv} stdin={step.run.stdin} />
  return (
    <li className="grid grid-cols-[20px_1fr] gap-x-2">
      <StepMark status={status} number={number} />
      <div className="flex min-w-0 items-baseline justify-between gap-3">
        <span className="min-w-0 break-words">{step.summary}</span>
        <span className="flex-none text-11 text-fg-3">{SCOPE_WORDS[step.scope]}</span>
      </div>
      <div className="col-start-2 flex min-w-0 flex-col gap-1">
        {isCommandShown || status === 'failed' ? (
          command
        ) : (
          <details>
            <summary className="text-11 text-fg-3 hover:text-fg">Command</summary>
            {command}
          </details>
        )}
        {state !== undefined && <StepOutput state={state} />}
        {isUndoShown && <Undo step={step} />}
      </div>
    </li>
  )
}

const STEP_WORDS: Record<ChangeStep['status'], string> = {
  waiting: 'waits',
  running: 'runs',
  done: 'done',
  failed: 'failed',
  undone: 'put back',
}
const MARK_TONES: Record<ChangeStep['status'], string> = {
  waiting: 'border-line-3 text-fg-2',
  running: 'border-accent text-accent',
  done: 'border-ok text-ok',
  failed: 'border-err text-err',
  undone: 'border-line-3 text-fg-2',
}

function StepMark({ status, number }: { status: ChangeStep['status']; number: number }) {
  const icon = ({ done: 'check', failed: 'close', undone: 'undo' } as const)[status as 'done' | 'failed' | 'undone']
  return (
    <span
      className={`mt-px grid size-4.5 place-items-center rounded-pill border text-11 leading-none ${MARK_TONES[status]}`}
    >
      {status === 'running' ? (
        <Spinner />
      ) : icon === undefined ? (
        <span aria-hidden>{number}</span>
      ) : (
        <Icon name={icon} />
      )}
      <span className="sr-only">{`Step ${number}, ${STEP_WORDS[status]}: `}</span>
    </span>
  )
}

/** Folded where the command went well: then it is of interest to few. */
function StepOutput({ state }: { state: ChangeStep }) {
  if (state.status === 'waiting' || (state.output === '' && state.exitStatus === null)) return null
  const exit = state.exitStatus === null ? '' : `exit status ${state.exitStatus}`
  if (state.output === '') return state.exitStatus === 0 ? null : <p className="text-11 text-err">{exit}, no output</p>
  return (
    <details open={state.status === 'failed'}>
      <summary className="text-11 text-fg-3 hover:text-fg">Output{exit === '' ? '' : `, ${exit}`}</summary>
      <pre
        tabIndex={0}
        aria-label="Output"
        className="mt-1 max-h-40 overflow-auto rounded-chip border border-line-1 bg-surface-1 px-2 py-1 font-mono text-11 whitespace-pre-wrap text-fg-2"
      >
        {state.output}
      </pre>
    </details>
  )
}

function CommandBox({ argv, stdin }: { argv: readonly string[]; stdin: string | undefined }) {
  const text = commandText(argv)
  return (
    <>
      <div className="flex items-start gap-1 rounded-chip max-md:items-center border border-line-1 bg-surface-1 py-0.5 pl-2">
        <code className="min-w-0 flex-1 py-0.5 pl-3 -indent-3 font-mono text-11 break-words text-fg-2">
          <Words text={text} />
        </code>
        <CopyButton text={text} name="Copy the command" />
      </div>
      {stdin !== undefined && (
        <details>
          <summary className="text-11 text-fg-3 hover:text-fg">
            reads {stdin.trimEnd().split('\n').length} lines
          </summary>
          <pre
            tabIndex={0}
            aria-label="What the command reads"
            className="mt-1 max-h-48 overflow-auto rounded-chip border border-line-1 bg-surface-1 px-2 py-1 font-mono text-11 text-fg-2"
          >
            {stdin}
          </pre>
        </details>
      )}
    </>
  )
}

/** A command breaks between its words: browsers take the hyphens of an option for a place to break, too. */
function Words({ text }: { text: string }) {
  return text.split(' ').map((word, index) => (
    <Fragment key={index}>
      {index > 0 && ' '}
      <span className={word.startsWith('-') ? 'whitespace-nowrap' : ''}>{word}</span>
    </Fragment>
  ))
}

function Undo({ step }: { step: Step }) {
  const texts = undoTexts(step.undo)
  if (texts === null) return <p className="text-11 text-warn">Cannot be undone.</p>
  if (texts.length === 0) return <p className="text-11 text-fg-2">Undone together with the other steps.</p>
  return (
    <ul aria-label="Undo" className="flex flex-col gap-0.5 rounded-chip border border-line-1 px-2 py-1">
      {texts.map((text) => (
        <li key={text} className="pl-3 -indent-3 font-mono text-11 break-words text-fg-2">
          <Words text={text} />
        </li>
      ))}
    </ul>
  )
}
