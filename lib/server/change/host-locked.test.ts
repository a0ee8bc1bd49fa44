import { expect, it } from 'vitest'
import { hostLocked } from './host-locked'

const holder = { changeId: '01K00000000000000000000001', operator: 'user:ada' }

it.each([
  [{ secondsLeft: 40 }, 'for 40 more seconds unless they extend it: wait until that change has ended.'],
  [{ secondsLeft: null }, 'being changed by ada: wait until that change has ended.'],
  [{ secondsLeft: 0 }, 'being changed by ada, and that change is just ending: try again in a moment.'],
  [{ secondsLeft: 0, isStuck: true }, 'a change by ada could not be taken back in full. Open that change (01K'],
])('%o: says whose lock it is and what to do', (left, said) => {
  const { message, details } = hostLocked('kvm1', { ...holder, ...left })
  expect(message).toContain(said)
  expect(message).not.toContain(' 0 more')
  expect(details).toMatchObject({ ...holder, ...left })
})
