import type { FieldErrors, FieldValues, Path, Resolver, UseFormReturn } from 'react-hook-form'
import type { z } from 'zod'
import type { SchemaName } from '@/lib/client/contract'
import { fieldErrors, requireContract } from '@/lib/client/http'

/** The field of the form that shows what a path of the request complains about; null where no field does. */
export type FieldOf<Values extends FieldValues> = (requestPath: string) => Path<Values> | null

/** The first complaint per path of a value against a schema: { "auth.privateKey": "paste the private key…" }. */
export function schemaErrors(schema: z.ZodType, value: unknown): Record<string, string> {
  const result = schema.safeParse(value)
  const errors: Record<string, string> = {}
  for (const issue of result.success ? [] : result.error.issues) {
    const path = issue.path.join('.')
    if (!Object.hasOwn(errors, path)) errors[path] = issue.message
  }
  return errors
}

/** The contract's complaints of a request, by path. Throws ApiError where the schemas cannot be fetched. */
async function contractErrors(name: SchemaName, request: unknown): Promise<Record<string, string>> {
  return schemaErrors((await requireContract())[name], request)
}

/**
 * Checks a form with the contract: the values become the request, and the request is held against the wire schema, so the
 * form says what the API would say. `toRequest` is the pure function beside the form.
 */
export function contractResolver<Values extends FieldValues>(
  name: SchemaName,
  toRequest: (values: Values) => unknown,
  fieldOf: FieldOf<Values>,
): Resolver<Values> {
  return async (values) => {
    const errors = Object.entries(await contractErrors(name, toRequest(values))).flatMap(([path, message]) => {
      const field = fieldOf(path)
      return field === null ? [] : [[field, { type: 'contract', message }] as const]
    })
    return errors.length === 0
      ? { values, errors: {} }
      : // Our forms are flat: a field's path is its key.
        { values: {}, errors: Object.fromEntries(errors) as FieldErrors<Values> }
  }
}

/** The same for one field: what `register` takes as `validate`. */
export function contractCheck<Values extends FieldValues>(name: SchemaName, toRequest: (values: Values) => unknown) {
  return (path: string) =>
    async (_: unknown, values: Values): Promise<string | true> =>
      (await contractErrors(name, toRequest(values)))[path] ?? true
}

/** Puts what an error says of single fields beside them. True when at least one found its place. */
export function showFieldErrors<Values extends FieldValues>(
  form: UseFormReturn<Values>,
  error: unknown,
  fieldOf: FieldOf<Values>,
): boolean {
  let isShown = false
  for (const [path, message] of Object.entries(fieldErrors(error))) {
    const field = fieldOf(path)
    if (field === null) continue
    form.setError(field, { type: 'server', message }, { shouldFocus: !isShown })
    isShown = true
  }
  return isShown
}
