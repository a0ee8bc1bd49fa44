import { expect } from '@playwright/test'
import type { Locator, Page } from '@playwright/test'
import type { IntentInputOf, IntentKind } from '@/lib/core/intents/intent'

/** Opening a form and filling its fields, by role and label alone. */

export type Of<K extends IntentKind> = IntentInputOf<K>

export const drawer = (page: Page): Locator => page.getByRole('dialog')
export const tray = (page: Page): Locator => page.getByRole('region', { name: 'Staged edits' })
export const field = (page: Page, label: string): Locator => drawer(page).getByLabel(label, { exact: true })

export const choose = (page: Page, group: string, choice: string): Promise<void> =>
  drawer(page).getByRole('radiogroup', { name: group }).getByRole('radio', { name: choice, exact: true }).check()
export const setCheck = (page: Page, label: string, isOn: boolean): Promise<void> =>
  drawer(page).getByRole('checkbox', { name: label, exact: true }).setChecked(isOn)
export const tick = async (page: Page, group: string, choices: readonly string[]): Promise<void> => {
  for (const choice of choices)
    await drawer(page).getByRole('group', { name: group }).getByRole('checkbox', { name: choice, exact: true }).check()
}
/** Null is chosen too: the first option, which says that nothing is set. */
export const pick = async (page: Page, label: string, value: string | null | undefined): Promise<void> => {
  if (value !== undefined) await field(page, label).selectOption(value ?? '')
}
export const type = async (page: Page, label: string, value: string | number | null | undefined): Promise<void> => {
  if (value !== undefined) await field(page, label).fill(String(value ?? ''))
}

/** One of the parts of the open host: "Wiring", "Networks". */
export const openPart = (page: Page, part: string): Promise<void> =>
  page
    .getByRole('navigation', { name: /^Parts of / })
    .getByRole('link', { name: part, exact: true })
    .click()

type Item = string | RegExp

async function fromMenu(page: Page, item: Item): Promise<void> {
  await page.getByRole('menuitem', { name: item, exact: true }).click()
  await expect(drawer(page)).toBeVisible()
}
export async function fromCreate(page: Page, item: string): Promise<void> {
  await openPart(page, 'Wiring')
  await page.getByRole('button', { name: 'Create', exact: true }).click()
  await fromMenu(page, item)
}
export async function fromNode(page: Page, node: string, item: Item): Promise<void> {
  await openPart(page, 'Wiring')
  await page.getByRole('button', { name: new RegExp(`^${node},`) }).click({ button: 'right' })
  await fromMenu(page, item)
}
export async function fromTable(page: Page, part: string, create: string): Promise<void> {
  await openPart(page, part)
  await page.getByRole('button', { name: create, exact: true }).click()
  await expect(drawer(page)).toBeVisible()
}
/** `table`: where the part lists an object in several. */
export async function fromRow(page: Page, part: string, row: string, item: string, table?: string): Promise<void> {
  await openPart(page, part)
  const within = table === undefined ? page : page.getByRole('table', { name: table, exact: true })
  await within.getByRole('button', { name: `Actions for ${row}`, exact: true }).click()
  await fromMenu(page, item)
}
/** Whether the part lists such an object; `create`: what the part offers to make, which shows that it is drawn. */
export async function hasRow(page: Page, part: string, row: string, create: string): Promise<boolean> {
  await openPart(page, part)
  await expect(page.getByRole('button', { name: create, exact: true })).toBeVisible()
  return (await page.getByRole('button', { name: `Actions for ${row}`, exact: true }).count()) > 0
}
