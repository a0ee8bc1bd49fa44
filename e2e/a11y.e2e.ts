import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { refreshHost } from './support/api'
import { planChange } from './support/changes'
import { screensOf, settled } from './support/screens'
import { expect, test } from './support/test'

/** No screen has a serious or critical barrier (axe-core: WCAG 2 A and AA), in either theme. */

async function barriers(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`)
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`every screen is free of barriers, ${colorScheme}`, async ({ page, server, addSimHost, asAdmin: _ }) => {
    test.setTimeout(600_000) // some twenty screens, each looked at whole
    await page.emulateMedia({ colorScheme })
    const { host } = await addSimHost('kvm-linux', { label: 'Rack A' })
    const { sim: changed, host: stopped } = await addSimHost('sim-bare')
    await refreshHost(server, host.id)
    await refreshHost(server, stopped.id)
    changed.changeHostKey()
    changed.dropConnections()
    const bridge = { kind: 'linuxBridge.set', name: 'br-new' } as const
    const change = await planChange(server, host.id, [bridge])
    const screens = [
      ...screensOf(host.id),
      `/hosts/${host.id}/changes/${change.id}`,
      `/hosts/${stopped.id}/diagnostics`,
    ]
    for (const screen of screens) {
      await page.goto(`${server.url}${screen}`)
      await settled(page)
      expect.soft(await barriers(page), screen).toEqual([])
    }
  })

  test(`the doors are free of barriers, ${colorScheme}`, async ({ page, server }) => {
    await page.emulateMedia({ colorScheme })
    await page.goto(`${server.url}/sign-in`)
    await expect(page.getByLabel('User name')).toBeVisible()
    expect(await barriers(page)).toEqual([])
  })

  test(`the wiring on a phone is free of barriers, ${colorScheme}`, async ({
    page,
    server,
    addSimHost,
    asAdmin: _,
  }) => {
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize({ width: 390, height: 844 })
    const { host } = await addSimHost('kvm-ovs')
    await page.goto(`${server.url}/hosts/${host.id}`)
    await expect(page.getByRole('region', { name: 'ovsbr1', exact: true })).toBeVisible()
    expect.soft(await barriers(page), 'wiring').toEqual([])
    await page.goto(`${server.url}/hosts`)
    await expect(page.getByRole('list', { name: 'Hosts' })).toBeVisible()
    expect.soft(await barriers(page), 'hosts').toEqual([])
  })
}
