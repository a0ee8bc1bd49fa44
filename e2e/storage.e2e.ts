import { expect, test } from './support/test'

/** What every screen says while the console's own disk is full or read-only. */

test('a disk that cannot be written is named on every screen', async ({ page, server, asAdmin: _ }) => {
  const reason = 'The console’s database: the disk is full.'
  await page.route('**/api/v1/health', async (route) => {
    const answer = await route.fetch()
    const body = (await answer.json()) as object
    await route.fulfill({ json: { ...body, storage: { state: 'failing', reason } } })
  })
  for (const path of ['/hosts', '/settings']) {
    await page.goto(`${server.url}${path}`)
    const banner = page.getByRole('alert').filter({ hasText: 'The console cannot record what is done' })
    await expect(banner).toContainText(reason)
  }
})

test('a disk with little left is not called one that cannot be written', async ({ page, server, asAdmin: _ }) => {
  const reason = 'The console’s database: 3 MiB are free, and 16 MiB are the least.'
  await page.route('**/api/v1/health', async (route) => {
    const answer = await route.fetch()
    const body = (await answer.json()) as object
    await route.fulfill({ json: { ...body, storage: { state: 'low', reason } } })
  })
  await page.goto(`${server.url}/hosts`)
  await expect(page.getByRole('alert').filter({ hasText: 'The console is short of disk space' })).toContainText(reason)
  await expect(page.getByText('cannot record')).toHaveCount(0)
})
