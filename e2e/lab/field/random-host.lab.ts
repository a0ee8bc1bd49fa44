import { expect, test } from '@playwright/test'
import { runFieldCampaign, whyNoCampaign } from '../random-host/campaign'

const reason = whyNoCampaign()
// Where no namespace can be made there is no host to try; the reason is shown.
test.skip(reason !== null, reason ?? '')
test.describe.configure({ timeout: 600_000 })

/** A short part of `npm run campaign:field`. */
test('random changes of a random host leave it as before, or what differs was named', { tag: '@again' }, async () => {
  const runs = await runFieldCampaign({ n: 4, seed: 14, hosts: 1, hasUml: false })
  expect(runs).toHaveLength(4)
  const bad = runs.filter(({ ended }) => ended === 'DIFFERENT')
  expect(bad.map(({ seed, edits, notes }) => [seed, edits, ...notes].join('\n'))).toEqual([])
})
