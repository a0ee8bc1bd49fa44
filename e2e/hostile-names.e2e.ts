import { readState, refreshHost } from './support/api'
import { expect, test } from './support/test'

/** What others named, and how much of it there is: shown as text, folded, and never run. */

const GUESTS = ['<img src=x onerror=alert(1)>', '$(reboot)', '"; DROP TABLE hosts; --'] as const
const LINKS = ['$(reboot)', '__proto__', 'ünïcödé', '-rf'] as const

test('markup and shell in names are text on every screen', async ({
  page,
  server,
  addSimHost,
  addNeighbour,
  asAdmin: _,
}) => {
  const neighbourIsRead = await addNeighbour()
  const { host } = await addSimHost('sim-hostile')
  await refreshHost(server, host.id)
  const ran: string[] = []
  page.on('dialog', (dialog) => {
    ran.push(dialog.message())
    void dialog.dismiss()
  })
  // #418: live data came before a part of the page was hydrated, and React drew that part anew; no name had a part in it.
  page.on('pageerror', ({ message }) => void (message.includes('React error #418') || ran.push(message)))

  await page.goto(`${server.url}/hosts/${host.id}/guests`)
  for (const name of GUESTS) await expect(page.getByText(name, { exact: true }).first()).toBeVisible()
  for (const part of ['', '?view=table&rows=objects', '/switches', '/networks', '/macvtap', '/diagnostics']) {
    await page.goto(`${server.url}/hosts/${host.id}${part}`)
    await expect(page.getByRole('heading', { level: 1 })).toBeAttached()
    await expect(page.locator('img[src="x"], main b:text-is("x")')).toHaveCount(0)
  }

  // No kernel has a name with a slash: what is not understood is kept and shown, as text too.
  await expect(page.getByRole('table', { name: /Not recognised/ }).getByText('<b>x</b>')).toBeVisible()

  await page.goto(`${server.url}/hosts/${host.id}`)
  for (const name of GUESTS) await expect(page.getByRole('button', { name: `guest ${name},` })).toBeVisible()
  for (const name of LINKS) await expect(page.getByRole('button', { name: `link ${name},` }).first()).toBeVisible()
  await page.getByRole('button', { name: `guest ${GUESTS[0]},` }).click()
  const inspector = page.getByRole('complementary', { name: 'Inspector' })
  await expect(inspector.getByRole('heading', { name: GUESTS[0], level: 2 })).toBeVisible()
  expect(ran, 'nothing ran').toEqual([])
  await neighbourIsRead()
})

test('4,000 links are folded, searched and listed', async ({ page, server, addSimHost, addNeighbour, asAdmin: _ }) => {
  const neighbourIsRead = await addNeighbour()
  const { host } = await addSimHost('sim-4000-links')
  await refreshHost(server, host.id)
  const { state } = await readState(server, host.id)
  expect(state.links.length).toBeGreaterThanOrEqual(4_000)

  await page.goto(`${server.url}/hosts/${host.id}`)
  await expect(page.getByRole('button', { name: /^NIC eth0/ })).toBeVisible()
  const mounted = page.locator('[data-node-id]')
  expect(await mounted.count()).toBeLessThanOrEqual(500)
  await page.getByRole('searchbox', { name: 'Search the wiring' }).fill('dum3999')
  await expect(page.getByText(/^1 of \d+$/)).toBeVisible()
  await expect(page.getByRole('button', { name: /^link dum3999,/ })).toBeVisible()

  await page.goto(`${server.url}/hosts/${host.id}?view=table&rows=objects`)
  const table = page.getByRole('table', { name: 'Objects' })
  await expect(table).toHaveAttribute('aria-rowcount', /^4\d{3}$/)
  expect(await table.getByRole('row').count()).toBeLessThan(200)
  await neighbourIsRead()
})
