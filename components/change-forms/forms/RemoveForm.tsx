'use client'

import { useMemo } from 'react'
import { useForm } from 'react-hook-form'
import { editTitle } from '@/lib/core/intents/titles'
import { EditForm } from '../EditForm'
import type { FormModel } from '../form-model'
import type { RemoveIntent } from './table'
import { whatGoes } from './table'

/** Asks once more what goes, and says at once whether it may. */
export function RemoveForm({ intent }: { intent: RemoveIntent }) {
  const model = useMemo(
    (): FormModel<RemoveIntent['kind'], Record<string, never>> => ({
      kinds: [intent.kind],
      fromState: () => ({}),
      fromIntent: () => ({}),
      toIntent: () => intent,
      fields: {},
    }),
    [intent],
  )
  const form = useForm<Record<string, never>>()
  return <EditForm title={editTitle(intent)} lead={whatGoes(intent)} model={model} form={form} tone="danger" />
}
