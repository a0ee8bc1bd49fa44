/**
 * Who did something, as people call them: "user:anna" → "anna", "token:ci" → "token ci", "system" → "Patchbay". What is none of
 * these stays as it is.
 */
export function actorWords(actor: string): string {
  if (actor === 'system') return 'Patchbay'
  if (actor === 'anonymous') return 'nobody signed in'
  const [, kind, name] = /^(user|token):(.+)$/su.exec(actor) ?? []
  if (name === undefined) return actor
  return kind === 'user' ? name : `token ${name}`
}
