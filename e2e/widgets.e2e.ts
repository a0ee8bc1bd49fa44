import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { settled } from './support/screens'
import { expect, test } from './support/test'

/** What menus, tips, dialogs, the palette and long tables are to the keyboard and to screen readers, wherever they are used. */

// Here with transitions, as most people see them: what fades is still there, and may not take a click or the focus.
test.use({ contextOptions: { reducedMotion: 'no-preference' } })

async function expectNoBarriers(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  expect(grave.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`)).toEqual([])
}

test('a menu is walked by keys, and gives the focus back', async ({ page, server, addSimHost, asAdmin: _ }) => {
  const { host } = await addSimHost('kvm-linux')
  await page.goto(`${server.url}/hosts/${host.id}`)
  await settled(page)
  const button = page.getByRole('button', { name: 'Theme' })
  const menu = page.getByRole('menu', { name: 'Theme' })
  const item = (name: string) => menu.getByRole('menuitemradio', { name })

  await button.focus()
  await page.keyboard.press('Enter')
  await expect(item('As the system')).toBeFocused()
  await expect(button).toHaveAttribute('aria-expanded', 'true')
  await expectNoBarriers(page)
  await page.keyboard.press('ArrowDown')
  await expect(item('Light')).toBeFocused()
  await page.keyboard.press('End')
  await expect(item('Dark')).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await expect(item('As the system'), 'past the last comes the first').toBeFocused()
  // A letter finds an item, and is not the page's shortcut for its legend.
  await page.keyboard.press('l')
  await expect(item('Light')).toBeFocused()
  await expect(page.getByRole('group', { name: 'Legend' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(menu).toBeHidden()
  await expect(button).toBeFocused()

  await page.keyboard.press('ArrowDown')
  await expect(item('As the system')).toBeFocused()
  await page.keyboard.press('Tab')
  await expect(menu).toBeHidden()
  await button.click()
  await expect(menu).toBeVisible()
  await button.click()
  await expect(menu, 'its button closes it again').toBeHidden()
  await button.click()
  await page
    .getByRole('heading', { level: 1 })
    .or(page.getByRole('main'))
    .first()
    .click({ position: { x: 5, y: 5 } })
  await expect(menu, 'a press elsewhere closes it').toBeHidden()
})

test('what cannot be done says why, and stays open', async ({ page, server, addSimHost, asAdmin: _ }) => {
  const { host } = await addSimHost('kvm-ovs')
  await page.goto(`${server.url}/hosts/${host.id}`)
  // In a bond, which takes its frames.
  await page.getByRole('button', { name: /^NIC eth2/ }).click({ button: 'right' })
  const menu = page.getByRole('menu', { name: 'Actions for eth2' })
  const off = menu.getByRole('menuitem', { name: /^Set addresses… it is in bond0/ })
  await expect(off).toBeDisabled()
  for (let presses = 0; presses < 20 && !(await off.evaluate((item) => item === document.activeElement)); presses++)
    await page.keyboard.press('ArrowDown')
  await expect(off, 'keys come to it, so that its reason is read').toBeFocused()
  await page.keyboard.press('Enter')
  await off.click({ force: true })
  await expect(menu).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(menu).toBeHidden()
})

test('a picture says what it is for, to the mouse and to the keyboard', async ({ page, asAdmin: _ }) => {
  const button = page.getByRole('button', { name: 'Theme' })
  const tip = page.getByRole('tooltip', { name: 'Theme' })
  await button.hover()
  await expect(tip).toBeVisible()
  await page.getByRole('heading', { level: 1 }).hover()
  await expect(tip).toBeHidden()
  await page.getByRole('button', { name: 'Go to…' }).focus()
  await page.keyboard.press('Tab')
  await expect(button).toBeFocused()
  await expect(tip).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(tip).toBeHidden()
})

test('a dialog keeps the focus inside and gives it back', async ({ page, server, asAdmin: _ }) => {
  await page.goto(`${server.url}/settings`)
  await settled(page)
  const button = page.getByRole('button', { name: 'New user' })
  const dialog = page.getByRole('dialog', { name: 'New user' })
  await button.focus()
  await page.keyboard.press('Enter')
  await expect(dialog).toBeVisible()
  await expect(dialog.getByLabel('User name')).toBeVisible()
  await expectNoBarriers(page)
  await expect(async () => {
    for (let presses = 0; presses < 12; presses++) {
      await page.keyboard.press('Tab')
      expect(await dialog.evaluate((box) => box.contains(document.activeElement))).toBe(true)
    }
  }).toPass({ intervals: [0] })
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(button).toBeFocused()
})

test('the palette goes where one types', async ({ page, addSimHost, asAdmin: _ }) => {
  const { host } = await addSimHost('kvm-linux')
  const palette = page.getByRole('dialog', { name: /^Go to/ })
  const options = palette.getByRole('option')
  const chosen = palette.getByRole('option', { selected: true })
  await page.keyboard.press('Control+k')
  await expect(palette.getByRole('combobox')).toBeFocused()
  await expectNoBarriers(page)
  await page.keyboard.press('End')
  await expect(options.last()).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('ArrowDown')
  await expect(options.first(), 'past the last comes the first').toHaveAttribute('aria-selected', 'true')
  await page.keyboard.type('no such thing anywhere')
  await expect(palette.getByRole('status')).toContainText('Nothing of this name')
  await palette.getByRole('combobox').fill(host.name)
  await expect(chosen).toContainText(host.name)
  await page.keyboard.press('Enter')
  await expect(palette).toBeHidden()
  await expect(page).toHaveURL(new RegExp(`/hosts/${host.id}`))
  await page.keyboard.press('Control+k')
  await expect(palette).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(palette).toBeHidden()
})

test('a long table draws what is near the window, and counts the rest', async ({
  page,
  server,
  addSimHost,
  asAdmin: _,
}) => {
  const { host } = await addSimHost('big:480')
  await page.goto(`${server.url}/hosts/${host.id}/guests`)
  await settled(page)
  const table = page.getByRole('table', { name: 'Guests', exact: true })
  const names = table.getByRole('rowheader')
  await expect(table).toHaveAttribute('aria-rowcount', '481')
  await expect(names.first()).toBeVisible()
  expect(await names.count()).toBeLessThan(120)
  const first = await names.first().innerText()

  await table.getByRole('button', { name: 'Guest', exact: true }).click()
  await table.getByRole('button', { name: 'Guest', exact: true }).click()
  await expect(table.getByRole('columnheader', { name: 'Guest', exact: true })).toHaveAttribute(
    'aria-sort',
    'descending',
  )
  await expect(names.first()).not.toHaveText(first)
  const last = table.locator('[aria-rowindex="481"]')
  await expect(last).toHaveCount(0)
  // To its end, which moves a little as the rows near it are measured.
  await expect(async () => {
    await table.evaluate((box) => box.scrollIntoView({ block: 'end' }))
    await expect(last).toBeInViewport({ timeout: 2_000 })
  }).toPass()
  expect(await names.count()).toBeLessThan(120)
  await expectNoBarriers(page)
})
