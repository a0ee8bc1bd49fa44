import type { Page } from '@playwright/test'
import { ChangeResponse } from '@/lib/contract/changes'
import { nic } from '@/lib/simhost/hosts/build'
import { refreshHost } from './support/api'
import { addUser } from './support/console'
import { drawer, field, tray } from './support/form-acts'
import { expect, test } from './support/test'

/** Forms of changes: opened where one looks, staged, mended, and handed to the preview. Nothing is applied here. */

const stage = (page: Page): Promise<void> => drawer(page).getByRole('button', { name: 'Stage edit' }).click()

async function create(page: Page, what: string): Promise<void> {
  await page.getByRole('button', { name: 'Create', exact: true }).click()
  await page.getByRole('menuitem', { name: what }).click()
  await expect(drawer(page)).toBeVisible()
}

/** The message stands at the field, read out with it. */
async function expectFieldError(page: Page, label: string, words: RegExp): Promise<void> {
  await expect(field(page, label)).toHaveAttribute('aria-invalid', 'true')
  await expect(field(page, label)).toHaveAccessibleDescription(words)
}

test('a bridge, a bond, a network and a guest are staged from the graph and planned as one change', async ({
  page,
  server,
  addSimHost,
  asAdmin: _,
}) => {
  const { sim, host } = await addSimHost('kvm-ovs')
  for (const name of ['eth8', 'eth9']) nic(sim.machine, name, {})
  await refreshHost(server, host.id)
  await page.goto(`${server.url}/hosts/${host.id}`)

  await test.step('an OVS bridge', async () => {
    await create(page, 'Create OVS bridge')
    await field(page, 'Name').fill('br-dc')
    await drawer(page).getByRole('radio', { name: 'standalone' }).check()
    await stage(page)
    await expect(tray(page)).toContainText('1 edit staged')
  })

  await test.step('a bond with LACP in the bridge that is only staged', async () => {
    await create(page, 'Create bond')
    await field(page, 'Name').fill('lag0')
    await field(page, 'Bridge').selectOption('br-dc')
    await drawer(page).getByRole('checkbox', { name: 'eth8' }).check()
    await drawer(page).getByRole('checkbox', { name: 'eth9' }).check()
    const taken = drawer(page).getByRole('checkbox', { name: /^eth2/ })
    await expect(taken).toBeDisabled()
    await expect(drawer(page).getByText(/eth2 is already a member of bond0/)).toBeVisible()
    await expect(drawer(page).getByText(/LACP/).filter({ hasText: 'needs its partner on the switch' })).toHaveCount(1)
    await stage(page)
  })

  await test.step('its VLANs', async () => {
    await create(page, 'Set VLANs of a port')
    await field(page, 'Bridge').selectOption('br-dc')
    await field(page, 'Port').selectOption('lag0')
    await drawer(page).getByRole('radio', { name: 'native-untagged' }).check()
    await field(page, 'Native VLAN').fill('1')
    await drawer(page).getByRole('checkbox', { name: 'Carries all VLANs' }).uncheck()
    await field(page, 'VLANs carried tagged').fill('125,126 ')
    await expect(drawer(page).getByRole('button', { name: 'Remove 126' })).toBeVisible()
    await expect(drawer(page).getByText('carries 125, 126 tagged; 1 untagged')).toBeVisible()
    await stage(page)
  })

  await test.step('a network and two portgroups', async () => {
    await create(page, 'Create network')
    await field(page, 'Name').fill('dc-net')
    await field(page, 'Bridge').selectOption('br-dc')
    await stage(page)
    await create(page, 'Create portgroup')
    await field(page, 'Network').selectOption('dc-net')
    await field(page, 'Name').fill('Vlan125')
    await field(page, 'VLAN').fill('125')
    await stage(page)
    await create(page, 'Create portgroup')
    await field(page, 'Network').selectOption('dc-net')
    await field(page, 'Name').fill('Trunk')
    await drawer(page).getByRole('radio', { name: 'trunk', exact: true }).check()
    await field(page, 'VLANs carried tagged').fill('125,126')
    await expect(drawer(page).getByText('untagged ones are dropped: it does not carry VLAN 0')).toBeVisible()
    await stage(page)
  })

  await test.step('a guest on the new portgroup', async () => {
    await page.getByRole('button', { name: /^guest web1/ }).click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Add a NIC…' }).click()
    await field(page, 'Network').selectOption('dc-net')
    await field(page, 'Portgroup').selectOption('Vlan125')
    await stage(page)
    await expect(tray(page)).toContainText('7 edits staged')
  })

  await test.step('all of it is still staged after a reload, and planned as one change', async () => {
    await page.reload()
    await expect(tray(page)).toContainText('7 edits staged')
    await tray(page).getByRole('button', { name: 'Review' }).click()
    await expect(page).toHaveURL(/\/changes\/[0-9A-Za-z]+$/)
    await expect(page.getByRole('heading', { name: 'OVS bridge br-dc and 6 more' })).toBeVisible()
    const changeId = new URL(page.url()).pathname.split('/').at(-1) ?? ''
    const { body } = await server.api('GET', `/changes/${changeId}`)
    expect(ChangeResponse.parse(body).intents.map(({ kind }) => kind)).toEqual([
      'ovsBridge.set',
      'bond.set',
      'portVlan.set',
      'network.set',
      'portgroup.set',
      'portgroup.set',
      'guestNic.attach',
    ])
  })
})

test('what one sees opens with what it is, by mouse, keyboard and table', async ({
  page,
  server,
  addSimHost,
  asAdmin: _,
}) => {
  const { host } = await addSimHost('kvm-ovs')
  await page.goto(`${server.url}/hosts/${host.id}`)
  const port = page.getByRole('button', { name: /^port bond0/ })

  await test.step('the inspector', async () => {
    await port.click()
    await page.getByRole('complementary', { name: 'Inspector' }).getByRole('button', { name: 'Set VLANs…' }).click()
    await expect(drawer(page)).toHaveAccessibleName('VLANs of bond0')
    await expect(drawer(page).getByRole('radio', { name: 'native-untagged' })).toBeChecked()
    await expect(field(page, 'Native VLAN')).toHaveValue('1')
    await expect(drawer(page).getByText('nothing to do')).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(drawer(page)).toBeHidden()
  })

  await test.step('the menu key', async () => {
    await port.focus()
    await page.keyboard.press('Shift+F10')
    const items = page.getByRole('menu', { name: 'Actions for bond0' }).getByRole('menuitem')
    // Seen a moment before it has the focus: until then keys are the picture's. The focus moves a moment after its key, too.
    await expect(items.first()).toBeFocused()
    await page.keyboard.press('ArrowDown')
    await expect(items.nth(1)).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(drawer(page)).toHaveAccessibleName('Bond bond0')
    await expect(drawer(page).getByRole('checkbox', { name: /^eth3/ })).toBeChecked()
    await page.keyboard.press('Escape')
  })

  await test.step('the table', async () => {
    await page.getByRole('link', { name: 'Guests', exact: true }).click()
    await page.getByRole('button', { name: 'Actions for db1 net1' }).click()
    await page.getByRole('menuitem', { name: 'Move NIC…', exact: true }).click()
    await expect(drawer(page)).toHaveAccessibleName('Move net1 of db1')
    await expect(field(page, 'Portgroup')).toHaveValue('Vlan126')
    await field(page, 'Portgroup').selectOption('Vlan125')
    await stage(page)
    await expect(tray(page)).toContainText('Move net1 of db1 to ovs-net, portgroup Vlan125')
  })
})

test('bad input is refused at its field, before the host is asked', async ({
  page,
  server,
  addSimHost,
  asAdmin: _,
}) => {
  const { host } = await addSimHost('kvm-ovs')
  await page.goto(`${server.url}/hosts/${host.id}`)

  await test.step('VLANs', async () => {
    await create(page, 'Create portgroup')
    await field(page, 'Network').selectOption('ovs-net')
    await field(page, 'Name').fill('bad')
    for (const [typed, words] of [
      ['0', /0 is reserved: VLANs run from 1 to 4094/],
      ['4095', /4095 is reserved/],
      ['', /Wanted one VLAN from 1 to 4094, e\.g\. 125/],
    ] as const) {
      await field(page, 'VLAN').fill(typed)
      await stage(page)
      await expectFieldError(page, 'VLAN', words)
    }
    await drawer(page).getByRole('radio', { name: 'trunk' }).check()
    for (const [typed, words] of [
      ['1-', /"1-" is not a VLAN or a range: write e\.g\. 100-110,125/],
      ['5,5', /VLAN 5 is listed twice/],
    ] as const) {
      await field(page, 'VLANs carried tagged').fill(typed)
      await stage(page)
      await expectFieldError(page, 'VLANs carried tagged', words)
      // Nothing typed is lost: bad parts stay as chips, to be taken away.
      const remove = drawer(page).getByRole('button', { name: /^Remove / })
      while ((await remove.count()) > 0) await remove.first().click()
    }
    await expect(tray(page)).toBeHidden()
  })

  await test.step('leaving asks before it drops what was typed', async () => {
    const keep = drawer(page).getByRole('button', { name: 'Keep editing' })
    const name = field(page, 'Name')
    await name.focus()
    await page.keyboard.press('Escape')
    await keep.click()
    await expect(name, 'the focus is where it was').toBeFocused()
    await expect(name).toHaveValue('bad')
    await page.keyboard.press('Escape')
    await expect(keep).toBeFocused()
    await page.keyboard.press('Escape')
    await expect(keep, 'Escape keeps what was typed').toBeHidden()
    await expect(name).toBeFocused()
    // The focus is nowhere, as after a click on what is gone.
    await name.blur()
    await page.keyboard.press('Escape')
    await drawer(page).getByRole('button', { name: 'Drop it' }).click()
    await expect(drawer(page)).toBeHidden()
  })

  await test.step('names', async () => {
    await create(page, 'Create OVS bridge')
    await field(page, 'Name').fill('a-name-that-is-too-long')
    await stage(page)
    await expectFieldError(page, 'Name', /the kernel takes at most 15/)
    await field(page, 'Name').fill('eth1')
    await stage(page)
    await expectFieldError(page, 'Name', /eth1 is a NIC already: choose another name/)
    await field(page, 'Name').fill('br-new')
    await drawer(page).getByRole('button', { name: 'Cancel' }).click()
    await drawer(page).getByRole('button', { name: 'Drop it' }).click()
  })

  await test.step('members', async () => {
    await create(page, 'Create bond')
    await field(page, 'Name').fill('lag1')
    await field(page, 'Bridge').selectOption('br-edge')
    const members = drawer(page).getByRole('group', { name: 'Members' })
    const management = members.getByRole('checkbox', { name: /^eth0/ })
    await expect(management).toBeDisabled()
    await expect(members.getByText(/eth0 carries .* that we are connected to/)).toBeVisible()
    await members.getByRole('checkbox', { name: /^eth1/ }).check()
    await stage(page)
    await expect(members.getByText('A bond needs at least two members: one link alone is a plain port')).toBeVisible()
    await drawer(page).getByRole('button', { name: 'Cancel' }).click()
    await drawer(page).getByRole('button', { name: 'Drop it' }).click()
  })

  await test.step("guests' NICs", async () => {
    await create(page, 'Attach guest NIC')
    await stage(page)
    await expectFieldError(page, 'Guest', /Name the object that is meant/)
    await field(page, 'Guest').selectOption('web1')
    await field(page, 'Network').selectOption('ovs-net')
    await field(page, 'MAC address (optional)').fill('52:54:00:12:5a:01')
    await stage(page)
    await expectFieldError(page, 'MAC address (optional)', /belongs to guest VM_OVS_test already/)
    await drawer(page).getByRole('button', { name: 'Cancel' }).click()
    await drawer(page).getByRole('button', { name: 'Drop it' }).click()
  })

  await test.step('what is in use is not removed', async () => {
    await page.getByRole('link', { name: 'Networks', exact: true }).click()
    await page.getByRole('button', { name: 'Actions for Vlan125' }).click()
    await page.getByRole('menuitem', { name: 'Remove portgroup…' }).click()
    await expect(drawer(page).getByRole('alert')).toContainText(/Portgroup Vlan125 is used by net0 of guest/)
    await stage(page)
    await expect(drawer(page)).toBeVisible()
    await expect(tray(page)).toBeHidden()
    await drawer(page).getByRole('button', { name: 'Cancel' }).click()
    await page.getByRole('button', { name: 'Actions for ovs-net' }).click()
    await page.getByRole('menuitem', { name: 'Remove network…' }).click()
    await expect(drawer(page).getByRole('alert')).toContainText(/would stop under running guest/)
  })
})

test('a refused plan shows each issue at its edit and its field, and loses nothing', async ({
  page,
  server,
  addSimHost,
  asAdmin: _,
}) => {
  const { sim, host } = await addSimHost('kvm-ovs')
  sim.run(['ip', 'link', 'add', 'eth8', 'type', 'dummy'])
  await refreshHost(server, host.id)
  await page.goto(`${server.url}/hosts/${host.id}/switches`)
  await page.getByRole('button', { name: 'Create port', exact: true }).click()
  await field(page, 'Bridge').selectOption('br-edge')
  await field(page, 'Link').selectOption('eth8')
  await stage(page)
  await page.getByRole('button', { name: 'Create Linux bridge' }).click()
  await field(page, 'Name').fill('br9')
  await stage(page)
  await expect(tray(page)).toContainText('2 edits staged')

  sim.run(['ip', 'link', 'del', 'eth8'])
  await refreshHost(server, host.id)
  await tray(page).getByRole('button', { name: 'Review' }).click()
  const edits = drawer(page).getByRole('listitem')
  await expect(edits.first()).toContainText(/eth8 does not exist on this host/)
  await expect(edits.last()).not.toContainText('does not')
  await expect(tray(page)).toContainText('1 refused')

  await drawer(page)
    .getByRole('button', { name: /Port eth8 of br-edge/ })
    .first()
    .click()
  await expectFieldError(page, 'Link', /eth8 does not exist on this host/)
  await expect(field(page, 'Bridge')).toHaveValue('br-edge')
  await field(page, 'Link').selectOption('eth1')
  await drawer(page).getByRole('button', { name: 'Update edit' }).click()
  await expect(edits.first()).not.toContainText('does not exist')
  await drawer(page).getByRole('button', { name: 'Review' }).click()
  await expect(page.getByRole('heading', { name: 'Port eth1 of br-edge and 1 more' })).toBeVisible()
})

test('the way to the host is named before it is moved', async ({ page, server, addSimHost, asAdmin: _ }) => {
  const { host } = await addSimHost('kvm-ovs')
  await page.goto(`${server.url}/hosts/${host.id}`)
  await page.getByRole('button', { name: /^NIC eth0/ }).click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Move into a bridge, address and all…' }).click()
  await field(page, 'Bridge').selectOption('ovsbr1')
  await expect(drawer(page).getByRole('alert')).toContainText('This session comes in over eth0')
  await expect(
    drawer(page)
      .getByText(/the way to the host/)
      .first(),
  ).toBeVisible()
  await stage(page)
  await expect(tray(page)).toContainText('Move uplink eth0 into ovsbr1')
})

test('edits are moved, mended, taken back and cleared', async ({ page, server, addSimHost, asAdmin: _ }) => {
  const { host } = await addSimHost('kvm-linux')
  await page.goto(`${server.url}/hosts/${host.id}/switches`)
  for (const name of ['br7', 'br8', 'br9']) {
    await page.getByRole('button', { name: 'Create Linux bridge' }).click()
    await field(page, 'Name').fill(name)
    await stage(page)
  }
  await tray(page).getByRole('button', { name: 'Show edits' }).click()
  const edits = drawer(page).getByRole('listitem')
  await drawer(page).getByRole('button', { name: 'Move up: Linux bridge br9' }).click()
  await expect(edits).toHaveText([/br7/, /br9/, /br8/])
  await drawer(page).getByRole('button', { name: 'Remove: Linux bridge br7' }).click()
  await expect(edits).toHaveText([/br9/, /br8/])
  await edits
    .first()
    .getByRole('button', { name: /1\s*Linux bridge br9/ })
    .click()
  await field(page, 'Name').fill('br10')
  await drawer(page).getByRole('button', { name: 'Update edit' }).click()
  await expect(edits).toHaveText([/br10/, /br8/])
  await drawer(page).getByRole('button', { name: 'Clear' }).click()
  await drawer(page).getByRole('button', { name: 'Drop all 2' }).click()
  await expect(tray(page)).toBeHidden()
})

test('on a phone everything can be made, and each choice has room for its words', async ({
  page,
  server,
  addSimHost,
  asAdmin: _,
}) => {
  await page.setViewportSize({ width: 390, height: 844 })
  const { host } = await addSimHost('kvm-ovs')
  await page.goto(`${server.url}/hosts/${host.id}`)
  await create(page, 'Create Linux bridge')
  const ports = drawer(page).getByRole('group', { name: 'Ports' }).getByRole('checkbox')
  await expect(ports.first()).toBeVisible()
  const hasRoom = await ports.evaluateAll((boxes) =>
    boxes.map((box) => {
      const choice = box.closest('label')
      return choice !== null && choice.scrollHeight <= choice.clientHeight
    }),
  )
  expect(new Set(hasRoom)).toEqual(new Set([true]))
})

test('a viewer is offered no change', async ({ page, context, server, addSimHost }) => {
  const { host } = await addSimHost('kvm-ovs')
  const viewer = { login: 'onlooker', password: 'only looks at things' }
  await addUser(server, { ...viewer, role: 'viewer' })
  const response = await context.request.post(`${server.url}/api/v1/auth/sign-in`, { data: viewer })
  expect(response.ok()).toBe(true)
  await page.goto(`${server.url}/hosts/${host.id}`)
  await page.getByRole('button', { name: /^port bond0/ }).click()
  await expect(page.getByRole('complementary', { name: 'Inspector' })).toContainText('bond0')
  await expect(page.getByRole('button', { name: 'Set VLANs…' })).toBeHidden()
  await expect(page.getByRole('button', { name: 'Create', exact: true })).toBeHidden()
  await page.goto(`${server.url}/hosts/${host.id}/networks`)
  await expect(page.getByRole('table', { name: 'Portgroups' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Create portgroup' })).toBeHidden()
  await expect(page.getByRole('button', { name: /^Actions for/ })).toHaveCount(0)
})
