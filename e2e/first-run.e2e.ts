import { expect, test } from '@playwright/test'
import { ADMIN, startCheckedConsole } from './support/console'

let server: Awaited<ReturnType<typeof startCheckedConsole>>
test.beforeAll(async () => {
  server = await startCheckedConsole({ isSetUp: false })
})
test.afterAll(() => server.stop())
test.afterEach(() => expect(server.takeFaults()).toEqual([]))

test('the first visit creates the administrator, and only the first', async ({ page, browser }) => {
  await page.goto(server.url)
  await expect(page).toHaveURL(/\/setup$/)

  await page.getByLabel('Set-up code').fill('AAAA-AAAA-AAAA')
  await page.getByLabel('User name').fill(ADMIN.login)
  await page.getByLabel('Password', { exact: true }).fill('short')
  await page.getByRole('button', { name: /create/i }).click()
  await expect(page.getByText(/at least 12 characters/)).toBeVisible()
  await expect(page.getByLabel('User name')).toHaveValue(ADMIN.login)

  for (const field of await page.getByLabel(/password/i).all()) await field.fill(ADMIN.password)
  await page.getByRole('button', { name: /create/i }).click()
  await expect(page.getByText(/not the code that the console printed/).first()).toBeVisible()
  await expect.poll(() => server.setupCode()).not.toBeNull()
  await page.getByLabel('Set-up code').fill(server.setupCode()?.toLowerCase() ?? '')
  await page.getByRole('button', { name: /create/i }).click()
  await expect(page).toHaveURL(/\/hosts$/)
  await expect(page.getByRole('link', { name: 'Add host' }).first()).toBeVisible()

  const stranger = await browser.newPage()
  await stranger.goto(`${server.url}/setup`)
  await expect(stranger).toHaveURL(/\/sign-in/)
  const again = await server.api('POST', '/setup', {
    login: 'second',
    password: ADMIN.password,
    code: server.setupCode(),
  })
  expect(again.status).toBe(409)
  await stranger.close()
})
