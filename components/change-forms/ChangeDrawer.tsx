'use client'

import { useHostState } from '@/components/host/host-context'
import { Sheet } from '@/components/ui/Sheet'
import { Skeleton } from '@/components/ui/Skeleton'
import type { StagedEdit } from '@/lib/client/draft/draft'
import { useDraft } from '@/lib/client/draft/use-draft'
import type { IntentInput } from '@/lib/core/plan/intent'
import { parseIntents } from '@/lib/core/plan/intent'
import { stagedState } from '@/lib/core/plan/try-edits'
import type { DrawerControl } from './change-forms-context'
import { EditingContext } from './editing'
import type { DrawerView, RemoveIntent, Target } from './form-request'
import { formOf } from './form-request'
import { FORMS } from './forms'
import { RemoveForm } from './RemoveForm'
import { StagedEdits } from './StagedEdits'

/** The drawer beside a host's screens: one form, or the staged edits. */
export function ChangeDrawer({ hostId, control }: { hostId: string; control: DrawerControl }) {
  const [draft, actions] = useDraft(hostId)
  const { data } = useHostState()
  const { view } = control
  if (view === null) return null
  const edit = view.view === 'edit' ? draft.edits.find(({ id }) => id === view.editId) : undefined
  if (view.view === 'edits' || (view.view === 'edit' && edit === undefined))
    return <StagedEdits hostId={hostId} control={control} />
  if (data === undefined)
    return (
      <Sheet title="Change the host" onClose={() => control.go(null)}>
        <Skeleton label="Loading the host" rows={6} />
      </Sheet>
    )
  const at = edit === undefined ? draft.edits.length : draft.edits.indexOf(edit)
  const intents = draft.edits.map(({ intent }) => intent)
  const before = intents.slice(0, at)
  const stage = (intent: IntentInput): void => {
    if (edit === undefined) actions.add(intent)
    else actions.replace(edit.id, intent)
    control.show(edit === undefined ? null : { view: 'edits' })
  }
  const editing = {
    observed: data.state,
    state: stagedState(
      data.state,
      before.flatMap((intent) => {
        const parsed = parseIntents([intent])
        return parsed.ok ? parsed.intents : []
      }),
    ),
    neighbours: { before, after: intents.slice(at + 1) },
    target: view.view === 'form' ? view.target : {},
    edit: edit ?? null,
    stage,
    control,
  }
  return (
    <EditingContext value={editing}>
      <Form key={keyOf(view)} view={view} edit={edit} />
    </EditingContext>
  )
}

function Form({ view, edit }: { view: DrawerView; edit: StagedEdit | undefined }) {
  if (view.view === 'remove') return <RemoveForm intent={view.intent} />
  const intent = edit?.intent
  if (intent !== undefined && isRemoval(intent)) return <RemoveForm intent={intent} />
  const form = view.view === 'form' ? view.form : intent === undefined ? 'remove' : formOf(intent)
  if (form === 'remove') return null
  const Chosen = FORMS[form]
  return <Chosen />
}

const isRemoval = (intent: IntentInput): intent is RemoveIntent => formOf(intent) === 'remove'

/** Another object is another form: nothing typed for one is left in the next. */
function keyOf(view: DrawerView): string {
  const targetKey = (target: Target): string => JSON.stringify(Object.entries(target).sort())
  if (view.view === 'form') return `${view.form} ${targetKey(view.target)}`
  return view.view === 'remove' ? JSON.stringify(view.intent) : view.view === 'edit' ? view.editId : view.view
}
