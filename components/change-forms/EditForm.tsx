'use client'

import { useDeferredValue, useEffect } from 'react'
import type { ReactNode } from 'react'
import { FormProvider, useWatch } from 'react-hook-form'
import type { FieldValues, UseFormReturn } from 'react-hook-form'
import { Button } from '@/components/ui/Button'
import { Sheet } from '@/components/ui/Sheet'
import type { IntentInput } from '@/lib/core/plan/intent'
import { checkEdit } from './check-edit'
import { EditVerdict } from './EditVerdict'
import { useEditing } from './editing'
import { fieldFor } from './form-model'
import type { FormModel } from './form-model'
import { LeaveQuestion } from './LeaveQuestion'

type Props<K extends IntentInput['kind'], Values extends FieldValues> = {
  title: string
  /** What this is, in the host's words. */
  lead?: ReactNode
  model: FormModel<K, Values>
  form: UseFormReturn<Values>
  tone?: 'danger'
  children?: ReactNode
}

/** What every form of an edit shares: title, submit, what planning says of it, and the guard of what was typed. */
export function EditForm<K extends IntentInput['kind'], Values extends FieldValues>({
  title,
  lead,
  model,
  form,
  tone,
  children,
}: Props<K, Values>) {
  const { observed, neighbours, edit, stage, control } = useEditing()
  const values = useWatch({ control: form.control, compute: (all: Values) => all })
  const intent = model.toIntent(useDeferredValue(values))
  const check = checkEdit(observed, intent, neighbours)
  const { isDirty, isSubmitting } = form.formState
  useGuard(isDirty, control.noteDirty)

  const submit = form.handleSubmit((checked) => {
    const wanted = model.toIntent(checked)
    // What no field shows stands in the verdict.
    if (checkEdit(observed, wanted, neighbours).issues.length > 0) return
    stage(wanted)
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
          className="flex flex-col gap-3"
          autoComplete="off"
        >
          {children}
        </form>
      </FormProvider>
      <EditVerdict check={check} unplaced={check.issues.filter(({ path }) => fieldFor(model.fields, path) === null)} />
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
