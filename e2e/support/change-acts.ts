import { expect } from '@playwright/test'
import type { Page } from '@playwright/test'
import { drawer, openPart, tray } from './form-acts'

/** From staged edits to a change that is kept, and back: what a user does and reads. */

export const plan = (page: Page) => page.getByRole('complementary', { name: 'Plan' })
export const result = (page: Page) => page.getByRole('status', { name: 'Result' })

/** Planning reads the host first, up to three times where it is slow to answer: an emulated one takes 30 s, and 60 s beside others. */
const PLANNED = { timeout: 240_000 }
/** Rehearsed, armed and carried out: there it takes a minute or two. */
const CARRIED_OUT = { timeout: 300_000 }

const idIn = (page: Page): string => new URL(page.url()).pathname.split('/').at(-1) ?? ''

/** Has the staged edits planned. Gives the change's id. */
export async function reviewEdits(page: Page): Promise<string> {
  await tray(page).getByRole('button', { name: 'Review' }).click()
  await expect(tray(page).locator('[aria-busy=true]')).toHaveCount(0, PLANNED)
  await expect(plan(page).or(drawer(page))).toBeVisible()
  // What was refused stands in the drawer, in the planner's words.
  await expect(drawer(page)).toBeHidden()
  await expect(page.getByRole('button', { name: 'Apply guarded' })).toBeVisible()
  return idIn(page)
}

/** Says why each finding that holds the change up may be so. */
async function giveReasons(page: Page, reason: string): Promise<void> {
  for (const field of await plan(page)
    .getByLabel(/^Why L\d+ may be so$/)
    .all())
    await field.fill(reason)
}

/** Applies what is planned, waits for the trial, and keeps it by hand. */
export async function applyAndKeep(page: Page, { reason }: { reason: string }): Promise<void> {
  await giveReasons(page, reason)
  await plan(page).getByRole('radio', { name: 'I will keep it myself' }).check()
  await page.getByRole('button', { name: 'Apply guarded' }).click()
  await expect(page.getByRole('timer').or(result(page))).toBeVisible(CARRIED_OUT)
  expect(await result(page).allTextContents(), 'it ended before it could be kept').toEqual([])
  await page.getByRole('button', { name: 'Keep changes' }).click()
  await expectKept(page)
}

export async function expectKept(page: Page): Promise<void> {
  await expect(result(page)).toBeVisible(CARRIED_OUT)
  await expect(result(page)).toContainText(/^Kept at \S+(?!.*not stored)/)
}

/** From the change's page: plans its undo, applies it, and lets the console keep it. Gives the undo's id. */
export async function undoKept(page: Page, { reason }: { reason: string }): Promise<string> {
  const id = idIn(page)
  await page.getByRole('button', { name: 'Undo this change' }).click()
  await expect(page).not.toHaveURL(new RegExp(id), PLANNED)
  await expect(page.getByRole('button', { name: 'Apply guarded' })).toBeVisible()
  await giveReasons(page, reason)
  await page.getByRole('button', { name: 'Apply guarded' }).click()
  await expectKept(page)
  return idIn(page)
}

/** Opens a change from the history of its host, where it must stand with this status. */
export async function openFromHistory(page: Page, { id, title }: { id: string; title: string }, status: string) {
  await openPart(page, 'Changes')
  const row = page.getByRole('row').filter({ has: page.locator(`a[href$="/${id}"]`) })
  await expect(row).toContainText(status)
  await row.getByRole('link', { name: title }).click()
  await expect(result(page)).toBeVisible()
}

/** What the audit log shows of a change: its actions, newest first. */
export async function auditedActions(page: Page, id: string): Promise<string[]> {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Audit' }).click()
  await page.getByRole('searchbox', { name: 'Search the audit log' }).fill(id)
  const entries = page.getByRole('table', { name: 'Audit log' }).getByRole('button', { name: /, entry \d+$/ })
  await expect(entries.first()).toBeVisible()
  return entries.allTextContents()
}
