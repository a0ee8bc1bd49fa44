/**
 * Fields of a state that pass by themselves: they differ in every reading of a host where nothing has changed. `clock`: the time of
 * the reading, shown as such. `age`: how old an entry is or how long it lives, which nobody is shown by the second: a reading that
 * differs in these alone is not sent.
 */
const PASSING: Readonly<Record<string, 'clock' | 'age'>> = {
  readAtMs: 'clock',
  uptimeSeconds: 'clock',
  clockOffsetMs: 'clock',
  ageSeconds: 'age',
  ttlSeconds: 'age',
  validSeconds: 'age',
  preferredSeconds: 'age',
  expiresSeconds: 'age',
}

export const isPassing = (field: string): boolean => Object.hasOwn(PASSING, field)
export const isAge = (field: string): boolean => isPassing(field) && PASSING[field] === 'age'
