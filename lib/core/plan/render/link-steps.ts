/* What the steps about kernel links share. */
import type { Link } from '../../model/link'
import type { NetworkState } from '../../model/network-state'
import { OVS_DATAPATH } from '../../objects/link-facts'
import type { ChangeOf } from '../../objects/object-ref'
import type { Command, Phase, StepDraft } from '../step'

export type LinkChange = ChangeOf<'link'>

/** Links by name, before and after the change. */
export type Sides = {
  stateBefore: NetworkState
  before: ReadonlyMap<string, Link>
  after: ReadonlyMap<string, Link>
}

export const masterOf = (link: Link | null): string | null =>
  link === null || link.master === OVS_DATAPATH ? null : link.master

type Draft = Omit<StepDraft, 'objects' | 'scope'>
export const stepOf = ({ kind, owner, name }: LinkChange, draft: Draft): StepDraft => ({
  ...draft,
  scope: 'running',
  objects: [{ kind, owner, name }],
})

/** Several commands for one purpose: the first undoes for all, since undoing runs backwards. */
export function steps(
  change: LinkChange,
  phase: Phase,
  summary: string,
  run: readonly Command[],
  undo: readonly Command[],
): StepDraft[] {
  return run.map((command, index) =>
    stepOf(change, {
      phase,
      summary: run.length === 1 ? summary : `${summary} (${index + 1} of ${run.length})`,
      run: command,
      undo: index === 0 ? [...undo] : [],
    }),
  )
}
