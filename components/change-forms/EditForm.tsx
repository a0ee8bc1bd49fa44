'use client'

import { useEffect, useMemo } from 'react'
import type { ReactNode } from 'react'
import { FormProvider, useWatch } from 'react-hook-form'
import type { FieldValues, UseFormReturn } from 'react-hook-form'
import { Button } from '@/components/ui/Button'
import { Sheet } from '@/components/ui/Sheet'
import type { IntentInput } from '@/lib/core/intents/intent'
import { checkEdit } from './check-edit'
import { EditVerdict } from './EditVerdict'
import { useEditing } from './editing'
import { fieldFor } from './form-model'
import type { FormModel } from './form-model'
import { LeaveQuestion } from './LeaveQuestion'
import { useSettled } from './use-settled'

type Props<K extends IntentInput['kind'], Values extends FieldValues> = {
  title: string
  /** What this is, in the host's words. */
  lead?: ReactNode
  model: FormModel<K, Values>
  form: UseFormReturn<Values>
  tone?: 'danger'
  /** Fields that are not shown just now: what is wrong with them stands below the others. */
  hidden?: readonly (keyof Values & string)[]
  children?: ReactNode
}

/** Planning takes a part of a second on a host with hundreds of guests: too long for each key, short enough after a pause. */
const SETTLED_MS = 150

/** What every form of an edit shares: title, submit, what planning says of it, and the guard of what was typed. */
export function EditForm<K extends IntentInput['kind'], Values extends FieldValues>({
  title,
  lead,
  model,
  form,
  tone,
  hidden = [],
  children,
}: Props<K, Values>) {
  const { observed, neighbours, edit, stage, control } = useEditing()
  const values = useWatch({ control: form.control, compute: (all: Values) => all })
  const settled = useSettled(values, SETTLED_MS)
  const check = useMemo(
    () => checkEdit(observed, model.toIntent(settled), neighbours),
    [observed, model, settled, neighbours],
  )
  const { isDirty, isSubmitting } = form.formState
  useGuard(isDirty, control.noteDirty)

  const submit = form.handleSubmit((checked) => {
    const wanted = model.toIntent(checked)
    // What no field shows stands in the verdict.
    if (checkEdit(observed, wanted, neighbours).issues.length > 0) return
    stage(wanted)
  })
  const unplaced = check.issues.filter(({ path }) => {
    const field = fieldFor(model.fields, path)
    return field === null || hidden.includes(field)
  })
  return (
    <Sheet
      title={title}
      {...(lead === undefined ? {} : { lead })}
      onClose={() => control.go(null)}
      footer={
        control.leaving !== null ? (
          <LeaveQuestion onStay={control.stay} onLeave={control.leave} />
        ) : (
          <div className="flex gap-2">
            <Button
              type="submit"
              form="edit-form"
              tone={tone ?? 'primary'}
              size="large"
              className="grow"
              isBusy={isSubmitting}
            >
              {edit === null ? 'Stage edit' : 'Update edit'}
            </Button>
            <Button size="large" onClick={() => control.go(null)}>
              Cancel
            </Button>
          </div>
        )
      }
    >
      <FormProvider {...form}>
        <form
          id="edit-form"
          noValidate
          onSubmit={(event) => void submit(event)}
          className="flex flex-col gap-3 empty:hidden"
          autoComplete="off"
        >
          {children}
        </form>
      </FormProvider>
      <EditVerdict
        check={check}
        unplaced={unplaced}
        hasOthers={neighbours.before.length + neighbours.after.length > 0}
      />
    </Sheet>
  )
}

/** The drawer asks before it drops what was typed, and so does the browser before it leaves the page. */
function useGuard(isDirty: boolean, noteDirty: (isDirty: boolean) => void): void {
  useEffect(() => {
    noteDirty(isDirty)
    if (!isDirty) return
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [isDirty, noteDirty])
}
