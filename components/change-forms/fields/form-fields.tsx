'use client'

/* The console's fields, bound to the form around them by name. `Values` makes names checked: <TextRow<PortVlanValues> name="tag" …/>. */
import type { ChangeEvent, ReactNode } from 'react'
import { useController, useFormContext } from 'react-hook-form'
import { CheckField } from '@/components/fields/CheckField'
import { ChoiceField } from '@/components/fields/ChoiceField'
import type { Choice } from '@/components/fields/ChoiceField'
import { SelectField } from '@/components/fields/SelectField'
import { TextField } from '@/components/fields/TextField'
import { VlanListField } from '@/components/fields/VlanListField'

type Row<Values> = { name: keyof Values & string; label: ReactNode; hint?: ReactNode }

function useRow(name: string) {
  const { register, getFieldState, formState } = useFormContext<Record<string, string>>()
  return { register, error: getFieldState(name, formState).error?.message }
}

type TextRowProps<Values> = Row<Values> & {
  placeholder?: string
  inputMode?: 'numeric'
  /** What it is about: shown, not to be changed. */
  readOnly?: boolean
}

export function TextRow<Values>({ name, ...rest }: TextRowProps<Values>) {
  const { register, error } = useRow(name)
  return <TextField isMono {...rest} error={error} {...register(name)} />
}

type SelectRowProps<Values> = Row<Values> & {
  children: ReactNode
  /** Told what is chosen, for fields that show what is there. */
  onPick?: (value: string) => void
}

export function SelectRow<Values>({ name, children, onPick, ...rest }: SelectRowProps<Values>) {
  const { register, error } = useRow(name)
  const bound = register(name, { onChange: ({ target }: ChangeEvent<HTMLSelectElement>) => onPick?.(target.value) })
  return (
    <SelectField {...rest} error={error} {...bound}>
      {children}
    </SelectField>
  )
}

export function CheckRow<Values>({ name, ...rest }: Row<Values>) {
  const { register } = useRow(name)
  return <CheckField {...rest} {...register(name)} />
}

export function VlanListRow<Values>({ name, ...rest }: Row<Values>) {
  const { field, fieldState } = useController<Record<string, string>>({ name })
  return (
    <VlanListField
      {...rest}
      error={fieldState.error?.message}
      value={field.value ?? ''}
      onChange={field.onChange}
      onBlur={field.onBlur}
    />
  )
}

export function ChoiceRow<Values>({ name, ...rest }: Row<Values> & { choices: readonly Choice[] }) {
  const { field, fieldState } = useController<Record<string, string>>({ name })
  return (
    <ChoiceField
      {...rest}
      name={name}
      error={fieldState.error?.message}
      value={field.value ?? ''}
      onChange={field.onChange}
    />
  )
}

export function ManyRow<Values>({ name, ...rest }: Row<Values> & { choices: readonly Choice[] }) {
  const { field, fieldState } = useController<Record<string, string[]>>({ name })
  return (
    <ChoiceField
      {...rest}
      isMany
      name={name}
      error={fieldState.error?.message}
      value={field.value ?? []}
      onChange={(value: string[]) => {
        field.onChange(value)
        field.onBlur()
      }}
    />
  )
}

/** A list to choose one from; what cannot be chosen stays in it, with the reason. */
export function PickRow<Values>({
  choices,
  empty,
  ...rest
}: Omit<SelectRowProps<Values>, 'children'> & {
  choices: readonly Choice[]
  /** The first option, for nothing chosen. */
  empty: string
}) {
  return (
    <SelectRow<Values> {...rest}>
      <option value="">{empty}</option>
      {choices.map(({ value, label, detail, reason }) => (
        <option key={value} value={value} disabled={reason != null}>
          {[label, reason ?? (typeof detail === 'string' ? detail : undefined)].filter(Boolean).join(' – ')}
        </option>
      ))}
    </SelectRow>
  )
}
