import { expect, test } from '@playwright/test'
import { ADMIN, startTestConsole } from '../support/console'
import { acceptHostKey, askForHostKey, giveCredentials } from '../support/acts'
import { createHost } from '../support/api'
import { buildHosts } from '@/lib/simhost/hosts/catalog'
import type { SimHost } from '@/lib/simhost/sim-host'
import { Presenter, isRecording } from './presenter'

/** From an empty console to one guest's way to the switch: what a newcomer does in the first five minutes. */

const LOCAL = '127.0.0.1'
let server: Awaited<ReturnType<typeof startTestConsole>>
let hosts: SimHost[]

test.beforeAll(async () => {
  server = await startTestConsole({ isSetUp: false })
  hosts = buildHosts('demo')
  for (const host of hosts) await host.start(0, LOCAL)
})
test.afterAll(async () => {
  await server?.stop()
  await Promise.all((hosts ?? []).map((host) => host.stop()))
})

test('first look', async ({ page }) => {
  if (isRecording) test.setTimeout(300_000)
  const show = new Presenter(page, 'first-look')
  const [ovs, ...others] = hosts
  if (!ovs) throw new Error('no simulated hosts')

  await test.step('create the administrator', async () => {
    await page.goto(server.url)
    await show.say('A fresh console: whoever has the code of its log creates the administrator.')
    await expect.poll(() => server.setupCode()).not.toBeNull()
    await page.getByLabel('Set-up code').fill(server.setupCode() ?? '')
    await page.getByLabel('User name').fill(ADMIN.login)
    for (const field of await page.getByLabel(/password/i).all()) await field.fill(ADMIN.password)
    await page.getByRole('button', { name: /create/i }).click()
    await expect(page).toHaveURL(/\/hosts$/)
    await show.say('No hosts yet. Patchbay reaches them over SSH and installs nothing on them.')
    await show.still('empty')
  })

  await test.step('add a host by its fingerprint', async () => {
    const host = {
      name: ovs.name,
      address: LOCAL,
      port: ovs.server.port,
      username: 'root',
      password: ovs.access.password,
      label: 'Rack A',
    }
    await askForHostKey(page, host)
    await expect(page.getByText(ovs.server.fingerprint)).toBeVisible()
    await show.say(
      'The host shows its key. A person compares the fingerprint and accepts it; from now on it is pinned.',
    )
    await show.still('fingerprint')
    await acceptHostKey(page)
    await giveCredentials(page, host)
    await expect(page.getByRole('heading', { name: `${host.name} is added` })).toBeVisible()
    await show.say('What the host can show, and what is missing with the command that installs it.')
    await page.getByRole('link', { name: 'Show its wiring' }).click()
    await expect(page.getByRole('button', { name: /^OVS bridge ovsbr1,/ })).toBeVisible()
    await show.say('The first picture: switch port, NIC, bond, bridge, portgroup, tap, guest. Always in this order.')
    await show.still('wiring')
  })

  await test.step('find a VLAN and follow a guest', async () => {
    await page.getByRole('searchbox').first().fill('vlan:125')
    await show.say('Who is in VLAN 125? The rest fades, nothing moves.')
    const guestNic = page.getByRole('button', { name: /^guest NIC web1 net0/ })
    await guestNic.click()
    await expect(guestNic).toHaveAttribute('aria-pressed', 'true')
    await expect(page.getByText('Path to the switch').first()).toBeVisible()
    await show.say(
      'One guest NIC, its whole way to the switch, and why it is in this VLAN: every fact names the command that said it.',
    )
    await show.still('path')
  })

  await test.step('a change on the host is on the screen', async () => {
    await page.keyboard.press('Escape')
    await show.say('Somebody pulls a cable on the host …')
    ovs.run(['ip', 'link', 'set', 'eth3', 'down'])
    await expect(page.getByRole('button', { name: /^NIC eth3.*(down|off)/ })).toBeVisible()
    await show.say('… and the picture knows.')
    await show.still('cable')
    ovs.run(['ip', 'link', 'set', 'eth3', 'up'])
  })

  await test.step('drill down', async () => {
    await page.getByRole('link', { name: 'Bonds' }).click()
    await expect(page.getByText('balance-tcp').first()).toBeVisible()
    await show.say('Each part also has a table: bonds with their LACP partners, switches, networks, guests, macvtap.')
    await show.still('bonds')
  })

  await test.step('many hosts', async () => {
    for (const host of others) {
      await createHost(server, {
        name: host.name,
        address: LOCAL,
        port: host.server.port,
        username: 'root',
        label: 'Rack B',
        auth: { kind: 'password', password: host.access.password },
      })
    }
    await page.getByRole('link', { name: 'Hosts' }).first().click()
    for (const host of hosts) await expect(page.getByRole('link', { name: host.name }).first()).toBeVisible()
    await show.say('All hosts at a glance, and what needs a person.')
    await show.still('hosts')
  })
})
