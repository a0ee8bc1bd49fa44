import type { z } from 'zod'

export type FieldIssue = { path: string; message: string }

/** Zod's issues as `details.fields`: a dotted path ("auth.privateKey", "" for the whole) and a sentence for a person. */
export function toFieldIssues(error: z.ZodError): FieldIssue[] {
  return error.issues.map((issue) => ({ path: issue.path.map(String).join('.'), message: toMessage(issue) }))
}

/** Zod says "Invalid input: expected string, received undefined" for what is simply not there. */
function toMessage(issue: z.core.$ZodIssue): string {
  return issue.code === 'invalid_type' && / received undefined$/.test(issue.message)
    ? 'this is required'
    : issue.message
}
