import { expect, it } from 'vitest'
import { unansweredHostScripts } from './host-scripts'

it('answers every script that the console runs on a host', () => {
  expect(unansweredHostScripts()).toEqual([])
})
