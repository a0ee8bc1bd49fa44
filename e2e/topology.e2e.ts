import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import type { TestConsole } from './support/console'
import { expect, test } from './support/test'

const NIC = /^guest NIC VM_OVS_test net0/

async function openWiring(page: Page, server: TestConsole, hostId: string, search = ''): Promise<void> {
  await page.goto(`${server.url}/hosts/${hostId}${search}`)
  await expect(page.getByRole('button', { name: /^OVS bridge ovsbr1,/ })).toBeVisible()
}

const inspector = (page: Page) => page.getByRole('complementary', { name: 'Inspector' })
const param = (page: Page, name: string) => new URL(page.url()).searchParams.get(name)

test('a guest NIC lights its path and the inspector explains it', async ({ page, server, addSimHost, asAdmin: _ }) => {
  const { host } = await addSimHost('kvm-ovs')
  await openWiring(page, server, host.id)

  await page.getByRole('button', { name: NIC }).click()
  await expect(page.getByRole('button', { name: NIC })).toHaveAttribute('aria-pressed', 'true')
  await expect(inspector(page).getByRole('heading', { name: 'VM_OVS_test · net0' })).toBeVisible()
  await expect(inspector(page).getByText('Path to the switch')).toBeVisible()
  await expect(inspector(page).getByText('Why VLAN 125')).toBeVisible()
  await expect(inspector(page).getByText('virsh dumpxml VM_OVS_test')).toBeVisible()

  await test.step('a link in a ticket opens the same picture', async () => {
    const link = page.url()
    await page.goto(`${server.url}/hosts`)
    await page.goto(link)
    await expect(inspector(page).getByRole('heading', { name: 'VM_OVS_test · net0' })).toBeVisible()
  })

  await test.step('Escape clears', async () => {
    await page.keyboard.press('Escape')
    await expect(page.getByRole('complementary', { name: 'Host' })).toBeVisible()
    expect(param(page, 'sel')).toBeNull()
  })
})

test('the keyboard walks from the guest to the switch', async ({ page, server, addSimHost, asAdmin: _ }) => {
  const { host } = await addSimHost('kvm-ovs')
  await openWiring(page, server, host.id)
  const focused = page.locator(':focus')

  await page.getByRole('button', { name: NIC }).focus()
  await page.keyboard.press('ArrowLeft')
  await expect(focused).toHaveAccessibleName(/^tap vnet\d+/)
  for (const wanted of [/^portgroup Vlan125/, /^port vnet\d+/, /^bond bond0/, /^NIC eth[23]/, /^switch port/]) {
    await page.keyboard.press('ArrowLeft')
    await expect(focused).toHaveAccessibleName(wanted)
  }
  await page.keyboard.press('Enter')
  await expect(inspector(page)).toBeVisible()
})

test('the search counts, narrows the table too, and says what it does not understand', async ({
  page,
  server,
  addSimHost,
  asAdmin: _,
}) => {
  const { host } = await addSimHost('kvm-ovs')
  await openWiring(page, server, host.id)

  await page.keyboard.press('/')
  await page.keyboard.type('vlan:125')
  await expect(page.getByText(/^\d+ of \d+$/)).toBeVisible()
  await expect.poll(() => param(page, 'q')).toBe('vlan:125')

  await page.getByRole('radio', { name: 'Table' }).check()
  const table = page.getByRole('table', { name: 'Guest NICs' })
  await expect(table.getByRole('rowheader', { name: /VM_OVS_test · net0/ })).toBeVisible()

  await page.getByRole('searchbox', { name: 'Search the wiring' }).fill('vlan:9999')
  await expect(page.getByRole('alert').filter({ hasText: /4094/ })).toBeVisible()
})

test('the table sorts, says so, and is exported as it is narrowed', async ({
  page,
  server,
  addSimHost,
  asAdmin: _,
}) => {
  const { host } = await addSimHost('kvm-ovs')
  await page.goto(`${server.url}/hosts/${host.id}?view=table&q=web1`)
  const head = page.getByRole('columnheader', { name: 'MAC' })
  await head.getByRole('button').click()
  await expect(head).toHaveAttribute('aria-sort', 'ascending')
  await head.getByRole('button').click()
  await expect(head).toHaveAttribute('aria-sort', 'descending')
  await expect.poll(() => param(page, 'sort')).toBe('-mac')

  await page.getByRole('button', { name: 'Export' }).click()
  const download = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: 'Table as CSV' }).click()
  const csv = await readFile(await (await download).path(), 'utf8')
  expect(csv).toMatch(/^Guest,NIC,MAC,/)
  expect(
    csv
      .trimEnd()
      .split('\r\n')
      .slice(1)
      .every((line) => line.startsWith('web1,')),
  ).toBe(true)
})

test('folds open, stay open in the link, and fold again', async ({ page, server, addSimHost, asAdmin: _ }) => {
  const { host } = await addSimHost('big:60')
  await page.goto(`${server.url}/hosts/${host.id}`)
  const fold = page.getByRole('button', { name: /^guest \d+ guests/ }).first()
  await expect(fold).toHaveAttribute('aria-expanded', 'false')
  const before = await page.getByRole('button', { name: /^guest / }).count()
  await fold.click()
  await expect.poll(() => page.getByRole('button', { name: /^guest / }).count()).toBeGreaterThan(before)
  expect(param(page, 'open')).toMatch(/^fold:/)
  await page.getByRole('button', { name: /^Fold over/ }).click()
  await page.getByRole('menuitem', { name: /open again/ }).click()
  await expect.poll(() => page.getByRole('button', { name: /^guest / }).count()).toBe(before)
})

test('a phone shows the same wiring as a list', async ({ page, server, addSimHost, asAdmin: _ }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  const { host } = await addSimHost('kvm-ovs')
  await page.goto(`${server.url}/hosts/${host.id}`)
  const row = page
    .getByRole('region', { name: 'ovsbr1', exact: true })
    .getByRole('button', { name: /VM_OVS_test · net0/ })
  await row.click()
  await expect(row).toHaveAttribute('aria-expanded', 'true')
  const strip = page.getByRole('list', { name: 'Path to the switch' })
  await expect(strip.getByText('bond0', { exact: true })).toBeVisible()
  await expect(strip.getByText('tor-a')).toBeVisible()
})
