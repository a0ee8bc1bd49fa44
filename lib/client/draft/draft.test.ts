import { describe, expect, it } from 'vitest'
import type { IntentInput } from '../../core/intents/intent'
import { addEdit, EMPTY_DRAFT, moveEdit, removeEdit, replaceEdit, withIssues } from './draft'
import { parseDraft } from './draft-store'

const bridge = (name: string): IntentInput => ({ kind: 'ovsBridge.set', name })
const staged = (...names: string[]) => names.reduce((draft, name) => addEdit(draft, bridge(name)), EMPTY_DRAFT)
const namesOf = ({ edits }: typeof EMPTY_DRAFT) =>
  edits.map(({ intent }) => (intent.kind === 'ovsBridge.set' ? intent.name : ''))

describe('staged edits', () => {
  it('come in the order of staging, and move', () => {
    const draft = staged('a', 'b', 'c')
    expect(namesOf(moveEdit(draft, 'e3', -1))).toEqual(['a', 'c', 'b'])
    expect(namesOf(moveEdit(draft, 'e1', 1))).toEqual(['b', 'a', 'c'])
    expect(moveEdit(draft, 'e1', -1)).toBe(draft)
    expect(moveEdit(draft, 'e3', 1)).toBe(draft)
  })

  it('keep their ids when others go', () => {
    const draft = addEdit(removeEdit(staged('a', 'b'), 'e1'), bridge('c'))
    expect(draft.edits.map(({ id }) => id)).toEqual(['e2', 'e3'])
    expect(namesOf(replaceEdit(draft, 'e2', bridge('x')))).toEqual(['x', 'c'])
  })

  it('hold what a refused plan says of each, until they change', () => {
    const refused = withIssues({ ...staged('a', 'b'), changeId: 'old' }, [
      { path: '1.name', code: 'name_taken', message: 'b is a NIC already' },
      { path: '', code: 'bridge_loop', message: 'a and b are a loop' },
      { path: '7.name', code: 'x', message: 'of no edit' },
    ])
    expect(refused.edits.map(({ issues }) => issues)).toEqual([[], [{ field: 'name', message: 'b is a NIC already' }]])
    expect(refused.issues).toEqual(['a and b are a loop', 'of no edit'])
    const mended = replaceEdit(refused, 'e2', bridge('c'))
    expect(mended).toMatchObject({ issues: [], changeId: null, edits: [{ issues: [] }, { issues: [] }] })
  })
})

describe('parseDraft', () => {
  it('takes its own output again', () => {
    const draft = { ...staged('a'), changeId: 'c1' }
    expect(parseDraft(JSON.stringify(draft))).toEqual(draft)
  })

  it.each([null, '', 'nonsense', '[]', '{"edits":5}', '{"edits":[null,{"id":"e1"},{"id":"x","intent":{"kind":"a"}}]}'])(
    'makes nothing of %j',
    (text) => {
      expect(parseDraft(text).edits).toEqual([])
    },
  )
})
