import { signIn } from './support/acts'
import { ADMIN } from './support/console'
import { expect, test } from './support/test'

test('a wrong password is said and keeps the name', async ({ page, server }) => {
  await page.goto(`${server.url}/sign-in`)
  await page.getByLabel('User name').fill(ADMIN.login)
  await page.getByLabel('Password').fill('not the password')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'Not signed in' })).toBeVisible()
  await expect(page.getByLabel('User name')).toHaveValue(ADMIN.login)
})

test('a page asked for before signing in is where one arrives', async ({ page, server }) => {
  await page.goto(`${server.url}/settings`)
  await expect(page).toHaveURL(/\/sign-in/)
  await page.getByLabel('User name').fill(ADMIN.login)
  await page.getByLabel('Password').fill(ADMIN.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).toHaveURL(/\/settings$/)
})

test('signing out ends the session on the server', async ({ page, server, context }) => {
  await signIn(page, server)
  const cookies = await context.cookies()
  await page.getByRole('button', { name: /account/i }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(page).toHaveURL(/\/sign-in/)
  await context.addCookies(cookies) // what a thief of the cookie would have
  await page.goto(`${server.url}/hosts`)
  await expect(page).toHaveURL(/\/sign-in/)
})
