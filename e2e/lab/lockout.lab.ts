import { expect, test } from '@playwright/test'
import { campaignReport, isGood, runCampaign, whyNoCampaign } from './lockout/campaign'

const reason = whyNoCampaign()
test.skip(reason !== null, reason ?? '')

const WINDOW_SECONDS = 8

/** The campaign in small; `npm run campaign:lockout` makes 300. */
test('whatever cuts a host off, it comes back as it was', async () => {
  test.setTimeout(900_000) // builds the image where there is none
  const runs = await runCampaign({ n: 12, seed: 7, hosts: 3, windowSeconds: WINDOW_SECONDS })
  const report = campaignReport(runs, WINDOW_SECONDS).join('\n')
  console.log(report)
  expect(
    runs.filter((run) => !isGood(run, WINDOW_SECONDS)),
    report,
  ).toEqual([])
  expect(runs.filter(({ wasCut }) => wasCut).length, report).toBeGreaterThan(6)
})
