import { acceptHostKey, addHostInBrowser, askForHostKey, giveCredentials } from './support/acts'
import { expect, test } from './support/test'

const LOCAL = '127.0.0.1'

test('a host is added by fingerprint and password, and its wiring is shown', async ({
  page,
  server,
  startSimHosts,
  asAdmin: _,
}) => {
  const [sim] = await startSimHosts('kvm-ovs')
  if (!sim) throw new Error('no simulated host')
  const host = {
    name: 'kvm-ovs',
    address: LOCAL,
    port: sim.server.port,
    username: 'root',
    password: sim.access.password,
  }
  await askForHostKey(page, host)
  await expect(page.getByText(sim.server.fingerprint)).toBeVisible()
  await acceptHostKey(page)
  await giveCredentials(page, host)
  await page.getByRole('link', { name: 'Show its wiring' }).click()
  await expect(page.getByRole('button', { name: /^OVS bridge ovsbr1,/ })).toBeVisible()
  const id = new URL(page.url()).pathname.split('/').at(-1)
  await server.api('DELETE', `/hosts/${id}`)
})

test('a key is not accepted before somebody says that it was compared', async ({ page, startSimHosts, asAdmin: _ }) => {
  const [sim] = await startSimHosts('kvm-linux')
  await askForHostKey(page, { address: LOCAL, port: sim?.server.port ?? 0 })
  await expect(page.getByRole('button', { name: 'Accept this key' })).toBeDisabled()
})

test('a closed port is said where the address was typed, and nothing typed is lost', async ({
  page,
  startSimHosts,
  asAdmin: _,
}) => {
  const [sim] = await startSimHosts('kvm-linux')
  const port = sim?.server.port ?? 0
  await sim?.stop()
  await askForHostKey(page, { address: LOCAL, port })
  await expect(page.getByRole('alert').filter({ hasText: /refuses connections/i })).toBeVisible()
  await expect(page.getByLabel('Address')).toHaveValue(LOCAL)
  await expect(page.getByLabel('SSH port')).toHaveValue(String(port))
})

test('a wrong password stores nothing and keeps what was typed', async ({
  page,
  server,
  startSimHosts,
  asAdmin: _,
}) => {
  const [sim] = await startSimHosts('kvm-linux')
  const host = { name: 'locked', address: LOCAL, port: sim?.server.port ?? 0, username: 'root', password: 'wrong' }
  await askForHostKey(page, host)
  await acceptHostKey(page)
  await giveCredentials(page, host)
  await expect(page.getByText(/refuse|not accept/i).first()).toBeVisible()
  await expect(page.getByLabel('Name in the console')).toHaveValue('locked')
  const { body } = await server.api('GET', '/hosts')
  expect(body).toEqual({ hosts: [] })
})

test('a user without rights and without sudo is told what is not readable', async ({
  page,
  server,
  startSimHosts,
  asAdmin: _,
}) => {
  const [sim] = await startSimHosts('kvm-ovs')
  if (!sim) throw new Error('no simulated host')
  const id = await addHostInBrowser(page, {
    name: 'as-viewer',
    address: LOCAL,
    port: sim.server.port,
    username: 'viewer',
    password: sim.access.password,
  })
  await page.goto(`${server.url}/hosts/${id}/diagnostics`)
  await expect(page.getByText(/permission denied|may not|rights/i).first()).toBeVisible()
  await server.api('DELETE', `/hosts/${id}`)
})
