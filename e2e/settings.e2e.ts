import type { Page } from '@playwright/test'
import { message, signIn } from './support/acts'
import type { TestConsole } from './support/console'
import { addUser as postUser } from './support/console'
import { expectApiError } from './support/errors'
import { expect, test } from './support/test'

/** Tokens, passwords, users and roles: what the screen offers, and what the API then allows. */

const PASSWORD = 'five rather short words here'

async function addUser(server: TestConsole, login: string, role: 'viewer' | 'operator'): Promise<void> {
  expect(await postUser(server, { login, password: PASSWORD, role })).toBe(201)
}

/** Calls the API with a token, as a script would. */
async function listHostsWith(page: Page, server: TestConsole, token: string) {
  const response = await page.request.get(`${server.url}/api/v1/hosts`, {
    headers: { authorization: `Bearer ${token}` },
  })
  return response.status()
}

test('a token is shown once, works, and is dead once revoked', async ({ page, browser, server, asAdmin: _ }) => {
  await page.goto(`${server.url}/settings`)
  await page.getByRole('button', { name: 'New token' }).click()
  await page.getByLabel('What is it for?').fill('backup script')
  await page.getByLabel('Role', { exact: true }).selectOption('viewer')
  await expect(page.getByLabel('Expires')).toHaveValue('90')
  await page.getByRole('button', { name: 'Make the token' }).click()
  const shown = page.getByRole('dialog', { name: /backup script/ })
  const token = await shown.getByTestId('token').innerText()
  await shown.getByRole('button', { name: 'I have copied it' }).click()
  await page.reload()
  const item = page.getByRole('list', { name: 'API tokens' }).getByRole('listitem').filter({ hasText: 'backup script' })
  await expect(item).toContainText('viewer')
  await expect(item).toContainText('of admin')
  await expect(page.locator('body')).not.toContainText(token)

  // Without the cookie: the token alone must open the door.
  const stranger = await browser.newPage()
  expect(await listHostsWith(stranger, server, token)).toBe(200)
  expect(await listHostsWith(stranger, server, `${token}x`)).toBe(401)
  await item.getByRole('button', { name: 'Revoke' }).click()
  await page.getByRole('dialog', { name: 'Revoke backup script?' }).getByRole('button', { name: 'Revoke' }).click()
  await expect(message(page, 'backup script is revoked.')).toBeVisible()
  expect(await listHostsWith(stranger, server, token)).toBe(401)
  await stranger.close()
})

test('a changed password ends the other sessions', async ({ page, browser, server }) => {
  await addUser(server, 'carol', 'operator')
  const elsewhere = await browser.newPage()
  await signIn(elsewhere, server, { login: 'carol', password: PASSWORD })
  await signIn(page, server, { login: 'carol', password: PASSWORD })
  await page.goto(`${server.url}/settings`)
  const change = async (current: string, wanted: string, repeated = wanted) => {
    await page.getByLabel('Current password').fill(current)
    await page.getByLabel('New password', { exact: true }).fill(wanted)
    await page.getByLabel('New password again').fill(repeated)
    await page.getByRole('button', { name: 'Change the password' }).click()
  }
  const wanted = 'another four short words'
  await change(PASSWORD, wanted, `${wanted}?`)
  await expect(page.getByLabel('New password again')).toHaveAttribute('aria-invalid', 'true')
  const field = page.getByLabel('New password', { exact: true })
  await change(PASSWORD, 'password1234')
  await expect(field).toHaveAccessibleDescription(/among the first that are guessed/)
  await change(PASSWORD, PASSWORD)
  await expect(field).toHaveAccessibleDescription(/the password as it was/)
  await change('not the password', wanted)
  await expect(page.getByRole('alert').filter({ hasText: 'The password was not changed' })).toBeVisible()
  await change(PASSWORD, wanted)
  await expect(message(page, 'Your password is changed. Your other sessions have ended.')).toBeVisible()
  // By itself, as soon as it asks for anything.
  await expect(elsewhere).toHaveURL(/\/sign-in/)
  await signIn(elsewhere, server, { login: 'carol', password: wanted })
  await elsewhere.close()
})

test('users are added, raised and removed', async ({ page, server, asAdmin: _ }) => {
  await page.goto(`${server.url}/settings`)
  await page.getByRole('button', { name: 'New user' }).click()
  const dialog = page.getByRole('dialog', { name: 'New user' })
  await dialog.getByLabel('User name').fill('dora')
  await dialog.getByLabel('First password').fill(PASSWORD)
  await dialog.getByLabel('Role').selectOption('viewer')
  await dialog.getByRole('button', { name: 'Add the user' }).click()
  await expect(message(page, 'dora may sign in now.')).toBeVisible()
  const item = page.getByRole('list', { name: 'Users' }).getByRole('listitem').filter({ hasText: 'dora' })
  await item.getByLabel('Role of dora').selectOption('operator')
  await expect
    .poll(async () => (await server.api('GET', '/users')).body)
    .toMatchObject({ users: expect.arrayContaining([expect.objectContaining({ login: 'dora', role: 'operator' })]) })
  await item.getByRole('button', { name: 'Remove' }).click()
  await page.getByRole('dialog', { name: 'Remove dora?' }).getByRole('button', { name: 'Remove' }).click()
  await expect(message(page, 'dora is removed.')).toBeVisible()
  await expect(item).toHaveCount(0)
})

test('the last administrator stays one', async ({ page, server, asAdmin: _ }) => {
  await page.goto(`${server.url}/settings`)
  await page.getByLabel('Role of admin').selectOption('viewer')
  await expect(message(page, 'admin was not changed')).toBeVisible()
  await page.reload()
  await expect(page.getByLabel('Role of admin')).toHaveValue('admin')
})

test('a viewer sees everything and changes nothing', async ({ page, server, addSimHost }) => {
  const { host } = await addSimHost('sim-bare')
  await addUser(server, 'victor', 'viewer')
  await signIn(page, server, { login: 'victor', password: PASSWORD })
  await expect(page.getByRole('link', { name: host.name, exact: true })).toBeVisible()
  await expect(page.getByRole('link', { name: 'Add host' })).toHaveCount(0)
  const why = page.getByText('Only administrators may do this; you are signed in as viewer.')
  for (const path of ['/hosts/add', `/hosts/${host.id}/settings`]) {
    await page.goto(`${server.url}${path}`)
    await expect(why).toBeVisible()
  }
  await page.goto(`${server.url}/settings`)
  await expect(page.getByRole('heading', { name: 'Password' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'New token' })).toHaveCount(0)

  const api = async (method: string, route: string, data?: object) => {
    const response = await page.request.fetch(`${server.url}/api/v1${route}`, { method, ...(data ? { data } : {}) })
    return { status: response.status(), body: (await response.json()) as unknown }
  }
  expect(await api('GET', `/hosts/${host.id}`)).toMatchObject({ status: 200 })
  const probe = { address: host.address, port: host.port }
  await expectApiError(api('POST', '/hosts/probe', probe), 'forbidden', /viewer|admin/)
  await expectApiError(api('PATCH', `/hosts/${host.id}`, { label: 'mine' }), 'forbidden', /viewer|admin/)
  await expectApiError(api('DELETE', `/hosts/${host.id}`), 'forbidden', /viewer|admin/)
  await expectApiError(api('GET', '/tokens'), 'forbidden', /viewer|admin/)
})
