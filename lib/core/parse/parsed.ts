/** What a parser gives: a value, or where and why it stopped. `at` is a JSON path, a line number ("line 12") or an offset. */
export type Parsed<T> = { ok: true; value: T } | { ok: false; message: string; at: string }

export const parsed = <T>(value: T): Parsed<T> => ({ ok: true, value })
export const unparsed = (message: string, at: string): Parsed<never> => ({ ok: false, message, at })
