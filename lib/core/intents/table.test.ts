import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EDITS } from '../plan/edits/table'
import { GENERATORS } from '../plan/testing/intents-libvirt'
import { Intent, parseIntents } from './intent'
import { TITLES } from './titles'

/*
 * What is known of each kind of edit stands in tables that are typed by the kinds; here they are held against the schema itself.
 * Its form is tried in components/change-forms/forms/table.test.ts; how browser tests fill that, e2e/support/edit-acts.ts has by type.
 */
const KINDS = [...(Intent._zod.propValues['kind'] ?? [])].map(String).sort()

describe('each kind of edit', () => {
  it.each(Object.entries({ TITLES, EDITS, GENERATORS }))('is in %s, and nothing else is', (_name, table) => {
    expect(Object.keys(table).sort()).toEqual(KINDS)
  })

  it.each(Object.entries(EDITS))('rests on something that was read, and does something: %s', (_kind, edit) => {
    expect(edit.needs.length).toBeGreaterThan(0)
    expect(edit.apply).toBeTypeOf('function')
  })

  it.each(Object.entries(GENERATORS))('is what its generators make, as the schema takes it: %s', (kind, generators) => {
    const edits = generators.flatMap((generator) => fc.sample(generator, 30))
    expect(new Set(edits.map((edit) => edit.kind))).toEqual(new Set([kind]))
    expect(edits.some((edit) => parseIntents([edit]).ok)).toBe(true)
  })
})
