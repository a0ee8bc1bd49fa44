import type { Page } from '@playwright/test'
import { HostListResponse } from '@/lib/contract/hosts'
import { message } from './support/acts'
import { readHost, refreshHost } from './support/api'
import { expectApiError } from './support/errors'
import { expect, test } from './support/test'

/** The overview of all hosts, what one does to a host in it, and changes that arrive by themselves. */

const table = (page: Page) => page.getByRole('table', { name: 'Hosts' })
const names = (page: Page) => table(page).getByRole('rowheader').getByRole('link')

test('the overview counts, searches, filters, groups and sorts', async ({ page, server, addSimHost, asAdmin: _ }) => {
  const added = [
    await addSimHost('kvm-ovs', { name: 'kvm10', label: 'Rack A' }),
    await addSimHost('kvm-linux', { name: 'kvm9', label: 'Rack A' }),
    await addSimHost('kvm-macvtap', { name: 'edge1', label: 'Rack B' }),
  ]
  for (const { host } of added) await refreshHost(server, host.id)
  const { hosts } = HostListResponse.parse((await server.api('GET', '/hosts')).body)
  const guests = hosts.reduce((sum, { summary }) => sum + (summary?.guestsRunning ?? 0), 0)
  const vlans = new Set(hosts.flatMap(({ summary }) => summary?.vlans ?? []))
  await page.goto(`${server.url}/hosts`)
  await expect(page.getByText(`3 hosts, ${guests} guests up, ${vlans.size} VLANs`)).toBeVisible()

  await test.step('grouped by label, numbers in names count as numbers', async () => {
    await expect(table(page).getByRole('cell', { name: 'Rack A 2 hosts' })).toBeVisible()
    await expect(table(page).getByRole('cell', { name: 'Rack B 1 host' })).toBeVisible()
    await expect(names(page)).toHaveText(['kvm9', 'kvm10', 'edge1'])
  })
  await test.step('searched', async () => {
    const search = page.getByRole('searchbox', { name: 'Search hosts' })
    await search.fill('vlan:200')
    await expect(names(page)).toHaveText(['kvm9'])
    await expect(page.getByText('1 of 3')).toBeVisible()
    await search.fill('label:b')
    await expect(names(page)).toHaveText(['edge1'])
    await search.fill('nothing like it')
    await expect(page.getByText('No host matches')).toBeVisible()
    await search.press('Escape')
    await expect(names(page)).toHaveCount(3)
  })
  await test.step('sorted', async () => {
    const head = table(page).getByRole('columnheader', { name: 'Host' })
    await head.getByRole('button').click()
    await expect(head).toHaveAttribute('aria-sort', 'ascending')
    await expect(names(page)).toHaveText(['edge1', 'kvm9', 'kvm10'])
    await head.getByRole('button').click()
    await expect(names(page)).toHaveText(['kvm10', 'kvm9', 'edge1'])
    await page.reload()
    await expect(names(page)).toHaveText(['kvm10', 'kvm9', 'edge1'])
  })
  await test.step('filtered by state', async () => {
    await expect(page.getByRole('radio', { name: 'Live 3' })).toBeVisible()
    await added[2]?.sim.vanish()
    await page.getByRole('radio', { name: 'No answer 1' }).check()
    await expect(names(page)).toHaveText(['edge1'])
    const needs = page.getByRole('complementary', { name: 'Needs a person' })
    await expect(needs.getByRole('heading', { name: /^edge1: no answer/ })).toBeVisible()
    await expect(needs.getByText(/refuses connections/)).toBeVisible()
    await added[2]?.sim.appear()
    await needs.getByRole('button', { name: 'Retry now: edge1' }).click()
    await expect(page.getByRole('radio', { name: 'Live 3' })).toBeVisible()
  })
})

test('a host is renamed, and forgotten only by its name', async ({ page, server, addSimHost, asAdmin: _ }) => {
  const { host } = await addSimHost('sim-bare')
  await page.goto(`${server.url}/hosts/${host.id}/settings`)
  await page.getByLabel('Name', { exact: true }).fill('not a name!')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText(/use letters, digits, dot, dash and underscore/)).toBeVisible()
  await page.getByLabel('Name', { exact: true }).fill('old-iron')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(message(page, 'old-iron is saved.')).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Settings of old-iron' })).toBeVisible()

  await page.getByRole('button', { name: 'Forget old-iron…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Forget old-iron?' })
  const forget = dialog.getByRole('button', { name: 'Forget the host' })
  await dialog.getByLabel(/to go on/).fill('old-iro')
  await expect(forget).toBeDisabled()
  await dialog.getByLabel(/to go on/).fill('old-iron')
  await forget.click()
  await expect(page).toHaveURL(/\/hosts$/)
  await expect(message(page, 'old-iron is forgotten. The host itself was not touched.')).toBeVisible()
  expect((await server.api('GET', `/hosts/${host.id}`)).status).toBe(404)
})

test('a host is reached elsewhere only with a secret entered for it', async ({
  page,
  server,
  addSimHost,
  asAdmin: _,
}) => {
  const { sim, host } = await addSimHost('sim-bare')
  await page.goto(`${server.url}/hosts/${host.id}/settings`)
  const credentials = page.getByRole('group', { name: 'Credentials for the new address' })
  await expect(page.getByRole('textbox', { name: 'Address' })).toHaveValue(host.address)
  await expect(credentials).toBeHidden()
  await page.getByRole('textbox', { name: 'Address' }).fill('127.0.0.2')
  await expect(credentials).toContainText('not sent anywhere else')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(credentials.getByText('give the password')).toBeVisible()
  const refused = server.api('PATCH', `/hosts/${host.id}`, { address: '127.0.0.2' })
  await expectApiError(refused, 'credentials_required', /another address is wanted/)
  await credentials.getByRole('textbox', { name: 'Password' }).fill(sim.access.password)
  await sim.stop()
  await sim.start(host.port, '127.0.0.2')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(message(page, `${host.name} is saved.`)).toBeVisible()
  await expect(credentials).toBeHidden()
  expect(await readHost(server, host.id)).toMatchObject({ address: '127.0.0.2' })
})

test('what changes on a host shows without a reload', async ({ page, server, addSimHost, asAdmin: _ }) => {
  const { sim, host } = await addSimHost('kvm-ovs')
  await page.goto(`${server.url}/hosts/${host.id}`)
  const nic = page.getByRole('button', { name: /^NIC eth2,/ })
  await expect(nic).toHaveAccessibleName(/, up/)
  await page.evaluate(() => (document.body.dataset['seen'] = 'before'))
  sim.run(['ip', 'link', 'set', 'eth2', 'down'])
  await expect(nic).not.toHaveAccessibleName(/, up/)
  sim.run(['virsh', 'start', 'jump1'])
  await expect(page.getByRole('button', { name: /^guest jump1,/ })).not.toHaveAccessibleName(/shut off/)
  sim.run(['ip', 'link', 'set', 'eth2', 'up'])
  await expect(nic).toHaveAccessibleName(/, up/)
  await expect(page.locator('body')).toHaveAttribute('data-seen', 'before')
})
