import { describe, expect, it } from 'vitest'
import type { IntentInput } from '../../core/intents/intent'
import { addEdit, NO_STAGED_EDITS, moveEdit, removeEdit, replaceEdit, withIssues } from './staged-edits'
import { parseStagedEdits } from './staged-edits-store'

const bridge = (name: string): IntentInput => ({ kind: 'ovsBridge.set', name })
const stage = (...names: string[]) => names.reduce((staged, name) => addEdit(staged, bridge(name)), NO_STAGED_EDITS)
const namesOf = ({ edits }: typeof NO_STAGED_EDITS) =>
  edits.map(({ intent }) => (intent.kind === 'ovsBridge.set' ? intent.name : ''))

describe('staged edits', () => {
  it('come in the order of staging, and move', () => {
    const staged = stage('a', 'b', 'c')
    expect(namesOf(moveEdit(staged, 'e3', -1))).toEqual(['a', 'c', 'b'])
    expect(namesOf(moveEdit(staged, 'e1', 1))).toEqual(['b', 'a', 'c'])
    expect(moveEdit(staged, 'e1', -1)).toBe(staged)
    expect(moveEdit(staged, 'e3', 1)).toBe(staged)
  })

  it('keep their ids when others go', () => {
    const staged = addEdit(removeEdit(stage('a', 'b'), 'e1'), bridge('c'))
    expect(staged.edits.map(({ id }) => id)).toEqual(['e2', 'e3'])
    expect(namesOf(replaceEdit(staged, 'e2', bridge('x')))).toEqual(['x', 'c'])
  })

  it('hold what a refused plan says of each, until they change', () => {
    const refused = withIssues({ ...stage('a', 'b'), changeId: 'old' }, [
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

describe('parseStagedEdits', () => {
  it('takes its own output again', () => {
    const staged = { ...stage('a'), changeId: 'c1' }
    expect(parseStagedEdits(JSON.stringify(staged))).toEqual(staged)
  })

  it.each([null, '', 'nonsense', '[]', '{"edits":5}', '{"edits":[null,{"id":"e1"},{"id":"x","intent":{"kind":"a"}}]}'])(
    'makes nothing of %j',
    (text) => {
      expect(parseStagedEdits(text).edits).toEqual([])
    },
  )
})
