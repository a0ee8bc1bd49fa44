import { message } from './support/acts'
import { readHost, readState, refreshHost } from './support/api'
import { expectApiError } from './support/errors'
import { expect, test } from './support/test'

/** Connections that break: what may pass by itself is tried again, what needs a person stops and says so. */

const DUMMY = ['ip', 'link', 'add', 'dummy9', 'type', 'dummy'] as const

for (const pinFrom of ['the stop on the diagnostics page', 'the host’s settings'] as const) {
  test(`a changed host key stops everything until it is pinned on ${pinFrom}`, async ({
    page,
    server,
    addSimHost,
    addNeighbour,
    asAdmin: _,
  }) => {
    const neighbourIsRead = await addNeighbour()
    const { sim, host } = await addSimHost('kvm-linux')
    const { version } = await refreshHost(server, host.id)
    const pinned = sim.server.fingerprint
    sim.changeHostKey()
    sim.run(DUMMY)
    sim.dropConnections()
    const offered = sim.server.fingerprint
    expect(offered).not.toBe(pinned)

    await expect
      .poll(() => readHost(server, host.id))
      .toMatchObject({
        status: 'refused',
        statusReason: { code: 'host_key_changed' },
        hostKey: { fingerprint: pinned },
        offeredHostKey: { fingerprint: offered },
      })
    await expectApiError(server.api('POST', `/hosts/${host.id}/refresh`), 'host_key_changed', /has changed: pinned is/)
    expect(await readState(server, host.id), 'nothing was read').toMatchObject({ version })

    await page.goto(`${server.url}/hosts`)
    const needs = page.getByRole('complementary', { name: 'Needs a person' })
    await expect(needs.getByRole('heading', { name: `${host.name}: host key changed` })).toBeVisible()
    await needs.getByRole('link', { name: `Compare keys of ${host.name}` }).click()
    const stop = page.getByRole('region', { name: /offers another host key/ })
    await expect(stop.getByTestId('fingerprint')).toHaveText([pinned, offered])

    if (pinFrom === 'the host’s settings') {
      await page.goto(`${server.url}/hosts/${host.id}/settings`)
      await page.getByRole('button', { name: 'Ask for the key it offers now' }).click()
      await expect(page.getByTestId('fingerprint')).toHaveText([pinned, offered])
    }
    const form = page.getByRole('form', { name: 'Pin the offered key' })
    const pin = form.getByRole('button', { name: 'Pin the offered key instead' })
    await expect(pin).toBeDisabled()
    await form.getByLabel('I compared: the host itself prints the offered fingerprint').check()
    await pin.click()
    await expect(form.getByText('give the password'), 'the stored one is not sent to a new key').toBeVisible()
    await form.getByRole('textbox', { name: 'Password' }).fill(sim.access.password)
    await pin.click()
    await expect(message(page, `${host.name}: the new key is pinned.`)).toBeVisible()
    await expect(pin).toBeHidden()
    await expect
      .poll(() => readHost(server, host.id))
      .toMatchObject({ status: 'online', hostKey: { fingerprint: offered }, offeredHostKey: null })
    expect((await readState(server, host.id)).state.links.map(({ name }) => name)).toContain('dummy9')
    await neighbourIsRead()
  })
}

test('a connection that is cut in the middle of an answer is said, and tried again', async ({
  page,
  server,
  addSimHost,
  addNeighbour,
  asAdmin: _,
}) => {
  const neighbourIsRead = await addNeighbour()
  const { sim, host } = await addSimHost('kvm-ovs')
  const { version } = await refreshHost(server, host.id)
  const cure = sim.fail({ kind: 'cut', match: 'ovs.database' })
  await expectApiError(
    server.api('POST', `/hosts/${host.id}/refresh`),
    'shell_failed',
    /connection ended while commands ran/,
  )
  expect(await readState(server, host.id), 'half an answer is no reading').toMatchObject({ version })

  await page.goto(`${server.url}/hosts/${host.id}`)
  const banner = page.getByRole('status').filter({ hasText: 'connection ended while commands ran' })
  await expect(banner).toContainText('What is shown is')
  cure()
  await expect(banner).toBeHidden({ timeout: 60_000 })
  expect(await readHost(server, host.id)).toMatchObject({ status: 'online', statusReason: null })
  await neighbourIsRead()
})

test('a host that reboots comes back by itself', async ({ page, server, addSimHost, addNeighbour, asAdmin: _ }) => {
  const neighbourIsRead = await addNeighbour()
  const { sim, host } = await addSimHost('kvm-linux')
  await refreshHost(server, host.id)
  const { state: before } = await readState(server, host.id)
  await page.goto(`${server.url}/hosts/${host.id}`)
  await expect(page.getByRole('button', { name: /^NIC eth1/ })).toBeVisible()
  await sim.vanish()
  await expect(page.getByRole('status').filter({ hasText: 'refuses connections' })).toBeVisible()
  await sim.reboot()
  sim.run(DUMMY)
  await sim.appear()
  await expect(page.getByRole('button', { name: /dummy9/ })).toBeVisible({ timeout: 30_000 })
  await expect(page.getByRole('status').filter({ hasText: 'refuses connections' })).toBeHidden()
  const { state: after } = await readState(server, host.id)
  expect(after.system.bootId).not.toBe(before.system.bootId)
  await neighbourIsRead()
})
