'use client'

import { useMemo } from 'react'
import { useHostState } from '@/components/host/host-context'
import { Sheet } from '@/components/ui/Sheet'
import { Skeleton } from '@/components/ui/Skeleton'
import type { StagedEdit } from '@/lib/client/staged-edits/staged-edits'
import { useStagedEdits } from '@/lib/client/staged-edits/use-staged-edits'
import type { NetworkState } from '@/lib/core/model/network-state'
import type { IntentInput } from '@/lib/core/intents/intent'
import { stagedState } from '@/lib/core/plan/try-edits'
import type { DrawerControl } from './change-forms-context'
import { toIntents } from './check-edit'
import { EditingContext } from './editing'
import type { Editing } from './editing'
import { FORM_COMPONENTS } from './forms/form-components'
import type { DrawerView } from './form-request'
import { formOf, isRemoval } from './forms/table'
import type { Target } from './forms/table'
import { RemoveForm } from './forms/RemoveForm'
import { StagedEditList } from './staged/StagedEditList'

/** The drawer beside a host's screens: one form, or the staged edits. */
export function ChangeDrawer({ hostId, control }: { hostId: string; control: DrawerControl }) {
  const [staged] = useStagedEdits(hostId)
  const { data } = useHostState()
  const { view } = control
  if (view === null) return null
  const edit = view.view === 'edit' ? staged.edits.find(({ id }) => id === view.editId) : undefined
  if (view.view === 'edits' || (view.view === 'edit' && edit === undefined))
    return <StagedEditList hostId={hostId} control={control} />
  if (data === undefined)
    return (
      <Sheet title="Change the host" onClose={() => control.go(null)}>
        <Skeleton label="Loading the host" rows={6} />
      </Sheet>
    )
  return (
    <EditDrawer
      key={keyOf(view)}
      hostId={hostId}
      control={control}
      view={view}
      edit={edit ?? null}
      observed={data.state}
    />
  )
}

type EditDrawerProps = {
  hostId: string
  control: DrawerControl
  view: DrawerView
  edit: StagedEdit | null
  observed: NetworkState
}

/** One form among the staged edits: it sees what those before it make, and what those after it need. */
function EditDrawer({ hostId, control, view, edit, observed }: EditDrawerProps) {
  const [{ edits }, actions] = useStagedEdits(hostId)
  const neighbours = useMemo(() => {
    const at = edit === null ? edits.length : edits.indexOf(edit)
    const intents = edits.map(({ intent }) => intent)
    return { before: intents.slice(0, at), after: intents.slice(at + 1) }
  }, [edits, edit])
  const state = useMemo(() => stagedState(observed, toIntents(neighbours.before)), [observed, neighbours])
  const stage = (intent: IntentInput): void => {
    if (edit === null) actions.add(intent)
    else actions.replace(edit.id, intent)
    control.show(edit === null ? null : { view: 'edits' })
  }
  const target = view.view === 'form' ? view.target : {}
  const editing: Editing = { observed, state, neighbours, target, edit, stage, control }
  return (
    <EditingContext value={editing}>
      <Form view={view} intent={edit?.intent ?? null} />
    </EditingContext>
  )
}

function Form({ view, intent }: { view: DrawerView; intent: IntentInput | null }) {
  if (view.view === 'remove') return <RemoveForm intent={view.intent} />
  if (intent !== null && isRemoval(intent)) return <RemoveForm intent={intent} />
  const form = view.view === 'form' ? view.form : intent === null ? undefined : formOf(intent)
  if (form === undefined) return null
  const Chosen = FORM_COMPONENTS[form]
  return <Chosen />
}

/** Another object is another form: nothing typed for one is left in the next. */
function keyOf(view: DrawerView): string {
  const targetKey = (target: Target): string => JSON.stringify(Object.entries(target).sort())
  if (view.view === 'form') return `${view.form} ${targetKey(view.target)}`
  return view.view === 'remove' ? JSON.stringify(view.intent) : view.view === 'edit' ? view.editId : view.view
}
