import type { Page } from '@playwright/test'
import { refreshHost } from './support/api'
import { screensOf, settled } from './support/screens'
import { expect, test } from './support/test'

/** What the browser's own console says of the page: errors, warnings, uncaught exceptions. */
function complaintsOf(page: Page): string[] {
  const complaints: string[] = []
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(`${page.url()}: ${message.text()}`)
  })
  page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`))
  return complaints
}

/** Chromium's own clock of a few seconds, which a browser that is slowed down runs out. */
const PRELOADED_TOO_EARLY = 'was preloaded using link preload but not used within a few seconds'

// A slow browser: events of the stream arrive long before React has taken over the last part of the page.
for (const slowdown of [1, 6]) {
  test(`no page complains while live data comes in, ${slowdown} × slowed down`, async ({
    page,
    server,
    addSimHost,
    asAdmin: _,
  }) => {
    test.setTimeout(120_000 + slowdown * 60_000)
    const { sim, host } = await addSimHost('kvm-ovs')
    await refreshHost(server, host.id)
    const browser = await page.context().newCDPSession(page)
    await browser.send('Emulation.setCPUThrottlingRate', { rate: slowdown })
    const complaints = complaintsOf(page)
    const screens = [...screensOf(host.id)]
    for (const [at, screen] of screens.entries()) {
      const opened = page.goto(`${server.url}${screen}`)
      sim.run(['ip', 'link', 'set', 'dev', 'eno4', at % 2 === 0 ? 'down' : 'up'])
      await opened
      await settled(page)
    }
    expect(complaints.filter((complaint) => slowdown === 1 || !complaint.includes(PRELOADED_TOO_EARLY))).toEqual([])
  })
}

test('the doors do not complain', async ({ page, server }) => {
  const complaints = complaintsOf(page)
  await page.goto(`${server.url}/sign-in`)
  await expect(page.getByLabel('User name')).toBeVisible()
  await page.goto(`${server.url}/hosts/nobody`)
  await expect(page).toHaveURL(/\/sign-in/)
  expect(complaints).toEqual([])
})
