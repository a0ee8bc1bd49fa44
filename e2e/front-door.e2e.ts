import http from 'node:http'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { ADMIN, signIn } from './support/console'
import { expect, test } from './support/test'

/** What the console says to those who are not signed in, and to those who pretend. */

/** A request with headers that no browser would let a page set. */
async function ask(url: string, headers: Record<string, string>) {
  const request = http.get(url, { headers, agent: false })
  // The one argument of this event.
  const [response] = (await once(request, 'response')) as [http.IncomingMessage]
  return { status: response.statusCode, headers: response.headers, body: await text(response) }
}

test('another host than the console’s own is refused, on pages and by the API', async ({ server }) => {
  const { port } = new URL(server.url)
  for (const path of ['/sign-in', '/hosts', '/api/v1/health', '/api/v1/hosts']) {
    const answer = await ask(`${server.url}${path}`, { host: `evil.example:${port}` })
    expect([path, answer.status, answer.body.includes('PATCHBAY_PUBLIC_URL')]).toEqual([path, 421, true])
    const claims = { host: 'evil.example', 'x-forwarded-host': `127.0.0.1:${port}`, 'x-patchbay-foreign-host': '' }
    expect((await ask(`${server.url}${path}`, claims)).status, 'nobody may claim another').toBe(421)
  }
  expect((await ask(`${server.url}/sign-in`, { host: `localhost:${port}` })).status).toBe(200)
})

test('a page that is fetched ahead is as locked as any', async ({ server }) => {
  const ways = [['purpose', 'prefetch'] as const, ['next-router-prefetch', '1'] as const]
  for (const [name, value] of ways) {
    const { headers } = await ask(`${server.url}/sign-in`, { [name]: value })
    expect(headers['content-security-policy'], name).toMatch(/script-src 'self' 'nonce-/)
  }
})

for (const next of ['/.//evil.example', '/x/..//evil.example', '//evil.example', 'https://evil.example']) {
  test(`signing in with next=${next} stays on the console`, async ({ page, server }) => {
    await page.goto(`${server.url}/sign-in?next=${encodeURIComponent(next)}`)
    await page.getByLabel('User name').fill(ADMIN.login)
    await page.getByLabel('Password').fill(ADMIN.password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await expect(page).toHaveURL(`${server.url}/hosts`)
    await page.goto(`${server.url}/sign-in?next=${encodeURIComponent(next)}`)
    await expect(page, 'signed in already').toHaveURL(`${server.url}/hosts`)
  })
}

test('who mistypes too often is told how long to wait', async ({ page, server }) => {
  await page.goto(`${server.url}/sign-in`)
  await page.getByLabel('User name').fill('somebody')
  const alert = page.getByRole('alert').filter({ hasText: 'Not signed in' })
  for (let i = 0; i < 6; i++) {
    await page.getByLabel('Password').fill(`guess ${i}`)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await expect(alert).toContainText(i < 5 ? 'No user has this name' : /Too many failed attempts: try again in \d+ s/)
  }
  await expect(page.getByLabel('User name')).toHaveValue('somebody')
  expect(await signIn(server), 'the owner is let in').toMatchObject({ name: 'patchbay_session' })
})
