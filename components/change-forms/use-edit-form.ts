'use client'

import { useMemo } from 'react'
import { useForm } from 'react-hook-form'
import type { DefaultValues, FieldValues, Resolver } from 'react-hook-form'
import type { IntentInput, IntentInputOf } from '@/lib/core/intents/intent'
import { checkEdit } from './check-edit'
import { useEditing } from './editing'
import { toFieldErrors } from './form-model'
import type { FormModel } from './form-model'

/** A form over an edit: starts from the staged edit or from the host, and is checked by the planner as one leaves its fields. */
export function useEditForm<K extends IntentInput['kind'], Values extends FieldValues>(model: FormModel<K, Values>) {
  const { observed, state, neighbours, target, edit } = useEditing()
  const isOfModel = (intent: IntentInput): intent is IntentInputOf<K> =>
    model.kinds.some((kind) => kind === intent.kind)
  const start = edit !== null && isOfModel(edit.intent) ? model.fromIntent(edit.intent) : model.fromState(state, target)
  const refused = useMemo(() => toFieldErrors<Values>(model.fields, edit?.issues ?? []), [model, edit])
  const resolver: Resolver<Values> = (values) => {
    const { issues } = checkEdit(observed, model.toIntent(values), neighbours)
    const errors = toFieldErrors<Values>(
      model.fields,
      issues.map(({ path, message }) => ({ field: path, message })),
    )
    return Object.keys(errors).length === 0 ? { values, errors: {} } : { values: {}, errors }
  }
  return useForm<Values>({
    mode: 'onTouched',
    // A whole value of the form: deeply partial is what it may be, not what it is.
    defaultValues: start as DefaultValues<Values>,
    errors: refused,
    resolver,
  })
}
