import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { refreshHost } from './support/api'
import { planChange } from './support/changes'
import { screensOf, settled } from './support/screens'
import { expect, test } from './support/test'

/** No screen has a serious or critical barrier (axe-core: WCAG 2 A and AA), in either theme. */
const THEMES = ['light', 'dark'] as const

/** What is no violation is not written up: pages have thousands of elements that are none. There are no frames to look into. */
async function barriers(page: Page): Promise<string[]> {
  const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).setLegacyMode()
  const { violations } = await axe.analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`)
}

/** In each theme: what differs between them is style alone, so that the page need not come anew for the second. */
async function expectNoBarriers(page: Page, screen: string): Promise<void> {
  for (const colorScheme of THEMES) {
    await page.emulateMedia({ colorScheme })
    // A colour on its way from one theme to the other is of neither.
    await page.evaluate(() => {
      for (const animation of document.getAnimations()) if (animation instanceof CSSTransition) animation.finish()
    })
    expect.soft(await barriers(page), `${screen}, ${colorScheme}`).toEqual([])
  }
}

test('every screen is free of barriers', async ({ page, server, addSimHost, asAdmin: _ }) => {
  test.setTimeout(600_000) // some twenty screens, each looked at whole
  const { host } = await addSimHost('kvm-linux', { label: 'Rack A' })
  const { sim: changed, host: stopped } = await addSimHost('sim-bare')
  await refreshHost(server, host.id)
  await refreshHost(server, stopped.id)
  changed.changeHostKey()
  changed.dropConnections()
  const bridge = { kind: 'linuxBridge.set', name: 'br-new' } as const
  const change = await planChange(server, host.id, [bridge])
  const screens = [...screensOf(host.id), `/hosts/${host.id}/changes/${change.id}`, `/hosts/${stopped.id}/diagnostics`]
  for (const screen of screens) {
    await page.goto(`${server.url}${screen}`)
    await settled(page)
    await expectNoBarriers(page, screen)
  }
})

test('the doors are free of barriers', async ({ page, server }) => {
  await page.goto(`${server.url}/sign-in`)
  await expect(page.getByLabel('User name')).toBeVisible()
  await expectNoBarriers(page, 'sign-in')
})

test('the wiring on a phone is free of barriers', async ({ page, server, addSimHost, asAdmin: _ }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  const { host } = await addSimHost('kvm-ovs')
  await page.goto(`${server.url}/hosts/${host.id}`)
  await expect(page.getByRole('region', { name: 'ovsbr1', exact: true })).toBeVisible()
  await expectNoBarriers(page, 'wiring')
  await page.goto(`${server.url}/hosts`)
  await expect(page.getByRole('list', { name: 'Hosts' })).toBeVisible()
  await expectNoBarriers(page, 'hosts')
})
